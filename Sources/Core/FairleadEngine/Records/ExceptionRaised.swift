public import FairleadCanonical
import FairleadDomain

/// Automation could not finish: a person must look.
public struct ExceptionRaised: AnchorRecord {
    public static let type = "exception-raised"

    public let matter: String?
    public let id: String
    public let code: String
    public let owner: String
    /// The effect, look-up, stage, activity or event that it is about.
    public let about: String
    /// One sentence, without classified values.
    public let message: String
    /// What the catalog says of the code, where it declares it.
    public let severity: String?
    public let due: Instant?
    public let escalatesTo: String?

    public init(
        matter: String?, id: String, code: String, owner: String, about: String, message: String,
        severity: String? = nil, due: Instant? = nil, escalatesTo: String? = nil
    ) {
        self.severity = severity
        self.due = due
        self.escalatesTo = escalatesTo
        self.matter = matter
        self.id = id
        self.code = code
        self.owner = owner
        self.about = about
        self.message = message
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "exception": .string(id), "code": .string(code), "owner": .string(owner),
            "about": .string(about), "message": .string(message), "severity": .text(severity),
            "due": .time(due), "escalatesTo": .text(escalatesTo),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID
        id = try reader.text("exception")
        code = try reader.text("code")
        owner = try reader.text("owner")
        about = try reader.text("about")
        message = try reader.text("message")
        severity = reader.optionalText("severity")
        due = reader.optionalInstant("due")
        escalatesTo = reader.optionalText("escalatesTo")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        let raised = ExceptionState(
            id: id, code: code, owner: owner, about: about, message: message, raised: mark.time,
            severity: severity, due: due, escalatesTo: escalatesTo)
        if let matter {
            state.change(matter) { $0.exceptions.append(raised) }
        } else {
            state.exceptions.append(raised)
        }
    }
}
