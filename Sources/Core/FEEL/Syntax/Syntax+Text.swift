extension Syntax {
    /// The part written in one fixed way: every operation in brackets, one space, no comments. Two
    /// parts with the same text mean the same.
    public var canonicalText: String {
        switch kind {
        case .literal(.number(let number)): number.normalized.description
        case .literal(let value): value.description
        case .name(let name): name
        case .path(let base, let field): "\(base.canonicalText).\(field)"
        case .negation(let operand): "(-\(operand.canonicalText))"
        case .arithmetic(let operation, let left, let right):
            "(\(left.canonicalText) \(operation.rawValue) \(right.canonicalText))"
        case .comparison(let operation, let left, let right):
            "(\(left.canonicalText) \(operation.rawValue) \(right.canonicalText))"
        case .and(let parts): "(" + parts.map(\.canonicalText).joined(separator: " and ") + ")"
        case .or(let parts): "(" + parts.map(\.canonicalText).joined(separator: " or ") + ")"
        case .between(let value, let low, let high):
            "(\(value.canonicalText) between \(low.canonicalText) and \(high.canonicalText))"
        case .in(let value, let tests):
            "(\(value.canonicalText) in (\(tests.map(\.canonicalText).joined(separator: ", "))))"
        case .conditional(let condition, let then, let otherwise):
            "(if \(condition.canonicalText) then \(then.canonicalText) else "
                + "\(otherwise.canonicalText))"
        case .iteration(let iterators, let body):
            "(for \(Self.text(iterators)) return \(body.canonicalText))"
        case .quantified(let every, let iterators, let condition):
            "(\(every ? "every" : "some") \(Self.text(iterators)) satisfies "
                + "\(condition.canonicalText))"
        case .filter(let list, let condition):
            "\(list.canonicalText)[\(condition.canonicalText)]"
        case .call(let function, let arguments):
            "\(function.canonicalText)(" + arguments.map(\.text).joined(separator: ", ") + ")"
        case .list(let items): "[" + items.map(\.canonicalText).joined(separator: ", ") + "]"
        case .context(let entries):
            "{"
                + entries.map { "\(quoted($0.key)): \($0.value.canonicalText)" }
                .joined(separator: ", ") + "}"
        case .range(let low, let lowIncluded, let high, let highIncluded):
            Self.rangeText(low, lowIncluded, high, highIncluded)
        case .comparisonRange(let operation, let value):
            "(\(operation.rawValue) \(value.canonicalText))"
        case .function(let parameters, let body):
            "(function(" + parameters.map(\.text).joined(separator: ", ")
                + ") \(body.canonicalText))"
        case .instance(let value, let type): "(\(value.canonicalText) instance of \(type))"
        }
    }

    private static func text(_ iterators: [Iterator]) -> String {
        iterators.map { iterator in
            "\(iterator.name) in \(iterator.from.canonicalText)"
                + (iterator.to.map { "..\($0.canonicalText)" } ?? "")
        }.joined(separator: ", ")
    }

    private static func rangeText(
        _ low: Syntax?, _ lowIncluded: Bool, _ high: Syntax?, _ highIncluded: Bool
    ) -> String {
        guard let low else { return "(\(highIncluded ? "<=" : "<") \(high?.canonicalText ?? ""))" }
        guard let high else { return "(\(lowIncluded ? ">=" : ">") \(low.canonicalText))" }
        return (lowIncluded ? "[" : "(") + "\(low.canonicalText)..\(high.canonicalText)"
            + (highIncluded ? "]" : ")")
    }
}

extension Syntax.Argument {
    fileprivate var text: String {
        (name.map { "\($0): " } ?? "") + value.canonicalText
    }
}

extension Syntax.Parameter {
    fileprivate var text: String { name + (type.map { ": \($0)" } ?? "") }
}

extension UnaryTest {
    public var canonicalText: String {
        switch self {
        case .comparison(let operation, let syntax):
            "\(operation.rawValue) \(syntax.canonicalText)"
        case .expression(let syntax): syntax.canonicalText
        }
    }
}

extension UnaryTests {
    /// The tests written in one fixed way.
    public var canonicalText: String {
        if isAny { return "-" }
        let text = tests.map(\.canonicalText).joined(separator: ", ")
        return negated ? "not(\(text))" : text
    }
}
