import FEEL
import FairleadDomain

/// Reads one playbook from its source and checks it against everything that it refers to.
///
/// Reading goes on after an error, so that one check names all of them; a playbook with an error
/// is not given back.
public struct PlaybookReader: Sendable {
    let vocabulary: Vocabulary
    public internal(set) var diagnostics = Diagnostics()
    var scope: PlaybookScope
    /// What its effects may carry, by operation, once it is read.
    public internal(set) var effectLabels: [String: Labels] = [:]
    /// The playbook's inputs, by name, once they are read.
    var inputNames: [String] = []
    /// What the playbooks of the catalog take and give where others call them.
    let signatures: [String: PlaybookSignature]
    /// The stages that open on rework.
    var reworkNames: [String] = []
    var pendingEach: [PendingEach] = []
    /// What is done for each item of a list reads it by these names.
    var itemNames: [ItemName] = []

    static let activityKinds = [
        "estimate", "classify", "lookup", "decide", "act", "notify", "approve", "task", "choose",
        "escalate", "call", "wait",
    ]

    public init(vocabulary: Vocabulary, signatures: [String: PlaybookSignature] = [:]) {
        self.signatures = signatures
        self.vocabulary = vocabulary
        self.scope = PlaybookScope(vocabulary: vocabulary)
    }

    /// The playbook, or nil with the reasons in `diagnostics`.
    public mutating func read(_ node: SourceNode) -> Playbook? {
        guard
            let fields = MappingReader(
                node, "a playbook",
                required: [
                    "playbook", "version", "purpose", "owner", "inputs", "stages",
                ]
                    + (isCalled(node) ? [] : ["opens"]),
                optional: [
                    "opens", "joins", "correlate", "derives", "clocks", "reactions", "closes",
                    "takes", "gives", "reopenWithin", "claims", "history",
                ], &diagnostics)
        else { return nil }
        let name = fields.name("playbook", &diagnostics) ?? ""
        let version = fields.integer("version", in: 1...1_000_000, &diagnostics) ?? 0
        let purpose = fields.text("purpose", &diagnostics) ?? ""
        let owner = fields.text("owner", &diagnostics) ?? ""
        declareNames(fields)
        declareStages(fields)
        declareParameters(fields)
        let inputs = inputs(fields)
        let history = histories(fields)
        let derives = derivations(fields)
        let opens = fields.items("opens").compactMap { opening($0) }
        let joins = fields.items("joins").compactMap { joining($0) }
        let correlation = correlation(fields, opens)
        let clocks = fields.members("clocks", &diagnostics).compactMap { clock($0, in: fields) }
        let stages = fields.items("stages").compactMap { stage($0) }
        checkOrder(of: stages)
        let reactions = fields.items("reactions").compactMap { reaction($0, stages) }
        let gives = gives(fields)
        let closes = fields.items("closes").compactMap { closing($0) }
        if fields.has("opens"), opens.isEmpty {
            diagnostics.error("a playbook opens on at least one event", at: node.position)
        }
        if fields.has("stages"), stages.isEmpty {
            diagnostics.error("a playbook has at least one stage", at: node.position)
        }
        for item in itemNames { scope.declare(item) }
        let playbook = Playbook(
            name: name, version: Int(version), purpose: purpose, owner: owner, opens: opens,
            joins: joins, correlation: correlation, inputs: inputs, derives: derives,
            clocks: clocks, stages: stages, reactions: reactions, closes: closes,
            takes: signatures[name]?.takes ?? [], gives: gives,
            reopenWithinMilliseconds: fields.milliseconds("reopenWithin", &diagnostics),
            claims: claims(fields), history: history, types: scope.types)
        if !diagnostics.hasErrors { check(playbook) }
        return diagnostics.hasErrors ? nil : playbook
    }

    /// Whether it is for others to call, and need open on nothing.
    private func isCalled(_ node: SourceNode) -> Bool {
        node.value(of: "takes") != nil || node.value(of: "gives") != nil
    }

