extension Compiler {
    mutating func emitNegation(_ operand: Syntax, _ span: SourceSpan) -> Typed {
        let value = emit(operand)
        requireValue(value, operand.span)
        let type = value.type.required
        if ![.any, .null, .number, .daysTime, .yearsMonths].contains(type) {
            report(.type, "minus needs a number or a duration, but this is \(type.article)", span)
        }
        return (add(.negate, value.node, at: span), type)
    }

    mutating func emitArithmetic(
        _ operation: ArithmeticOperator, _ left: Syntax, _ right: Syntax, _ span: SourceSpan
    ) -> Typed {
        let first = emit(left)
        let second = emit(right)
        requireValue(first, left.span)
        requireValue(second, right.span)
        let (a, b) = (first.type.required.plain, second.type.required.plain)
        let result = operation.result(a, b)
        if result == nil {
            report(
                .type, "\(a.article) \(operation.rawValue) \(b.article) has no meaning", span,
                hint: operation == .add && (a == .string || b == .string)
                    ? "string(…) makes a text of a value" : nil)
        }
        return (add(operation.code, first.node, second.node, at: span), result ?? .any)
    }

    mutating func emitComparison(
        _ operation: ComparisonOperator, _ left: Syntax, _ right: Syntax, _ span: SourceSpan
    ) -> Typed {
        let first = emit(left)
        let second = withExpected(first.type) { $0.emit(right) }
        let isEquality = operation == .equal || operation == .notEqual
        if !isEquality {
            requireValue(first, left.span)
            requireValue(second, right.span)
        }
        requireComparable(first.type, second.type, ordered: !isEquality, span)
        checkAllowed(first.type, right)
        checkAllowed(second.type, left)
        return (add(operation.code, first.node, second.node, at: span), .boolean)
    }

    mutating func requireComparable(
        _ first: FEELType, _ second: FEELType, ordered: Bool, _ span: SourceSpan
    ) {
        let (a, b) = (first.required, second.required)
        if !a.meets(b) {
            report(.type, "\(a.article) cannot be compared with \(b.article)", span)
        } else if ordered, !(a.isOrdered || a == .null) || !(b.isOrdered || b == .null) {
            let odd = a.isOrdered ? b : a
            report(.type, "\(odd.article) has no order", span)
        }
    }

    /// Reports a text that is none of those which the type allows.
    mutating func checkAllowed(_ type: FEELType, _ syntax: Syntax) {
        guard case .enumeration(let texts) = type.required else { return }
        switch syntax.kind {
        case .literal(.string(let text)):
            guard !texts.contains(where: { sameText($0, text) }) else { return }
            let near = nearest(text, in: texts)
            report(
                .value, "\(quoted(text)) is none of the allowed texts", syntax.span,
                hint: near.map { "did you mean \(quoted($0))?" }
                    ?? "allowed are \(type.required)")
        case .list(let items): for item in items { checkAllowed(type, item) }
        case .conditional(_, let then, let otherwise):
            checkAllowed(type, then)
            checkAllowed(type, otherwise)
        default: return
        }
    }

    mutating func withExpected<Result>(
        _ type: FEELType, _ body: (inout Compiler) -> Result
    ) -> Result {
        let before = expectedTexts
        if case .enumeration(let texts) = type.required { expectedTexts = texts }
        defer { expectedTexts = before }
        return body(&self)
    }

    mutating func emitLogic(_ operation: Operation, _ parts: [Syntax], _ span: SourceSpan) -> Typed
    {
        var numbers: [Int32] = []
        let before = knownNotNull.count
        for part in parts {
            let value = emit(part)
            require(
                value, .boolean, operation == .and ? "each side of \"and\"" : "each side of \"or\"",
                part.span)
            numbers.append(value.node)
            knownNotNull += facts(part, when: operation == .and)
        }
        knownNotNull.removeLast(knownNotNull.count - before)
        let start = extras(numbers)
        return (add(operation, start, Int32(numbers.count), at: span), .boolean)
    }

