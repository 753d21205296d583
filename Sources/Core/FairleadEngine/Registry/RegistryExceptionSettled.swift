public import FairleadCanonical
import FairleadDomain

/// An exception that concerns no case was resolved.
public struct RegistryExceptionSettled: RegistryRecord {
    public static let type = "registry-exception-settled"

    public let id: String
    public let by: String
    public let reason: String

    public init(id: String, by: String, reason: String) {
        self.id = id
        self.by = by
        self.reason = reason
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "id": .string(id),
            "by": .string(by),
        ])
    }

    public var classified: [Classified] { [Classified(.personal, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = try reader.text("id")
        by = try reader.text("by")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        guard let index = state.exceptions.firstIndex(where: { $0.id == id }) else { return }
        state.exceptions[index].status = .resolved
        state.exceptions[index].by = by
        let settled = state.exceptions[index]
        if settled.code == Trouble.Code.inputParked.rawValue {
            state.parked.remove(settled.about)
        }
    }
}
