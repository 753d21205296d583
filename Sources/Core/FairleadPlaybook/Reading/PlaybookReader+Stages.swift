import FEEL

// Stages, and what is common to activities.
extension PlaybookReader {
    mutating func stage(_ node: SourceNode) -> Stage? {
        guard
            let fields = MappingReader(
                node, "a stage",
                required: ["stage", "inputs", "activities", "completesWhen", "otherwise"],
                optional: ["after"] + PlaybookReader.courseKeys, &diagnostics)
        else { return nil }
        let name = fields.name("stage", &diagnostics) ?? ""
        let inputs = inputNames(fields["inputs"])
        let course = course(fields)
        let whole = scope
        if case .event(let event, _, _)? = course.opensOn { scope = scope.after(event: event) }
        defer { scope = whole }
        let activities = fields.items("activities").compactMap { activity($0) }
        let completesWhen = condition(fields["completesWhen"], in: scope)
        let otherwise = otherwise(fields["otherwise"])
        guard let completesWhen, let otherwise else { return nil }
        return Stage(
            name: name, after: fields.texts("after", &diagnostics), inputs: inputs,
            activities: activities, completesWhen: completesWhen, otherwise: otherwise,
            course: course, position: node.position)
    }

    private mutating func otherwise(_ node: SourceNode?) -> Stage.Otherwise? {
        guard let node,
            let fields = MappingReader(
                node, "a stage's 'otherwise'", required: ["exception", "owner", "by"],
                &diagnostics)
        else { return nil }
        let code = exceptionCode(fields["exception"])
        let owner = role(fields["owner"])
        let by = allowance(fields["by"], "'by'")
        guard let code, let owner, let by else { return nil }
        return Stage.Otherwise(code: code, owner: owner, by: by)
    }

    /// A declared reason code.
    mutating func exceptionCode(_ node: SourceNode?) -> String? {
        guard let known = vocabulary.exceptions else {
            return node?.name("'exception'", &diagnostics)
        }
        guard let node, let code = node.text("'exception'", &diagnostics) else { return nil }
        if known.contains(code) { return code }
        diagnostics.error(
            "unknown exception code '\(code)'", at: node.position,
            hint: NearestName.hint(for: code, among: known) ?? "declare it in exceptions.yaml")
        return nil
    }

    /// Names of the playbook's inputs.
    mutating func inputNames(_ node: SourceNode?) -> [String] {
        var names: [String] = []
        for item in node?.items ?? [] {
            guard let name = item.text("an input's name", &diagnostics) else { continue }
            if inputNames.contains(name) {
                names.append(name)
            } else {
                diagnostics.error(
                    "unknown input '\(name)'", at: item.position,
                    hint: NearestName.hint(for: name, among: inputNames))
            }
        }
        return names
    }

    mutating func activity(_ node: SourceNode) -> Activity? {
        guard case .mapping(let members) = node.content else {
            diagnostics.error("an activity must be a mapping", at: node.position)
            return nil
        }
        let kinds = members.filter { PlaybookReader.activityKinds.contains($0.key) }
        guard let kind = kinds.first else {
            diagnostics.error(
                "an activity lacks its kind", at: node.position,
                hint: "one of " + PlaybookReader.activityKinds.joined(separator: ", "))
            return nil
        }
        if kinds.count > 1 {
            diagnostics.error(
                "an activity is of one kind, not '\(kind.key)' and '\(kinds[1].key)'",
                at: kinds[1].keyPosition)
            return nil
        }
        guard
            let fields = MappingReader(
                node, "an activity of kind '\(kind.key)'", required: ["id", kind.key],
                optional: ["after", "when", "asSoonAs"] + PlaybookReader.forEachKeys
                    + PlaybookReader.keys(of: kind.key),
                &diagnostics)
        else { return nil }
        let id = fields.name("id", &diagnostics) ?? ""
        let when = condition(fields["when"], in: scope)
        let asSoonAs = condition(fields["asSoonAs"], in: scope)
        let after = after(fields["after"])
        let whole = scope
        scope = whole.knowing([when, asSoonAs])
        defer { scope = whole }
        let each = forEach(fields, kind.key)
        if each != nil, let item = itemNames.last { scope.declare(item) }
        guard let body = body(kind, fields) else { return nil }
        if case .act(let act) = body, let each, each.isBatch {
            checkBatch(act, each, at: node.position)
        }
        return Activity(
            id: id, kind: body, after: after, when: when, asSoonAs: asSoonAs, forEach: each,
            position: node.position)
    }