    /// The paths that are not null where a condition is true, or where it is false.
    func facts(_ condition: Syntax, when outcome: Bool) -> [String] {
        switch condition.kind {
        case .comparison(let operation, let left, let right):
            guard operation == (outcome ? .notEqual : .equal) else { return [] }
            if case .literal(.null) = right.kind { return [key(left)].compactMap { $0 } }
            if case .literal(.null) = left.kind { return [key(right)].compactMap { $0 } }
            return []
        case .and(let parts): return outcome ? parts.flatMap { facts($0, when: true) } : []
        case .or(let parts): return outcome ? [] : parts.flatMap { facts($0, when: false) }
        case .call(let function, let arguments):
            guard case .name("not") = function.kind, arguments.count == 1 else { return [] }
            return facts(arguments[0].value, when: !outcome)
        default: return []
        }
    }

    mutating func emitBetween(
        _ value: Syntax, _ low: Syntax, _ high: Syntax, _ span: SourceSpan
    ) -> Typed {
        let parts = [value, low, high].map { ($0, emit($0)) }
        for (syntax, part) in parts { requireValue(part, syntax.span) }
        requireComparable(parts[0].1.type, parts[1].1.type, ordered: true, span)
        requireComparable(parts[0].1.type, parts[2].1.type, ordered: true, span)
        let node = add(.between, parts[0].1.node, parts[1].1.node, parts[2].1.node, at: span)
        return (node, .boolean)
    }

    mutating func emitConditional(
        _ condition: Syntax, _ then: Syntax, _ otherwise: Syntax, _ span: SourceSpan
    ) -> Typed {
        let test = emit(condition)
        require(test, .boolean, "the condition of \"if\"", condition.span)
        let first = knowing(facts(condition, when: true)) { $0.emit(then) }
        let second = knowing(facts(condition, when: false)) { $0.emit(otherwise) }
        let node = add(.conditional, test.node, first.node, second.node, at: span)
        return (node, first.type.union(second.type))
    }
}

extension ArithmeticOperator {
    var code: Operation {
        switch self {
        case .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .power: .power
        }
    }

    /// The type of the result, by DMN 1.5, tables 55 to 60; `nil` for operands that have none.
    func result(_ left: FEELType, _ right: FEELType) -> FEELType? {
        if left == .null || right == .null || left == .any && right == .any { return .any }
        if left == .any || right == .any { return .any }
        switch (self, left, right) {
        case (_, .number, .number): return .number
        case (.add, .string, .string): return .string
        case (.add, .daysTime, .daysTime), (.subtract, .daysTime, .daysTime): return .daysTime
        case (.add, .yearsMonths, .yearsMonths), (.subtract, .yearsMonths, .yearsMonths):
            return .yearsMonths
        case (.add, .date, .daysTime), (.add, .date, .yearsMonths), (.add, .daysTime, .date),
            (.add, .yearsMonths, .date), (.subtract, .date, .daysTime),
            (.subtract, .date, .yearsMonths):
            return .date
        case (.add, .dateTime, .daysTime), (.add, .dateTime, .yearsMonths),
            (.add, .daysTime, .dateTime), (.add, .yearsMonths, .dateTime),
            (.subtract, .dateTime, .daysTime), (.subtract, .dateTime, .yearsMonths):
            return .dateTime
        case (.add, .time, .daysTime), (.add, .daysTime, .time), (.subtract, .time, .daysTime):
            return .time
        case (.subtract, .date, .date), (.subtract, .dateTime, .dateTime),
            (.subtract, .date, .dateTime), (.subtract, .dateTime, .date),
            (.subtract, .time, .time):
            return .daysTime
        case (.multiply, .daysTime, .number), (.multiply, .number, .daysTime),
            (.divide, .daysTime, .number):
            return .daysTime
        case (.multiply, .yearsMonths, .number), (.multiply, .number, .yearsMonths),
            (.divide, .yearsMonths, .number):
            return .yearsMonths
        case (.divide, .daysTime, .daysTime), (.divide, .yearsMonths, .yearsMonths):
            return .number
        default: return nil
        }
    }
}

extension ComparisonOperator {
    var code: Operation {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        }
    }

    var testCode: Operation {
        switch self {
        case .equal: .testEqual
        case .notEqual: .testNotEqual
        case .less: .testLess
        case .lessOrEqual: .testLessOrEqual
        case .greater: .testGreater
        case .greaterOrEqual: .testGreaterOrEqual
        }
    }
}
