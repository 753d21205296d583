public import FairleadCanonical
import FairleadDomain

/// A case went on without a system or a model that was down, or waits for it.
public struct ContinuityMarked: AnchorRecord {
    public static let type = "continuity-marked"

    public let matter: String
    /// The group of operations, or the model.
    public let subject: String
    public let cause: String

    public init(matter: String, subject: String, cause: String) {
        self.matter = matter
        self.subject = subject
        self.cause = cause
    }

    public var caseID: String? { matter }

    public var fields: JSONObject { ["subject": .string(subject), "cause": .string(cause)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        subject = try reader.text("subject")
        cause = try reader.text("cause")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { $0.continuity.append(subject) }
    }
}
