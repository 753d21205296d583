import FEEL

// How stages are entered and left besides the plan, and where things go that come out otherwise.
extension PlaybookReader {
    static let courseKeys = ["opensOn", "when", "then", "atMost"]

    /// Gives every stage its name before expressions and paths refer to it.
    mutating func declareStages(_ fields: MappingReader) {
        for stage in fields.items("stages") {
            guard case .scalar(let name, _)? = stage.value(of: "stage")?.content else { continue }
            scope.declare(stage: name)
            guard case .scalar("rework", plain: true)? = stage.value(of: "opensOn")?.content
            else { continue }
            reworkNames.append(name)
        }
    }

    mutating func course(_ fields: MappingReader) -> Stage.Course {
        let opensOn = fields["opensOn"].flatMap { trigger($0) }
        let isRework = fields["opensOn"].map { reworks($0) } ?? false
        var isBeside = isRework
        if case .event? = opensOn { isBeside = true }
        if isBeside, let member = fields.member("after") {
            diagnostics.error(
                "a stage that opens beside the plan comes after nothing", at: member.keyPosition)
        }
        var then: String?
        if let node = fields["then"],
            let inner = MappingReader(node, "'then'", required: ["redo"], &diagnostics)
        {
            then = stageName(inner["redo"])
        }
        let bound = fields.integer("atMost", in: 1...100, &diagnostics)
        if bound == nil, !fields.has("atMost"), isRework {
            diagnostics.error(
                "a stage of rework lacks 'atMost'", at: fields.node.position,
                hint: "how many rounds there may be: atMost: 3")
        }
        if fields.has("atMost"), !isRework, let member = fields.member("atMost") {
            diagnostics.error(
                "'atMost' goes with 'opensOn: rework' only", at: member.keyPosition)
        }
        return Stage.Course(
            opensOn: opensOn, when: condition(fields["when"], in: scope), then: then,
            roundsMax: Int(bound ?? Int64(Stage.roundsDefault)))
    }

    private func reworks(_ node: SourceNode) -> Bool {
        if case .scalar("rework", _) = node.content { true } else { false }
    }

    private mutating func trigger(_ node: SourceNode) -> Stage.Trigger? {
        if reworks(node) { return .rework }
        guard case .mapping = node.content else {
            return event(node).map { .event($0, when: nil, oneOpenPer: nil) }
        }
        guard
            let fields = MappingReader(
                node, "'opensOn'", required: [],
                optional: ["event", "when", "repeat", "asSoonAs"], &diagnostics)
        else { return nil }
        if let soon = fields["asSoonAs"] {
            for key in ["event", "when", "repeat"] {
                guard let member = fields.member(key) else { continue }
                diagnostics.error("'\(key)' does not go with 'asSoonAs'", at: member.keyPosition)
            }
            return condition(soon, in: scope).map { .asSoonAs($0) }
        }
        guard fields.has("event") else {
            diagnostics.error(
                "'opensOn' lacks 'event'", at: node.position,
                hint: "event: TYPE, asSoonAs: CONDITION, or rework")
            return nil
        }
        guard let event = event(fields["event"]) else { return nil }
        let inner = scope.after(event: event)
        let when = condition(fields["when"], in: inner)
        var key: Expression?
        if let again = fields["repeat"],
            let fields = MappingReader(again, "'repeat'", required: ["oneOpenPer"], &diagnostics),
            let node = fields["oneOpenPer"]
        {
            key = expression(node, in: inner)
        }
        return .event(event, when: when, oneOpenPer: key)
    }

    /// A stage of the playbook.
    mutating func stageName(_ node: SourceNode?) -> String? {
        guard let node, let name = node.text("a stage", &diagnostics) else { return nil }
        if scope.stageNames.contains(name) { return name }
        diagnostics.error(
            "unknown stage '\(name)'", at: node.position,
            hint: NearestName.hint(for: name, among: scope.stageNames))
        return nil
    }

    // MARK: Paths

    /// What `ifRefused`, `ifExpired` and their like lead to.
    mutating func way(out node: SourceNode?, _ what: String) -> WayOut? {
        guard let node else { return nil }
        let kinds = ["task", "exception", "rework", "redo", "emit"]
        guard case .mapping(let members) = node.content,
            let kind = members.first(where: { kinds.contains($0.key) })?.key
        else {
            diagnostics.error(
                "\(what) leads nowhere", at: node.position,
                hint: "one of " + kinds.joined(separator: ", "))
            return nil
        }
        switch kind {
        case "task": return work(node, what).map { .task($0) }
        case "emit": return emission(node, what)
        case "exception":
            guard
                let fields = MappingReader(
                    node, what, required: ["exception", "owner"], &diagnostics),
                let code = exceptionCode(fields["exception"]), let owner = role(fields["owner"])
            else { return nil }
            return .exception(code: code, owner: owner)
        case "rework":
            guard let fields = MappingReader(node, what, required: ["rework"], &diagnostics),
                let stage = stageName(fields["rework"])
            else { return nil }
            if !reworkNames.contains(stage) {
                diagnostics.error(
                    "the stage '\(stage)' does not open on rework", at: node.position,
                    hint: "opensOn: rework")
            }
            return .rework(stage: stage)
        default:
            guard
                let fields = MappingReader(
                    node, what, required: ["redo"], optional: ["atMost"], &diagnostics),
                let stage = stageName(fields["redo"])
            else { return nil }
            let bound = fields.integer("atMost", in: 1...100, &diagnostics)
            return .redo(stage: stage, roundsMax: Int(bound ?? Int64(Stage.roundsDefault)))
        }
    }

    // MARK: Closing

    mutating func closing(_ node: SourceNode) -> Closing? {
        guard
            let fields = MappingReader(
                node, "a closing", required: ["outcome", "when"], &diagnostics),
            let outcome = fields.name("outcome", &diagnostics),
            let when = condition(fields["when"], in: scope)
        else { return nil }
        return Closing(outcome: outcome, when: when)
    }
}
