/// Parses an expression or the tests of a cell, by the grammar of DMN 1.5, 10.3.1.2.
///
/// Names of several parts are found by the longest match against those that are known: in the
/// scope, in what the expression itself declares so far, and the built-in functions.
struct Parser {
    let source: SourceText
    let limits: Limits
    var tokens: [Token] = []
    var at = 0
    var depth = 0
    /// Whether the high end of a range is parsed, where "[" ends the range.
    var inRangeEnd = false
    /// Whether a filter's condition is parsed, where names may be fields that nobody declared.
    var inFilter = false
    private(set) var names: KnownNames
    /// Types that the scope names.
    let types: [Scope.Variable]
    /// How often names found in the expression may still make its rest be read again.
    private var rereadingsLeft = 100

    init(
        _ source: SourceText, scope: Scope = Scope(), limits: Limits = .standard
    ) throws(Diagnostic) {
        self.source = source
        self.limits = limits
        names = scope.names
        types = scope.types
        guard source.text.utf8.count <= limits.sourceBytesMax else {
            throw Diagnostic(
                .error, .limit,
                "an expression has at most \(limits.sourceBytesMax) bytes; this one has "
                    + "\(source.text.utf8.count)",
                at: source.place(SourceSpan(0, 1)))
        }
        var lexer = Lexer(source, names: names)
        tokens = try lexer.tokens()
    }

    /// Makes a name of several parts known to the rest of the expression.
    mutating func declare(_ name: String) throws(Diagnostic) {
        guard rereadingsLeft > 0 else { return }
        let before = names
        guard names.insert(name), names != before, current.kind != .end else { return }
        rereadingsLeft -= 1
        var lexer = Lexer(
            source, names: names, from: current.span.start, brackets: inFilter ? 1 : 0)
        tokens.replaceSubrange(at..., with: try lexer.tokens())
    }

    mutating func wholeExpression() throws(Diagnostic) -> Syntax {
        let result = try expression()
        try expectEnd()
        return result
    }

    mutating func wholeTests() throws(Diagnostic) -> UnaryTests {
        let start = current.span.start
        if isSymbol("-"), tokens[at + 1].kind == .end {
            return UnaryTests(tests: [], negated: false, span: current.span)
        }
        if isName("not"), tokens[at + 1].kind == .symbol("("), closesAtEnd(from: at + 1) {
            advance()
            advance()
            let tests = try testList()
            try expect(")")
            try expectEnd()
            return UnaryTests(tests: tests, negated: true, span: SourceSpan(start, lastEnd))
        }
        let tests = try testList()
        try expectEnd()
        return UnaryTests(tests: tests, negated: false, span: SourceSpan(start, lastEnd))
    }

    /// Whether the bracket at a token is closed by the last one.
    private func closesAtEnd(from open: Int) -> Bool {
        var level = 0
        for index in open..<tokens.count {
            if tokens[index].kind == .symbol("(") { level += 1 }
            if tokens[index].kind == .symbol(")") { level -= 1 }
            if level == 0 { return tokens[index + 1].kind == .end }
        }
        return false
    }

    mutating func testList() throws(Diagnostic) -> [UnaryTest] {
        var tests = [try test()]
        while takeSymbol(",") { tests.append(try test()) }
        return tests
    }

    mutating func test() throws(Diagnostic) -> UnaryTest {
        if let comparison = takeComparison() {
            return .comparison(comparison, try sum())
        }
        return .expression(try expression())
    }

    mutating func expression() throws(Diagnostic) -> Syntax {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.nestingDepthMax else {
            throw failure(
                "an expression is nested at most \(limits.nestingDepthMax) deep", current.span,
                code: .limit)
        }
        if isName("if") { return try conditional() }
        if isName("for") { return try iteration() }
        if isName("some") || isName("every") { return try quantified() }
        return try disjunction()
    }

    private mutating func disjunction() throws(Diagnostic) -> Syntax {
        let first = try conjunction()
        guard isName("or") else { return first }
        var parts = [first]
        while takeName("or") { parts.append(try conjunction()) }
        return try make(.or(parts), from: first.span.start)
    }

