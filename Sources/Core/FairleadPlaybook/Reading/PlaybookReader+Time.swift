import FEEL

// Promised times: how long, by which calendar, and the clocks that count them.
extension PlaybookReader {
    private static let amounts = ["elapsed", "business", "businessDays", "at"]

    /// `{elapsed: PT4H}`, `{business: PT8H, calendar: supportEMEA}`, `{businessDays: 5,
    /// calendar: …}` or `{at: contract.goLiveTarget}`; what is no plain value is an expression.
    mutating func allowance(_ node: SourceNode?, _ what: String) -> Allowance? {
        guard let node,
            let fields = MappingReader(
                node, what, required: [], optional: Self.amounts + ["calendar"], &diagnostics)
        else { return nil }
        return allowance(in: fields, what)
    }

    private mutating func allowance(in fields: MappingReader, _ what: String) -> Allowance? {
        let given = Self.amounts.compactMap { fields.member($0) }
        guard let member = given.first, given.count == 1 else {
            diagnostics.error(
                "\(what) has one of " + Self.amounts.joined(separator: ", "),
                at: fields.node.position,
                hint: "{elapsed: PT4H} or {business: PT8H, calendar: NAME}")
            return nil
        }
        let calendar = fields["calendar"].flatMap { calendarName($0) }
        guard let amount = amount(member, hasCalendar: fields.has("calendar")) else { return nil }
        switch amount {
        case .elapsed where fields.has("calendar"):
            diagnostics.error(
                "elapsed time has no calendar",
                at: fields.member("calendar")?.keyPosition ?? fields.node.position)
            return nil
        case .business, .businessDays:
            if !fields.has("calendar") {
                diagnostics.error(
                    "business time lacks its 'calendar'", at: member.keyPosition,
                    hint: vocabulary.calendars.joined(separator: ", "))
            }
            guard calendar != nil else { return nil }
        default: break
        }
        return Allowance(amount, calendar: calendar)
    }

    private mutating func amount(
        _ member: SourceNode.Member, hasCalendar: Bool
    ) -> Allowance.Amount? {
        switch member.key {
        case "elapsed": return length(member.value).map { .elapsed($0) }
        case "business": return length(member.value).map { .business($0) }
        case "businessDays":
            if case .scalar(let text, plain: true) = member.value.content, let days = Int(text) {
                if (1...Allowance.businessDaysMax).contains(days) {
                    return .businessDays(.fixed(days))
                }
                diagnostics.error(
                    "'businessDays' is a number from 1 to \(Allowance.businessDaysMax)",
                    at: member.value.position)
                return nil
            }
            return expression(member.value, in: scope, expecting: .number.orNull)
                .map { .businessDays(.computed($0)) }
        default:
            guard let value = expression(member.value, in: scope) else { return nil }
            switch value.type.required {
            case .dateTime: return .at(value)
            case .date where hasCalendar: return .at(value)
            case .date:
                diagnostics.error(
                    "a date ends where its 'calendar' is", at: member.value.position,
                    hint: vocabulary.calendars.joined(separator: ", "))
            default:
                diagnostics.error(
                    "'at' is a date, or a date and time", at: member.value.position)
            }
            return nil
        }
    }

    /// An ISO 8601 duration, or an expression that gives one.
    private mutating func length(_ node: SourceNode) -> Allowance.Value<Int64>? {
        if case .scalar(let text, _) = node.content,
            let milliseconds = ElapsedTime.milliseconds(of: text)
        {
            return .fixed(milliseconds)
        }
        guard case .scalar(let text, _) = node.content, text.first != "P" || text.contains(" ")
        else { return node.milliseconds("a length of time", &diagnostics).map { .fixed($0) } }
        return expression(node, in: scope, expecting: .daysTime.orNull).map { .computed($0) }
    }

    /// A calendar's name, or an expression that gives one.
    private mutating func calendarName(_ node: SourceNode) -> Allowance.Value<String>? {
        let known = vocabulary.calendars
        guard case .scalar(let text, _) = node.content else {
            diagnostics.error("'calendar' must be a name", at: node.position)
            return nil
        }
        if known.contains(text) { return .fixed(text) }
        if SourceNode.isName(text), scope[text] == nil {
            diagnostics.error(
                "unknown calendar '\(text)'", at: node.position,
                hint: NearestName.hint(for: text, among: known))
            return nil
        }
        return expression(node, in: scope, expecting: .enumeration(known).orNull)
            .map { .computed($0) }
    }

    // MARK: Clocks

