import FEEL
import FairleadDomain

// What is done for each item of a list.
extension PlaybookReader {
    static let forEachKeys = ["forEach", "by", "collect"]
    /// Waiting is for one event, and nobody waits for whom a matter is escalated to.
    private static let notForEach = ["wait", "escalate"]

    /// An activity that is done for each item of a list: what it gives is not known before the
    /// list is.
    struct PendingEach {
        let node: SourceNode
        /// What it gives where it is done once.
        let single: PlaybookScope.Name
    }

    /// An item's name, which means something within its activity only.
    struct ItemName: Sendable {
        let name: String
        let type: FEELType
        let list: Expression
        let object: String?
    }

    // MARK: What it gives

    mutating func postpone(_ activity: SourceNode, _ id: String) {
        guard activity.value(of: "forEach") != nil, let single = scope.withdraw(activity: id)
        else { return }
        pendingEach.append(PendingEach(node: activity, single: single))
    }

    /// Declares what is done for each item of lists that are known by now. What is wrong with one
    /// is said when its activity is read.
    mutating func declareEach() {
        var waiting = pendingEach.count + 1
        while pendingEach.count < waiting {
            waiting = pendingEach.count
            pendingEach = pendingEach.filter { !declare($0) }
        }
    }

    private mutating func declare(_ each: PendingEach) -> Bool {
        var none = Diagnostics()
        guard let header = each.node.value(of: "forEach").flatMap(header),
            let list = Expression.compile(
                header.list, at: header.position, in: scope.feel, expecting: nil, &none),
            case .list(let item) = list.type.required
        else { return false }
        var fields: [ContextType.Field] = [
            .init("outcome", .enumeration(PlaybookReader.outcomesOfEach)),
            .init(
                ForEach.items,
                .list(PlaybookReader.entry(header.variable, item, each.single.type))),
        ]
        var inner = scope
        inner.declareLocal(ForEach.items, fields[1].type)
        if case .mapping(let members)? = each.node.value(of: "collect")?.content {
            for member in members {
                guard case .scalar(let text, _) = member.value.content,
                    let value = Expression.compile(
                        text, at: member.value.position, in: inner.feel, expecting: nil, &none)
                else { continue }
                fields.append(.init(member.key, value.type))
            }
        }
        scope.declare(
            each: each.single.name, .context(ContextType(fields)), each.single.origin,
            ItemName(
                name: header.variable, type: item, list: list, object: object(of: item, in: list)))
        return true
    }

    /// `partly`: not all of them came out as the plan has it. The rest is of a batch that nobody
    /// consented to.
    private static let outcomesOfEach = [
        "done", "skipped", "partly", "refused", "expired", "forbidden", "advised", "failed",
    ]

    /// What came of one item: the item by its name, beside what the activity gives.
    private static func entry(
        _ variable: String, _ item: FEELType, _ single: FEELType
    ) -> FEELType {
        let own = ContextType.Field(variable, item)
        guard case .context(let given) = single.required else {
            return .context(ContextType([own, .init(ForEach.value, single)]))
        }
        return .context(ContextType([own] + given.fields.filter { $0.name != variable }))
    }

    /// `line in EXPRESSION`.
    private func header(
        _ node: SourceNode
    ) -> (variable: String, list: String, position: SourcePosition)? {
        guard case .scalar(let text, _) = node.content else { return nil }
        let parts = text.split(separator: " ", maxSplits: 2)
        guard parts.count == 3, parts[1] == "in" else { return nil }
        return (
            String(parts[0]), String(parts[2]),
            node.position.moved(lines: 0, columns: text.count - parts[2].count)
        )
    }

    // MARK: How it is done