    private mutating func conjunction() throws(Diagnostic) -> Syntax {
        let first = try comparison()
        guard isName("and") else { return first }
        var parts = [first]
        while takeName("and") { parts.append(try comparison()) }
        return try make(.and(parts), from: first.span.start)
    }

    private mutating func comparison() throws(Diagnostic) -> Syntax {
        var left = try sum()
        let start = left.span.start
        while true {
            if let comparison = takeComparison() {
                left = try make(.comparison(comparison, left, try sum()), from: start)
            } else if takeName("between") {
                let low = try sum()
                guard takeName("and") else {
                    throw unexpected("\"and\" between the two ends of \"between\"")
                }
                left = try make(.between(left, low: low, high: try sum()), from: start)
            } else if takeName("in") {
                left = try make(.in(left, try inTests()), from: start)
            } else {
                return left
            }
        }
    }

    /// What stands after `in`: one test, or several in brackets.
    private mutating func inTests() throws(Diagnostic) -> [UnaryTest] {
        guard isSymbol("(") else {
            if let comparison = takeComparison() { return [.comparison(comparison, try sum())] }
            return [.expression(try sum())]
        }
        let before = at
        advance()
        let tests = try testList()
        if tests.count == 1, case .expression = tests[0], !isSymbol(")") || startsMore(at + 1) {
            at = before
            return [.expression(try sum())]
        }
        try expect(")")
        return tests
    }

    /// Whether what stands at a token goes on with the operand before it.
    private func startsMore(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .symbol(let symbol): ["+", "-", "*", "/", "**", ".", "[", "("].contains(symbol)
        case .name(let name): name == "instance"
        default: false
        }
    }

    mutating func takeComparison() -> ComparisonOperator? {
        guard case .symbol(let symbol) = current.kind,
            let comparison = ComparisonOperator(rawValue: symbol)
        else { return nil }
        advance()
        return comparison
    }

    /// An operand of a comparison: sums and what binds tighter.
    mutating func sum() throws(Diagnostic) -> Syntax {
        var left = try product()
        while isSymbol("+") || isSymbol("-") {
            let operation: ArithmeticOperator = isSymbol("+") ? .add : .subtract
            advance()
            left = try make(
                .arithmetic(operation, left, try product()), from: left.span.start)
        }
        return left
    }

    private mutating func product() throws(Diagnostic) -> Syntax {
        var left = try power()
        while isSymbol("*") || isSymbol("/") {
            let operation: ArithmeticOperator = isSymbol("*") ? .multiply : .divide
            advance()
            left = try make(.arithmetic(operation, left, try power()), from: left.span.start)
        }
        return left
    }

    private mutating func power() throws(Diagnostic) -> Syntax {
        var left = try negation()
        while takeSymbol("**") {
            left = try make(.arithmetic(.power, left, try negation()), from: left.span.start)
        }
        return left
    }

    private mutating func negation() throws(Diagnostic) -> Syntax {
        guard isSymbol("-") else { return try instance() }
        // A minus before a digit belongs to the number (grammar rule 35).
        if case .number = tokens[at + 1].kind { return try instance() }
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.nestingDepthMax else {
            throw failure(
                "an expression is nested at most \(limits.nestingDepthMax) deep", current.span,
                code: .limit)
        }
        let start = current.span.start
        advance()
        let operand = try negation()
        if case .literal(.number(let number)) = operand.kind, !number.isZero {
            return try make(.literal(.number(number.negated)), from: start)
        }
        return try make(.negation(operand), from: start)
    }

    private mutating func instance() throws(Diagnostic) -> Syntax {
        var left = try postfix()
        while isName("instance") {
            advance()
            guard takeName("of") else { throw unexpected("\"of\" after \"instance\"") }
            if case .name(let name) = current.kind, tokens[at + 1].kind != .symbol("<"),
                ["list", "range", "context", "function"].contains(name)
            {
                throw failure(
                    "the type \(name) is written with what it is of", current.span,
                    hint: "such as list<Any>, range<number>, context<name: string>")
            }
            left = try make(.instance(left, try type()), from: left.span.start)
        }
        return left
    }
}
