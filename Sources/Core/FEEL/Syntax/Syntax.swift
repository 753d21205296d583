/// A part of an expression as it was written, with its place.
public struct Syntax: Sendable, Hashable {
    public let kind: Kind
    public let span: SourceSpan
    /// How many parts lie within each other at most, this one counted.
    let depth: Int

    public indirect enum Kind: Sendable, Hashable {
        case literal(Value)
        case name(String)
        case path(Syntax, String)
        case negation(Syntax)
        case arithmetic(ArithmeticOperator, Syntax, Syntax)
        case comparison(ComparisonOperator, Syntax, Syntax)
        case and([Syntax])
        case or([Syntax])
        case between(Syntax, low: Syntax, high: Syntax)
        case `in`(Syntax, [UnaryTest])
        case conditional(Syntax, then: Syntax, else: Syntax)
        case iteration([Iterator], body: Syntax)
        case quantified(every: Bool, [Iterator], condition: Syntax)
        case filter(Syntax, condition: Syntax)
        case call(Syntax, [Argument])
        case list([Syntax])
        case context([Entry])
        case range(low: Syntax?, lowIncluded: Bool, high: Syntax?, highIncluded: Bool)
        /// `(=10)` or `(!=10)`.
        case comparisonRange(ComparisonOperator, Syntax)
        case function([Parameter], body: Syntax)
        case instance(Syntax, FEELType)
    }

    public struct Iterator: Sendable, Hashable {
        public let name: String
        public let from: Syntax
        /// The end of `from..to`; `nil` where a list or range is walked.
        public let to: Syntax?
        public let span: SourceSpan
    }

    public struct Argument: Sendable, Hashable {
        /// The parameter's name, in a call that names its arguments.
        public let name: String?
        public let value: Syntax
        public let span: SourceSpan
    }

    public struct Entry: Sendable, Hashable {
        public let key: String
        public let value: Syntax
        public let span: SourceSpan
    }

    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let type: FEELType?
    }

    init(_ kind: Kind, _ span: SourceSpan) {
        self.kind = kind
        self.span = span
        depth = 1 + (kind.children.lazy.map(\.depth).max() ?? 0)
    }
}

public enum ArithmeticOperator: String, Sendable, Hashable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "**"
}

public enum ComparisonOperator: String, Sendable, Hashable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
}

/// One test of a value: a comparison with it, or an expression that it is compared with, lies in,
/// or that asks about it as `?`.
public enum UnaryTest: Sendable, Hashable {
    case comparison(ComparisonOperator, Syntax)
    case expression(Syntax)

    public var syntax: Syntax {
        switch self {
        case .comparison(_, let syntax), .expression(let syntax): syntax
        }
    }
}

/// The tests of a cell: any may hold, or, negated, none may; no tests at all (`-`) let all pass.
public struct UnaryTests: Sendable, Hashable {
    public let tests: [UnaryTest]
    public let negated: Bool
    public let span: SourceSpan

    public var isAny: Bool { tests.isEmpty }
}

extension Syntax.Kind {
    /// The parts of a part, in the order in which they were written.
    public var children: [Syntax] {
        switch self {
        case .literal, .name: []
        case .path(let base, _), .negation(let base), .instance(let base, _): [base]
        case .comparisonRange(_, let value): [value]
        case .arithmetic(_, let left, let right), .comparison(_, let left, let right):
            [left, right]
        case .and(let parts), .or(let parts), .list(let parts): parts
        case .between(let value, let low, let high): [value, low, high]
        case .in(let value, let tests): [value] + tests.map(\.syntax)
        case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
        case .iteration(let iterators, let body): iterators.flatMap(\.children) + [body]
        case .quantified(_, let iterators, let condition):
            iterators.flatMap(\.children) + [condition]
        case .filter(let list, let condition): [list, condition]
        case .call(let function, let arguments): [function] + arguments.map(\.value)
        case .context(let entries): entries.map(\.value)
        case .range(let low, _, let high, _): [low, high].compactMap { $0 }
        case .function(_, let body): [body]
        }
    }
}

extension Syntax.Iterator {
    var children: [Syntax] { to.map { [from, $0] } ?? [from] }
}

extension Syntax {
    /// Whether the part asks about the value under test.
    var mentionsInput: Bool { mentions("?") }

    func mentions(_ name: String) -> Bool {
        if case .name(name) = kind { return true }
        return kind.children.contains { $0.mentions(name) }
    }
}
