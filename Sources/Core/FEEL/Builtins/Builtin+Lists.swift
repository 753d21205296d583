extension Builtin {
    func list(_ arguments: Arguments, _ evaluator: inout Evaluator) throws(Fault) -> Value {
        if self == .concatenate || self == .union { return try joined(arguments, &evaluator) }
        let items = try arguments.list(0)
        try evaluator.charge(items.count)
        switch self {
        case .append: return .list(items + arguments.values.dropFirst())
        case .reverse: return .list(items.reversed())
        case .sublist: return try sublist(items, arguments)
        case .listContains:
            for item in items where try evaluator.same(item, arguments[1]) {
                return .boolean(true)
            }
            return .boolean(false)
        case .indexOf:
            var found: [Value] = []
            for (at, item) in items.enumerated() where try evaluator.same(item, arguments[1]) {
                found.append(.number(at + 1))
            }
            return .list(found)
        case .insertBefore:
            var changed = items
            changed.insert(arguments[2], at: try index(items, arguments))
            return .list(changed)
        case .remove:
            var changed = items
            changed.remove(at: try index(items, arguments))
            return .list(changed)
        case .distinctValues: return .list(try distinct(items, &evaluator))
        case .flatten:
            var flat: [Value] = []
            try flatten(items, into: &flat, depth: 0, &evaluator)
            return .list(flat)
        case .listReplace: return try replace(items, arguments, &evaluator)
        default: return try sort(items, arguments, &evaluator)
        }
    }

    private func joined(
        _ arguments: Arguments, _ evaluator: inout Evaluator
    ) throws(Fault) -> Value {
        var items: [Value] = []
        for at in 0..<arguments.count {
            let more = try arguments.list(at)
            try evaluator.charge(more.count)
            items += more
        }
        return .list(self == .union ? try distinct(items, &evaluator) : items)
    }

    private func distinct(
        _ items: [Value], _ evaluator: inout Evaluator
    ) throws(Fault) -> [Value] {
        var kept: [Value] = []
        for item in items {
            var isKnown = false
            for other in kept where try evaluator.same(item, other) {
                isKnown = true
                break
            }
            try evaluator.charge(kept.count / 8)
            if !isKnown { kept.append(item) }
        }
        return kept
    }

    private func flatten(
        _ items: [Value], into flat: inout [Value], depth: Int, _ evaluator: inout Evaluator
    ) throws(Fault) {
        guard depth < 200 else { throw Fault(.limit, "a list is nested deeper than 200") }
        try evaluator.charge(items.count)
        for item in items {
            if case .list(let inner) = item {
                try flatten(inner, into: &flat, depth: depth + 1, &evaluator)
            } else {
                flat.append(item)
            }
        }
    }

    private func index(_ items: [Value], _ arguments: Arguments) throws(Fault) -> Int {
        let position = Decimal34(try arguments.integer(1))
        guard let at = Evaluator.index(position, count: items.count) else {
            throw Fault(.notFound, "there is no item at this position", values: [arguments[1]])
        }
        return at
    }

    private func sublist(_ items: [Value], _ arguments: Arguments) throws(Fault) -> Value {
        let start = try index(items, arguments)
        guard arguments.count > 2 else { return .list(Array(items[start...])) }
        let length = try arguments.integer(2)
        guard length >= 1, length <= items.count - start else {
            throw Fault(
                .notFound, "a length is at least 1 and at most what is left",
                values: [arguments[2]])
        }
        return .list(Array(items[start..<(start + length)]))
    }

    private func replace(
        _ items: [Value], _ arguments: Arguments, _ evaluator: inout Evaluator
    ) throws(Fault) -> Value {
        var changed = items
        guard case .function(let match) = arguments[1] else {
            changed[try index(items, arguments)] = arguments[2]
            return .list(changed)
        }
        for (at, item) in items.enumerated() {
            let answer = try evaluator.call(match, [item, arguments[2]])
            guard case .boolean(let truth) = answer else {
                throw Fault(.type, "a match gives true or false", values: [answer])
            }
            if truth { changed[at] = arguments[2] }
        }
        return .list(changed)
    }

    // MARK: Sorting

    /// A stable merge sort, so that the order of equals is the order given, and that a function
    /// which is no order cannot do harm.
    private func sort(
        _ items: [Value], _ arguments: Arguments, _ evaluator: inout Evaluator
    ) throws(Fault) -> Value {
        var precedes: FunctionValue?
        if case .function(let function) = arguments[1] {
            precedes = function
        } else if arguments.count > 1, !arguments[1].isNull {
            throw arguments.wrong(1, "a function")
        }
        var sorted = items
        var width = 1
        while width < sorted.count {
            var merged: [Value] = []
            merged.reserveCapacity(sorted.count)
            var start = 0
            while start < sorted.count {
                let middle = Swift.min(start + width, sorted.count)
                let end = Swift.min(start + 2 * width, sorted.count)
                try merge(
                    sorted[start..<middle], sorted[middle..<end], into: &merged, precedes,
                    &evaluator)
                start = end
            }
            sorted = merged
            width *= 2
        }
        return .list(sorted)
    }

    private func merge(
        _ left: ArraySlice<Value>, _ right: ArraySlice<Value>, into merged: inout [Value],
        _ precedes: FunctionValue?, _ evaluator: inout Evaluator
    ) throws(Fault) {
        var (left, right) = (left, right)
        while let a = left.first, let b = right.first {
            try evaluator.charge(1)
            if try isBefore(b, a, precedes, &evaluator) {
                merged.append(b)
                right = right.dropFirst()
            } else {
                merged.append(a)
                left = left.dropFirst()
            }
        }
        merged += left
        merged += right
    }

    private func isBefore(
        _ a: Value, _ b: Value, _ precedes: FunctionValue?, _ evaluator: inout Evaluator
    ) throws(Fault) -> Bool {
        guard let precedes else {
            try evaluator.charge(a.weight(upTo: evaluator.stepsLeft))
            return try evaluator.operators.order(a, b) < 0
        }
        let answer = try evaluator.call(precedes, [a, b])
        guard case .boolean(let truth) = answer else {
            throw Fault(.type, "an order gives true or false", values: [answer])
        }
        return truth
    }
}
