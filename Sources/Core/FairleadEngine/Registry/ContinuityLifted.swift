public import FairleadCanonical
import FairleadDomain

/// A system or a model that was declared down is used again.
public struct ContinuityLifted: RegistryRecord {
    public static let type = "continuity-lifted"

    public let subject: String
    public let by: String
    public let reason: String

    public init(subject: String, by: String, reason: String) {
        self.subject = subject
        self.by = by
        self.reason = reason
    }

    public var fields: JSONObject { ["subject": .string(subject), "by": .string(by)] }

    public var classified: [Classified] { [Classified(.personal, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        subject = try reader.text("subject")
        by = try reader.text("by")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.downtime.declared[subject] = nil
    }
}
