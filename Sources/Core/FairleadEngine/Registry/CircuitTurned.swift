public import FairleadCanonical
import FairleadDomain

/// The answers of a group of operations opened its circuit, or closed it again.
public struct CircuitTurned: RegistryRecord {
    public static let type = "circuit-turned"

    public let group: String
    /// Until when nothing is sent; nil: it is closed.
    public let until: Instant?

    public init(group: String, until: Instant?) {
        self.group = group
        self.until = until
    }

    public var fields: JSONObject {
        JSONObject(present: ["group": .string(group), "until": .time(until)])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        group = try reader.text("group")
        until = reader.optionalInstant("until")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        guard let until else {
            state.downtime.circuits[group] = nil
            return
        }
        let since = state.downtime.circuits[group]?.since ?? mark.time
        state.downtime.circuits[group] = Downtime.OpenCircuit(since: since, until: until)
    }
}
