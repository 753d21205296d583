extension Compiler {
    mutating func emitIn(_ value: Syntax, _ tests: [UnaryTest], _ span: SourceSpan) -> Typed {
        let operand = emit(value)
        let slot = newSlot()
        let test = emitTests(
            tests, negated: false, slot: slot, input: operand.type, inCell: false, span)
        nextSlot -= 1
        return (add(.test, operand.node, test, Int32(slot), at: span), .boolean)
    }

    /// Tests of the value in a slot. In a cell, null meets no comparison; elsewhere it is a fault.
    mutating func emitTests(
        _ tests: [UnaryTest], negated: Bool, slot: Int, input: FEELType, inCell: Bool,
        _ span: SourceSpan
    ) -> Int32 {
        var numbers: [Int32] = []
        for test in tests {
            numbers.append(emitTest(test, slot: slot, input: input, inCell: inCell))
        }
        var node = numbers[0]
        if numbers.count > 1 {
            let start = extras(numbers)
            node = add(.anyOf, start, Int32(numbers.count), at: span)
        }
        return negated ? add(.noneOf, node, at: span) : node
    }

    private mutating func emitTest(
        _ test: UnaryTest, slot: Int, input: FEELType, inCell: Bool
    ) -> Int32 {
        switch test {
        case .comparison(let operation, let syntax):
            let operand = withExpected(input) { $0.emit(syntax) }
            let isEquality = operation == .equal || operation == .notEqual
            if !isEquality { requireValue(operand, syntax.span) }
            requireComparable(input, operand.type, ordered: !isEquality, syntax.span)
            checkAllowed(input, syntax)
            return add(
                operation.testCode, Int32(slot), operand.node, inCell ? 1 : 0, at: syntax.span)
        case .expression(let syntax):
            return emitMembership(syntax, slot: slot, input: input, inCell: inCell)
        }
    }

    private mutating func emitMembership(
        _ syntax: Syntax, slot: Int, input: FEELType, inCell: Bool
    ) -> Int32 {
        let flags: Int32 = inCell ? 1 : 0
        if syntax.mentionsInput {
            let local = Local(name: "?", slot: slot, type: input)
            let operand = with([local]) { $0.emit(syntax) }
            require(operand, .boolean, "a test that asks about ?", syntax.span)
            return add(.testIn, Int32(slot), operand.node, flags | 2, at: syntax.span)
        }
        let operand = withExpected(input) { $0.emit(syntax) }
        checkAllowed(input, syntax)
        if !Self.canHold(operand.type, input) {
            let isCondition = operand.type == .boolean
            report(
                .type,
                "the value under test is \(input.required.article), but this is "
                    + operand.type.article, syntax.span,
                hint: isCondition && inCell ? "a condition asks about the value as ?" : nil)
        }
        return add(.testIn, Int32(slot), operand.node, flags, at: syntax.span)
    }

    /// Whether a value of a type could be equal to, or lie in, what a test gives.
    private static func canHold(_ tested: FEELType, _ input: FEELType) -> Bool {
        if tested.meets(input) { return true }
        switch tested.required {
        case .list(let item): return canHold(item, input)
        case .range(let end): return end.meets(input)
        default: return false
        }
    }
}
