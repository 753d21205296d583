public import FairleadCanonical
public import FairleadDomain

/// An approval was granted, refused, withdrawn, or ran out.
public struct ApprovalDecided: AnchorRecord {
    public static let type = "approval-decided"

    public let matter: String
    public let id: String
    public let status: ApprovalState.Status
    /// The approver's principal, where a person decided.
    public let by: String?
    /// The person whose consent it was, where somebody stood in for him.
    public let behalf: String?
    /// The checks of separation of duties that were made.
    public let checks: [String]
    public let reason: String
    public let labels: Labels

    public init(
        matter: String, id: String, status: ApprovalState.Status, by: String?,
        behalf: String? = nil, checks: [String], reason: String, labels: Labels
    ) {
        self.matter = matter
        self.id = id
        self.status = status
        self.by = by
        self.behalf = behalf
        self.checks = checks
        self.reason = reason
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "approval": .string(id),
            "status": .string(status.rawValue),
            "by": .text(by),
            "behalf": .text(behalf),
            "checks": checks.isEmpty ? nil : JSON(checks),
        ])
    }

    public var classified: [Classified] { [Classified(labels, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("approval")
        status = try reader.choice("status")
        by = reader.optionalText("by")
        behalf = reader.optionalText("behalf")
        checks = try reader.texts("checks")
        reason = reader.payload["reason"]?.stringValue ?? ""
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            guard let index = matter.approvals.firstIndex(where: { $0.id == id }) else { return }
            matter.approvals[index].status = status
            matter.approvals[index].by = by
            matter.approvals[index].behalf = behalf
            matter.approvals[index].decided = mark.time
        }
    }
}
