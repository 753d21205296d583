public import FairleadCanonical
public import FairleadDomain

/// Consent was asked for one exact effect.
public struct ApprovalAsked: AnchorRecord {
    public static let type = "approval-asked"

    public let matter: String
    public let id: String
    public let effect: String
    /// The role that may give it, or several: `ar-manager or finance-controller`.
    public let role: String
    /// Which step of the ruling's approvals it belongs to, from 1.
    public let step: Int
    /// The approval that nobody decided in time, and that this one stands for.
    public let replaces: String?
    /// The effect's digest.
    public let digest: Digest
    /// The digest of what the approver is shown.
    public let shownDigest: Digest
    public let expires: Instant
    /// By which it expires, where one counts.
    public let calendar: CalendarUse?
    public let shown: String
    public let labels: Labels

    public init(
        matter: String, id: String, effect: String, role: String, step: Int = 1,
        replaces: String? = nil, digest: Digest, shownDigest: Digest, expires: Instant,
        calendar: CalendarUse? = nil, shown: String, labels: Labels
    ) {
        self.calendar = calendar
        self.matter = matter
        self.id = id
        self.effect = effect
        self.role = role
        self.step = step
        self.replaces = replaces
        self.digest = digest
        self.shownDigest = shownDigest
        self.expires = expires
        self.shown = shown
        self.labels = labels
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "approval": .string(id), "effect": .string(effect), "role": .string(role),
            "step": step == 1 ? nil : .integer(Int64(step)), "replaces": .text(replaces),
            "digest": JSON(digest), "shownDigest": JSON(shownDigest), "expires": JSON(expires),
            "calendar": calendar?.json,
        ])
    }

    public var classified: [Classified] { [Classified(labels, ["shown": .string(shown)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        id = try reader.text("approval")
        effect = try reader.text("effect")
        role = try reader.text("role")
        step = Int(reader.optionalInteger("step") ?? 1)
        replaces = reader.optionalText("replaces")
        digest = try reader.digest("digest")
        shownDigest = try reader.digest("shownDigest")
        expires = try reader.instant("expires")
        calendar = CalendarUse(reader.fields["calendar"])
        shown = reader.payload["shown"]?.stringValue ?? ""
        labels = reader.payloadLabels
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.approvals.append(
                ApprovalState(
                    id: id, effect: effect, role: role, step: step, replaces: replaces,
                    digest: digest, shown: shown, shownLabels: labels, asked: mark.time,
                    expires: expires))
            matter.changeEffect(effect) { $0.approvals.append(id) }
        }
    }
}
