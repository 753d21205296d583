public import FairleadCanonical
public import FairleadDomain

/// Whose a task is changed: it was assigned, given back, lent to somebody or handed over.
public struct TaskAssigned: AnchorRecord {
    public static let type = "task-assigned"

    public enum How: String, Sendable, Hashable {
        /// By whom it is for to say.
        case assigned
        /// Back to the queue, or to whoever had lent it.
        case released
        /// To somebody who does it for whoever had it, and who still answers for it.
        case delegated
        /// To somebody who has it from now on.
        case handedOver
    }

    public let matter: String
    public let id: String
    public let how: How
    /// The principal's id; nil: nobody's.
    public let to: String?
    public let from: String?
    /// How many open tasks the new one had.
    public let load: Int?
    public let reason: String
    public let labels: Labels

    public init(
        matter: String, id: String, how: How, to: String?, from: String?, load: Int?,
        reason: String, labels: Labels
    ) {
        self.matter = matter
        self.id = id
        self.how = how
        self.to = to
        self.from = from
        self.load = load
        self.reason = reason
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "task": .string(id), "how": .string(how.rawValue), "to": .text(to),
            "from": .text(from), "load": load.map { .integer(Int64($0)) },
        ])
    }

    public var classified: [Classified] {
        reason.isEmpty ? [] : [Classified(labels, ["reason": .string(reason)])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("task")
        how = try reader.choice("how")
        to = reader.optionalText("to")
        from = reader.optionalText("from")
        load = reader.optionalInteger("load").map { Int($0) }
        reason = reader.payload["reason"]?.stringValue ?? ""
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.changeTask(id, of: matter) { task, _ in
            task.status = .open
            task.by = nil
            task.assignee = to
            task.delegatedBy = how == .delegated ? from : nil
        }
    }
}
