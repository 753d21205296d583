public import FairleadCanonical
import FairleadDomain

/// An answer came for work that is over; it is kept, and changes nothing.
public struct AnswerIgnored: AnchorRecord {
    public static let type = "answer-ignored"

    public let matter: String?
    public let work: String
    public let code: String

    public init(matter: String?, work: String, code: String) {
        self.matter = matter
        self.work = work
        self.code = code
    }

    public var caseID: String? { matter }

    public var fields: JSONObject { ["work": .string(work), "code": .string(code)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID
        work = try reader.text("work")
        code = try reader.text("code")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {}
}
