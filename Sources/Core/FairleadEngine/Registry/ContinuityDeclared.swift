public import FairleadCanonical
import FairleadDomain

/// A person said that a system or a model is down: cases go on without it, the declared way.
public struct ContinuityDeclared: RegistryRecord {
    public static let type = "continuity-declared"

    public let subject: String
    public let until: Instant?
    public let by: String
    public let reason: String

    public init(subject: String, until: Instant?, by: String, reason: String) {
        self.subject = subject
        self.until = until
        self.by = by
        self.reason = reason
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "subject": .string(subject), "until": .time(until), "by": .string(by),
        ])
    }

    public var classified: [Classified] { [Classified(.personal, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        subject = try reader.text("subject")
        until = reader.optionalInstant("until")
        by = try reader.text("by")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        let since = state.downtime.declared[subject]?.since ?? mark.time
        state.downtime.declared[subject] = Downtime.Declaration(
            since: since, until: until, by: by, reason: reason)
    }
}
