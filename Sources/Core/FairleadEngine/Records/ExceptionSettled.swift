public import FairleadCanonical
public import FairleadDomain

/// An exception was resolved by a person, or what failed was tried again.
public struct ExceptionSettled: AnchorRecord {
    public static let type = "exception-settled"

    public let matter: String?
    public let id: String
    public let status: ExceptionState.Status
    public let by: String?
    public let reason: String
    public let labels: Labels

    public init(
        matter: String?, id: String, status: ExceptionState.Status, by: String?, reason: String,
        labels: Labels
    ) {
        self.matter = matter
        self.id = id
        self.status = status
        self.by = by
        self.reason = reason
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "exception": .string(id),
            "status": .string(status.rawValue),
            "by": .text(by),
        ])
    }

    public var classified: [Classified] {
        reason.isEmpty ? [] : [Classified(labels, ["reason": .string(reason)])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID
        id = try reader.text("exception")
        status = try reader.choice("status")
        by = reader.optionalText("by")
        reason = reader.payload["reason"]?.stringValue ?? ""
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        func settle(_ exceptions: inout [ExceptionState]) {
            guard let index = exceptions.firstIndex(where: { $0.id == id }) else { return }
            exceptions[index].status = status
            exceptions[index].by = by
        }
        if let matter {
            state.change(matter) { settle(&$0.exceptions) }
        } else {
            settle(&state.exceptions)
        }
    }
}