    mutating func forEach(_ fields: MappingReader, _ kind: String) -> ForEach? {
        guard let node = fields["forEach"] else {
            for key in ["by", "collect", "approveAs"] {
                guard let member = fields.member(key) else { continue }
                diagnostics.error("'\(key)' goes with 'forEach'", at: member.keyPosition)
            }
            return nil
        }
        if PlaybookReader.notForEach.contains(kind) {
            diagnostics.error("'\(kind)' is not done for each of a list", at: node.position)
            return nil
        }
        guard let header = header(node) else {
            diagnostics.error(
                "'forEach' names its items and a list", at: node.position,
                hint: "forEach: line in lines")
            return nil
        }
        let (variable, text, position) = header
        guard isFree(variable, at: node.position),
            let list = expression(text, at: position, in: scope, expecting: .list(.any))
        else { return nil }
        if itemNames.contains(where: { $0.name == variable }) {
            diagnostics.error("the name '\(variable)' is taken", at: node.position)
            return nil
        }
        guard case .list(let type) = list.type.required, type != .any else {
            diagnostics.error("the type of the items cannot be told", at: position)
            return nil
        }
        let item = ItemName(
            name: variable, type: type, list: list, object: object(of: type, in: list))
        itemNames.append(item)
        return ForEach(
            variable: variable, list: list, key: key(fields, item, at: position),
            object: item.object, isBatch: isBatch(fields), collect: collected(fields))
    }

    /// The object type that the items of a list are of, where it is one of objects.
    private func object(of type: FEELType, in list: Expression) -> String? {
        guard let root = list.reads.first?.first else { return nil }
        switch scope[root]?.origin {
        case .object(let object)?, .answer(let object)?:
            return vocabulary.types.type(object) == type ? object : nil
        case .parameter(let parameter)?:
            return parameter.object.flatMap { vocabulary.types.type($0) == type ? $0 : nil }
        default: return nil
        }
    }

    /// `by: EXPRESSION`, or `by: place`; else the item's `id`, or the item if it is a text.
    private mutating func key(
        _ fields: MappingReader, _ item: ItemName, at position: SourcePosition
    ) -> Expression? {
        var inner = scope
        inner.declare(item)
        guard let node = fields["by"] else {
            var text: String?
            switch item.type {
            case .context(let type) where type["id"] == .string: text = item.name + ".id"
            case .string, .enumeration: text = item.name
            default: break
            }
            return text.flatMap { expression($0, at: position, in: inner) }
        }
        if case .scalar("place", plain: true) = node.content { return nil }
        guard let key = expression(node, in: inner) else { return nil }
        switch key.type {
        case .string, .enumeration, .number: return key
        default:
            diagnostics.error(
                "'by' must be a text or a number, not \(key.type)", at: node.position)
            return nil
        }
    }

    private mutating func isBatch(_ fields: MappingReader) -> Bool {
        guard let node = fields["approveAs"] else { return false }
        if case .scalar("batch", _) = node.content { return true }
        diagnostics.error("'approveAs' is 'batch'", at: node.position)
        return false
    }

    private mutating func collected(_ fields: MappingReader) -> [Argument] {
        var inner = scope
        if let id = fields["id"], case .scalar(let name, _) = id.content,
            case .context(let type)? = scope[name]?.type, let items = type[ForEach.items]
        {
            inner.declareLocal(ForEach.items, items)
        }
        var collected: [Argument] = []
        for member in fields.members("collect", &diagnostics) {
            if !SourceNode.isName(member.key) || ["outcome", ForEach.items].contains(member.key) {
                diagnostics.error(
                    "'\(member.key)' cannot be the name of what is collected",
                    at: member.keyPosition)
                continue
            }
            guard let value = expression(member.value, in: inner) else { continue }
            collected.append(Argument(name: member.key, value: value))
        }
        return collected
    }

    /// One ruling and one consent for all of them read none of them alone.
    mutating func checkBatch(_ act: Act, _ each: ForEach, at position: SourcePosition) {
        func refuse(_ what: String, _ place: SourcePosition) {
            diagnostics.error(
                "\(what) of a batch cannot read '\(each.variable)'", at: place,
                hint: "it is for all items at once")
        }
        if let decision = vocabulary.decisions[act.governedBy],
            decision.inputs.contains(where: { $0.name == each.variable })
        {
            refuse("the ruling '\(decision.name)'", position)
        }
        for part in act.shows?.parts ?? [] {
            guard case .place(let value) = part, value.names.contains(each.variable) else {
                continue
            }
            refuse("what is shown", value.position)
        }
        if act.isDraft {
            diagnostics.error("a draft needs no consent, as a batch neither", at: position)
        }
    }
}
