/// The connectors of a catalog, by name.
public struct ConnectorSet: Sendable {
    private let connectors: [String: any Connector]

    public init(_ connectors: [any Connector]) {
        var byName: [String: any Connector] = [:]
        for connector in connectors { byName[connector.definition.name] = connector }
        self.connectors = byName
    }

    /// By its own name, or the one before the point of `connector.operation`.
    public subscript(name: String) -> (any Connector)? {
        connectors[String(name.prefix { $0 != "." })]
    }

    public var names: [String] { connectors.keys.sorted() }
}