    mutating func clock(_ member: SourceNode.Member, in stages: MappingReader) -> Clock? {
        guard
            let fields = MappingReader(
                member.value, "a clock", required: ["kind", "stopsOn"],
                optional: [
                    "target", "startsOn", "pausesWhile", "whenTargetChanges", "ladder", "every",
                ], &diagnostics)
        else { return nil }
        if !SourceNode.isName(member.key) {
            diagnostics.error("'\(member.key)' cannot be a name", at: member.keyPosition)
        }
        let kind = fields.choice("kind", Clock.Kind.self, &diagnostics)
        let target = allowance(fields["target"], "'target'")
        let beat = beat(fields["every"])
        if !fields.has("target"), !fields.has("every") {
            diagnostics.error(
                "a clock lacks 'target'", at: fields.node.position,
                hint: "or 'every', for work that comes again and again")
        }
        if !fields.has("target"), let ladder = fields.member("ladder") {
            diagnostics.error("a ladder is of a 'target'", at: ladder.keyPosition)
        }
        let starts = fields.items("startsOn").compactMap { trigger($0, stages) }
        let stops = fields.items("stopsOn").compactMap { trigger($0, stages) }
        let pauses = condition(fields["pausesWhile"], in: scope)
        let onChange = fields.choice("whenTargetChanges", Clock.OnChange.self, &diagnostics)
        let rungs = ladder(fields)
        guard let kind, (target != nil) == fields.has("target"),
            (beat != nil) == fields.has("every")
        else { return nil }
        return Clock(
            name: member.key, kind: kind, target: target, startsOn: starts, stopsOn: stops,
            pausesWhile: pauses, onChange: onChange ?? .recompute, ladder: rungs, beat: beat,
            position: member.keyPosition)
    }

    /// `payment.recovered`, `{stage: restore}` or `{activity: firstReply}`.
    private mutating func trigger(
        _ node: SourceNode, _ playbook: MappingReader
    ) -> Clock.Trigger? {
        guard case .mapping = node.content else { return event(node).map { .event($0) } }
        guard
            let fields = MappingReader(
                node, "what starts or stops a clock", required: [],
                optional: ["stage", "activity"], &diagnostics)
        else { return nil }
        if let stage = fields["stage"], !fields.has("activity") {
            guard let name = stage.text("a stage", &diagnostics) else { return nil }
            var known: [String] = []
            for stage in playbook.items("stages") {
                if case .scalar(let text, _)? = stage.value(of: "stage")?.content {
                    known.append(text)
                }
            }
            if known.contains(name) { return .stage(name) }
            diagnostics.error(
                "unknown stage '\(name)'", at: stage.position,
                hint: NearestName.hint(for: name, among: known))
            return nil
        }
        guard let activity = fields["activity"], !fields.has("stage"),
            let name = activity.text("an activity", &diagnostics)
        else {
            diagnostics.error(
                "a clock starts or stops with an event, a stage or an activity",
                at: node.position, hint: "payment.recovered, {stage: NAME} or {activity: ID}")
            return nil
        }
        if scope.activityNames.contains(name) { return .activity(name) }
        diagnostics.error(
            "unknown activity '\(name)'", at: activity.position,
            hint: NearestName.hint(for: name, among: scope.activityNames))
        return nil
    }

    private mutating func ladder(_ fields: MappingReader) -> [Clock.Rung] {
        var rungs: [Clock.Rung] = []
        for item in fields.items("ladder") {
            guard let rung = rung(item) else { continue }
            if let last = rungs.last, last.atPercent >= rung.atPercent {
                diagnostics.error("the rungs of a ladder must rise", at: item.position)
            }
            rungs.append(rung)
        }
        return rungs
    }

    private mutating func rung(_ node: SourceNode) -> Clock.Rung? {
        guard
            let fields = MappingReader(
                node, "a rung", required: ["at", "to"], optional: ["acknowledgeWithin"],
                &diagnostics),
            let text = fields.text("at", &diagnostics)
        else { return nil }
        let roles = fields.items("to").compactMap { role($0) }
        let acknowledge = allowance(fields["acknowledgeWithin"], "'acknowledgeWithin'")
        guard text.last == "%", let percent = Int(text.dropLast()), (1...1_000).contains(percent)
        else {
            diagnostics.error(
                "'\(text)' is no share of the target", at: fields["at"]?.position ?? node.position,
                hint: "a percentage such as 75%")
            return nil
        }
        return Clock.Rung(atPercent: percent, to: roles, acknowledgeWithin: acknowledge)
    }

    /// `every: {elapsed: PT30M, task: Tell the executives, to: head-of-cs}`.
    private mutating func beat(_ node: SourceNode?) -> Clock.Beat? {
        guard let node,
            let fields = MappingReader(
                node, "'every'", required: ["task", "to"],
                optional: ["elapsed", "business", "calendar"], &diagnostics)
        else { return nil }
        let every = allowance(in: fields, "'every'")
        let title = fields.text("task", &diagnostics)
        let roles = fields.items("to").compactMap { role($0) }
        guard let every, let title else { return nil }
        if let milliseconds = every.elapsedMilliseconds, milliseconds < Self.beatMillisecondsMin {
            diagnostics.error(
                "nobody works so fast", at: node.position, hint: "at least PT1M")
            return nil
        }
        return Clock.Beat(every: every, title: title, to: roles)
    }

    /// Work that comes again and again comes once a minute at most.
    static let beatMillisecondsMin: Int64 = 60_000
}
