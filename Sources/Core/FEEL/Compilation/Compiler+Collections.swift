extension Compiler {
    mutating func emitList(_ items: [Syntax], _ span: SourceSpan) -> Typed {
        let parts = items.map { emit($0) }
        let start = extras(parts.map(\.node))
        let type = parts.dropFirst().reduce(parts.first?.type ?? .any) { $0.union($1.type) }
        return (add(.list, start, Int32(parts.count), at: span), .list(type))
    }

    mutating func emitContext(_ entries: [Syntax.Entry], _ span: SourceSpan) -> Typed {
        let (localCount, slot) = (locals.count, nextSlot)
        var numbers: [Int32] = []
        var fields: [ContextType.Field] = []
        for entry in entries {
            let value = emit(entry.value)
            let slot = newSlot()
            numbers += [name(entry.key), value.node, Int32(slot)]
            fields.append(ContextType.Field(entry.key, value.type))
            locals.append(Local(name: entry.key, slot: slot, type: value.type))
        }
        locals.removeLast(locals.count - localCount)
        nextSlot = slot
        let start = extras(numbers)
        return (
            add(.context, start, Int32(entries.count), at: span), .context(ContextType(fields))
        )
    }

    mutating func emitRange(
        _ low: Syntax?, _ lowIncluded: Bool, _ high: Syntax?, _ highIncluded: Bool,
        _ span: SourceSpan
    ) -> Typed {
        let ends = [low, high].map { end in end.map { ($0, emit($0)) } }
        for case (let syntax, let end)? in ends {
            requireValue(end, syntax.span)
            if !end.type.isOrdered && end.type != .null {
                report(.type, "\(end.type.article) cannot end a range", syntax.span)
            }
        }
        var type = (ends[0] ?? ends[1])?.1.type.required.plain ?? .any
        if let first = ends[0]?.1, let second = ends[1]?.1 {
            requireComparable(first.type, second.type, ordered: true, span)
            if type == .any { type = second.type.required.plain }
        }
        let flags: Int32 = (lowIncluded ? 1 : 0) | (highIncluded ? 2 : 0)
        let node = add(.range, ends[0]?.1.node ?? -1, ends[1]?.1.node ?? -1, flags, at: span)
        return (node, .range(type))
    }

    mutating func emitFilter(_ list: Syntax, _ condition: Syntax, _ span: SourceSpan) -> Typed {
        let base = emit(list)
        requireValue(base, list.span)
        var item = base.type.required
        if case .list(let type) = item { item = type }
        let slot = newSlot()
        let local = Local(name: "item", slot: slot, type: item, isItem: true)
        let test = with([local]) { $0.emit(condition) }
        nextSlot -= 1
        requireValue(test, condition.span)
        let node = add(.filter, base.node, test.node, Int32(slot), at: span)
        switch test.type.required {
        case .number: return (node, item)
        case .boolean: return (node, .list(item))
        case .any, .null: return (node, .any)
        default:
            report(
                .type,
                "a filter needs a condition or a position, but this is \(test.type.article)",
                condition.span)
            return (node, .any)
        }
    }

    mutating func emitIteration(
        _ iterators: [Syntax.Iterator], _ body: Syntax, _ span: SourceSpan
    ) -> Typed {
        let (localCount, slot) = (locals.count, nextSlot)
        let numbers = emitIterators(iterators)
        // The results so far are copied at each turn, so only for a body that asks for them.
        var partial: Int32 = -1
        if body.mentions("partial") {
            let slot = newSlot()
            partial = Int32(slot)
            locals.append(Local(name: "partial", slot: slot, type: .list(.any)))
        }
        let result = emit(body)
        locals.removeLast(locals.count - localCount)
        nextSlot = slot
        let start = extras(numbers + [partial])
        let node = add(.iteration, start, Int32(iterators.count), result.node, at: span)
        return (node, .list(result.type))
    }

    mutating func emitQuantified(
        _ every: Bool, _ iterators: [Syntax.Iterator], _ condition: Syntax, _ span: SourceSpan
    ) -> Typed {
        let (localCount, slot) = (locals.count, nextSlot)
        let numbers = emitIterators(iterators)
        let test = emit(condition)
        require(test, .boolean, "what is to be satisfied", condition.span)
        locals.removeLast(locals.count - localCount)
        nextSlot = slot
        let start = extras(numbers)
        let node = add(
            every ? .every : .some, start, Int32(iterators.count), test.node, at: span)
        return (node, .boolean)
    }

    /// Compiles iterators and leaves their variables in sight.
    private mutating func emitIterators(_ iterators: [Syntax.Iterator]) -> [Int32] {
        var numbers: [Int32] = []
        for iterator in iterators {
            let from = emit(iterator.from)
            requireValue(from, iterator.from.span)
            let to = iterator.to.map { ($0, emit($0)) }
            var item = from.type.required
            if let (syntax, end) = to {
                requireValue(end, syntax.span)
                requireComparable(from.type, end.type, ordered: true, iterator.span)
                if ![.any, .number, .date].contains(item) {
                    report(.type, "only numbers and dates can be counted through", iterator.span)
                }
            } else {
                switch item {
                case .list(let type), .range(let type): item = type
                case .any, .null: item = .any
                default:
                    report(
                        .type, "only a list or a range can be walked, but this is \(item.article)",
                        iterator.from.span)
                }
            }
            let slot = newSlot()
            locals.append(Local(name: iterator.name, slot: slot, type: item))
            numbers += [Int32(slot), from.node, to?.1.node ?? -1]
        }
        return numbers
    }

    mutating func emitFunction(
        _ parameters: [Syntax.Parameter], _ body: Syntax, _ span: SourceSpan
    ) -> Typed {
        let (localCount, slot) = (locals.count, nextSlot)
        var numbers: [Int32] = []
        for parameter in parameters {
            let slot = newSlot()
            numbers += [name(parameter.name), Int32(slot), type(parameter.type ?? .any)]
            locals.append(Local(name: parameter.name, slot: slot, type: parameter.type ?? .any))
        }
        let result = emit(body)
        locals.removeLast(locals.count - localCount)
        nextSlot = slot
        let start = extras([type(result.type)] + numbers)
        let node = add(.function, start, Int32(parameters.count), result.node, at: span)
        return (node, .function(parameters.map { $0.type ?? .any }, result: result.type))
    }
}
