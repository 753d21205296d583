import FairleadDomain
import Synchronization

/// The connectors of the catalog in force, by name; another catalog brings others.
public final class ConnectorSet: Sendable {
    private let connectors: Mutex<[String: any Connector]>

    public init(_ connectors: [any Connector]) {
        self.connectors = Mutex(Self.byName(connectors))
    }

    /// By its own name, or the one before the point of `connector.operation`.
    public subscript(name: String) -> (any Connector)? {
        connectors.withLock { $0[name.connector] }
    }

    public var names: [String] { connectors.withLock { $0.keys.sorted() } }

    /// What is under way ends with the connectors that it began with.
    public func replace(_ new: [any Connector]) {
        let byName = Self.byName(new)
        connectors.withLock { $0 = byName }
    }

    private static func byName(_ connectors: [any Connector]) -> [String: any Connector] {
        var byName: [String: any Connector] = [:]
        for connector in connectors { byName[connector.definition.name] = connector }
        return byName
    }
}