    /// The keys of a kind of activity, besides those of all.
    private static func keys(of kind: String) -> [String] {
        let act = [
            "with", "governedBy", "recheck", "ifRefused", "ifExpired", "approveWithin", "never",
            "shows",
        ]
        return switch kind {
        case "estimate": ["with", "scope", "otherwise"]
        case "classify": ["with", "scope", "precision", "otherwise"]
        case "lookup": ["with", "within", "ifFailed"]
        case "act": act + ["compensate", "ifFailed", "noReturn", "approveAs"]
        case "notify": act + ["audience", "mode", "ifFailed", "approveAs"]
        case "call": ["with", "noReturn"]
        case "escalate": ["because", "within"]
        case "approve": act.filter { $0 != "with" }
        case "task": PlaybookReader.workKeys.filter { $0 != "task" } + ["form"]
        case "choose":
            PlaybookReader.workKeys.filter { $0 != "task" }
                + ["form", "options", "recommended", "reasonWhen"]
        default: []
        }
    }

    /// `after: a`, `after: [a, b]` or `after: any of [a, b]`.
    private mutating func after(_ node: SourceNode?) -> Activity.After {
        guard let node else { return .all([]) }
        if case .scalar(let text, _) = node.content, text.hasPrefix("any of") {
            let rest = text.dropFirst("any of".count).drop { $0 == " " }
            guard rest.first == "[", rest.last == "]" else {
                diagnostics.error(
                    "'\(text)' cannot be read", at: node.position, hint: "any of [a, b]")
                return .any([])
            }
            let names = rest.dropFirst().dropLast().split(separator: ",").map { name in
                String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            return .any(names.filter { isActivity($0, at: node.position) })
        }
        var names: [String] = []
        for item in node.items {
            guard let name = item.text("an item of 'after'", &diagnostics) else { continue }
            if isActivity(name, at: item.position) { names.append(name) }
        }
        return .all(names)
    }

    mutating func isActivity(_ name: String, at position: SourcePosition) -> Bool {
        let known = scope.activityNames
        if known.contains(name) { return true }
        diagnostics.error(
            "unknown activity '\(name)'", at: position,
            hint: NearestName.hint(for: name, among: known))
        return false
    }

    /// Names given once, known stages, and no circle in what waits for what.
    mutating func checkOrder(of stages: [Stage]) {
        let names = stages.map(\.name)
        for (index, stage) in stages.enumerated() {
            if names[..<index].contains(stage.name) {
                diagnostics.error("the stage '\(stage.name)' stands twice", at: stage.position)
            }
            for before in stage.after where !scope.stageNames.contains(before) {
                diagnostics.error(
                    "unknown stage '\(before)'", at: stage.position,
                    hint: NearestName.hint(for: before, among: scope.stageNames))
            }
        }
        checkCourses(of: stages)
        let stageEdges = stages.map { (name: $0.name, before: $0.after) }
        if let place = PlaybookReader.circle(stageEdges) {
            diagnostics.error(
                "the stage '\(stageEdges[place].name)' waits for itself",
                at: stages[place].position)
        }
        let activities = stages.flatMap(\.activities)
        let edges = activities.map { (name: $0.id, before: $0.after.names) }
        if let place = PlaybookReader.circle(edges) {
            diagnostics.error(
                "the activity '\(edges[place].name)' waits for itself",
                at: activities[place].position)
        }
    }

    /// The plan does not wait for what opens beside it.
    private mutating func checkCourses(of stages: [Stage]) {
        for stage in stages {
            for before in stages where before.isBeside && stage.after.contains(before.name) {
                diagnostics.error(
                    "the stage '\(before.name)' opens beside the plan: nothing comes after it",
                    at: stage.position, hint: "name one of its activities in an 'after'")
            }
        }
    }

    /// The place of the first node that is its own ancestor.
    private static func circle(_ edges: [(name: String, before: [String])]) -> Int? {
        for (place, edge) in edges.enumerated() {
            var seen: [String] = []
            var open = edge.before
            while let next = open.popLast() {
                if next == edge.name { return place }
                if seen.contains(next) { continue }
                seen.append(next)
                open += edges.first { $0.name == next }?.before ?? []
            }
        }
        return nil
    }
}
