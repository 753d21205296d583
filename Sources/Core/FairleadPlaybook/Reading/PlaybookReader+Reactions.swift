import FEEL
import FairleadDomain

// What events do to a case at any time, and what it claims from its opening on.
extension PlaybookReader {
    /// The keys of each kind of reaction, besides `event`, `when` and `do`.
    private static let reactionKeys: [(verb: String, required: [String], optional: [String])] = [
        ("join", [], []),
        ("cancel", [], ["compensate", "close"]),
        ("reopen", [], []),
        ("hold", ["owner"], ["resource", "side", "until"]),
        ("redo", [], ["activities", "from", "atMost"]),
        ("compensate", ["activities"], []),
        ("raise", ["exception", "owner"], []),
        ("signal", ["as", "to"], ["with"]),
    ]

    mutating func reaction(_ node: SourceNode, _ stages: [Stage]) -> Reaction? {
        let own = Self.reactionKeys.flatMap { $0.required + $0.optional }
        guard
            let fields = MappingReader(
                node, "a reaction", required: ["event", "do"], optional: ["when"] + own,
                &diagnostics),
            let event = event(fields["event"]), let verb = fields.text("do", &diagnostics)
        else { return nil }
        let when = condition(fields["when"], in: scope.after(event: event))
        guard let keys = Self.reactionKeys.first(where: { $0.verb == verb }) else {
            diagnostics.error(
                "unknown reaction '\(verb)'", at: fields["do"]?.position ?? node.position,
                hint: NearestName.hint(for: verb, among: Self.reactionKeys.map(\.verb)))
            return nil
        }
        for key in own {
            guard let member = fields.member(key),
                !(keys.required + keys.optional).contains(key)
            else { continue }
            diagnostics.error("'\(key)' does not go with 'do: \(verb)'", at: member.keyPosition)
        }
        for key in keys.required where !fields.has(key) {
            diagnostics.error("'do: \(verb)' lacks '\(key)'", at: node.position)
        }
        guard let action = action(verb, fields, event, stages) else { return nil }
        return Reaction(event: event, when: when, action: action, position: node.position)
    }

    private mutating func action(
        _ verb: String, _ fields: MappingReader, _ event: String, _ stages: [Stage]
    ) -> Reaction.Action? {
        switch verb {
        case "join": return .join
        case "cancel":
            let close = fields.text("close", &diagnostics) ?? "cancelled"
            return .cancel(compensate: compensation(fields, stages), close: close)
        case "reopen": return .reopen
        case "hold": return hold(fields)
        case "redo": return redo(fields, stages)
        case "raise":
            guard let code = exceptionCode(fields["exception"]),
                let owner = role(fields["owner"])
            else { return nil }
            return .raise(code: code, owner: owner)
        case "signal": return signal(fields, on: event).map { .signal($0) }
        default:
            let ids = activityIDs(fields["activities"], stages)
            return ids.isEmpty ? nil : .compensate(activities: ids)
        }
    }

    /// A side of a resource until the case is closed, or all of the case until an event.
    private mutating func hold(_ fields: MappingReader) -> Reaction.Action? {
        guard let owner = role(fields["owner"]) else { return nil }
        if fields.has("until") {
            for key in ["resource", "side"] {
                guard let member = fields.member(key) else { continue }
                diagnostics.error("'\(key)' does not go with 'until'", at: member.keyPosition)
            }
            return event(fields["until"]).map { .pause(until: $0, owner: owner) }
        }
        for key in ["resource", "side"] where !fields.has(key) {
            diagnostics.error("'do: hold' lacks '\(key)'", at: fields.node.position)
        }
        guard let resource = fields.text("resource", &diagnostics),
            let side = fields.text("side", &diagnostics)
        else { return nil }
        return .hold(resource: resource, side: side, owner: owner)
    }

    private mutating func redo(_ fields: MappingReader, _ stages: [Stage]) -> Reaction.Action? {
        if fields.has("from") {
            if let member = fields.member("activities") {
                diagnostics.error("'activities' does not go with 'from'", at: member.keyPosition)
            }
            let most = fields.integer("atMost", in: 1...100, &diagnostics)
            return stageName(fields["from"]).map {
                .redoFrom(stage: $0, roundsMax: Int(most ?? Int64(Stage.roundsDefault)))
            }
        }
        if let member = fields.member("atMost") {
            diagnostics.error("'atMost' goes with 'from' only", at: member.keyPosition)
        }
        let ids = activityIDs(fields["activities"], stages)
        if ids.isEmpty {
            diagnostics.error(
                "'do: redo' lacks 'activities'", at: fields.node.position,
                hint: "or from: STAGE")
            return nil
        }
        return .redo(activities: ids)
    }

    private mutating func signal(_ fields: MappingReader, on event: String) -> Signal? {
        let whole = scope
        scope = scope.after(event: event)
        defer { scope = whole }
        guard let type = self.event(fields["as"]), let declared = vocabulary.events[type],
            let node = fields["to"],
            let to = expression(node, in: scope, expecting: .list(.string))
        else { return nil }
        return Signal(event: type, to: to, with: told(fields, by: declared, at: node.position))
    }

    /// `claims: [{resource: NAME, side: NAME}]`.
    mutating func claims(_ fields: MappingReader) -> [ResourceClaim] {
        fields.items("claims").compactMap { item in
            guard
                let inner = MappingReader(
                    item, "a claim", required: ["resource", "side"], &diagnostics),
                let resource = inner.text("resource", &diagnostics),
                let side = inner.text("side", &diagnostics)
            else { return nil }
            return ResourceClaim(resource: resource, side: side)
        }
    }
}