    /// The object types by which matters of one account are told apart; none: they are one matter.
    private mutating func correlation(_ fields: MappingReader, _ opens: [Opening]) -> [String] {
        guard let node = fields["correlate"],
            let inner = MappingReader(
                node, "'correlate'", required: ["by"], optional: ["also"], &diagnostics),
            let by = inner.text("by", &diagnostics)
        else { return [] }
        let position = inner["by"]?.position ?? node.position
        if by == "account.root" {
            if inner.has("also") {
                diagnostics.error("'also' goes with the id of an object", at: node.position)
            }
            return []
        }
        guard let first = identified(by, at: position) else { return [] }
        for opening in opens
        where vocabulary.events[opening.event]?.objects.contains(first) != true {
            diagnostics.error(
                "'by: \(by)' is not told by \(opening.event), which opens a matter", at: position)
        }
        let others = inner.items("also").compactMap { node in
            node.text("'also'", &diagnostics).flatMap { identified($0, at: node.position) }
        }
        return [first] + others
    }

    /// The type of `TYPE.id`.
    private mutating func identified(_ path: String, at position: SourcePosition) -> String? {
        let parts = path.split(separator: ".").map(String.init)
        if parts.count == 2, parts[1] == "id", vocabulary.types.schemas[parts[0]] != nil {
            return parts[0]
        }
        diagnostics.error(
            "'\(path)' identifies no matter", at: position,
            hint: "account.root, or the id of an object, such as order.id")
        return nil
    }

    // MARK: Events

    private mutating func opening(_ node: SourceNode) -> Opening? {
        guard
            let fields = MappingReader(
                node, "an opening", required: ["event"], optional: ["when", "lookback"],
                &diagnostics),
            let event = event(fields["event"])
        else { return nil }
        let lookback = fields.milliseconds("lookback", &diagnostics) ?? 0
        let when = condition(fields["when"], in: scope.opening(event: event))
        return Opening(event: event, when: when, lookbackMilliseconds: lookback)
    }

    private mutating func joining(_ node: SourceNode) -> Joining? {
        guard
            let fields = MappingReader(
                node, "a joining", required: ["event"], optional: ["when"], &diagnostics),
            let event = event(fields["event"])
        else { return nil }
        return Joining(
            event: event, when: condition(fields["when"], in: scope.after(event: event)))
    }

    /// A declared event type.
    mutating func event(_ node: SourceNode?) -> String? {
        guard let node, let type = node.text("'event'", &diagnostics) else { return nil }
        if vocabulary.events[type] != nil { return type }
        diagnostics.error(
            "unknown event '\(type)'", at: node.position,
            hint: NearestName.hint(for: type, among: vocabulary.events.keys.sorted()))
        return nil
    }

    mutating func compensation(
        _ fields: MappingReader, _ stages: [Stage]
    ) -> Reaction.Compensation {
        guard let node = fields["compensate"] else { return .none }
        switch node.content {
        case .scalar("all", _): return .all
        case .scalar("none", _): return .none
        default: return .only(activityIDs(node, stages))
        }
    }

    mutating func activityIDs(_ node: SourceNode?, _ stages: [Stage]) -> [String] {
        guard let node else { return [] }
        let known = stages.flatMap { $0.activities.map(\.id) }
        var ids: [String] = []
        for item in node.items {
            guard let id = item.text("an activity's id", &diagnostics) else { continue }
            if known.contains(id) {
                ids.append(id)
            } else {
                diagnostics.error(
                    "unknown activity '\(id)'", at: item.position,
                    hint: NearestName.hint(for: id, among: known))
            }
        }
        return ids
    }

    /// A declared role.
    mutating func role(_ node: SourceNode?) -> String? {
        guard let node, let name = node.text("a role", &diagnostics) else { return nil }
        if vocabulary.roles.contains(name) { return name }
        diagnostics.error(
            "unknown role '\(name)'", at: node.position,
            hint: NearestName.hint(for: name, among: vocabulary.roles))
        return nil
    }
}
