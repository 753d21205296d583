extension Parser {
    /// A primary with its paths, filters and calls.
    mutating func postfix() throws(Diagnostic) -> Syntax {
        var base = try primary()
        let start = base.span.start
        while true {
            if isSymbol("."), case .name = tokens[at + 1].kind {
                advance()
                guard let name = propertyName() else { throw unexpected("the name of a field") }
                base = try make(.path(base, name), from: start)
            } else if isSymbol("[") && !inRangeEnd {
                advance()
                let condition = try withoutRangeEnd { parser throws(Diagnostic) in
                    let before = parser.inFilter
                    parser.inFilter = true
                    defer { parser.inFilter = before }
                    return try parser.expression()
                }
                try expect("]")
                base = try make(.filter(base, condition: condition), from: start)
            } else if isSymbol("(") {
                base = try make(.call(base, try arguments()), from: start)
            } else {
                return base
            }
        }
    }

    private mutating func propertyName() -> String? {
        for words in [["time", "offset"], ["start", "included"], ["end", "included"]]
        where matches(words) {
            at += words.count
            return words.joined(separator: " ")
        }
        if let name = takeAnyName(isField: true) { return name }
        guard case .name(let word) = current.kind else { return nil }
        advance()
        return word
    }

    private mutating func arguments() throws(Diagnostic) -> [Syntax.Argument] {
        try withoutRangeEnd { parser throws(Diagnostic) in
            try parser.expect("(")
            var arguments: [Syntax.Argument] = []
            if parser.takeSymbol(")") { return arguments }
            repeat {
                let start = parser.current.span.start
                let name = parser.takeNameBeforeColon()
                let value = try parser.expression()
                arguments.append(
                    Syntax.Argument(
                        name: name, value: value, span: SourceSpan(start, parser.lastEnd)))
            } while parser.takeSymbol(",")
            try parser.expect(")")
            return arguments
        }
    }

    /// Parses with "[" meaning a filter again, as it does within brackets.
    mutating func withoutRangeEnd<Result>(
        _ body: (inout Parser) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        let before = inRangeEnd
        inRangeEnd = false
        defer { inRangeEnd = before }
        return try body(&self)
    }

    private mutating func primary() throws(Diagnostic) -> Syntax {
        let token = current
        switch token.kind {
        case .number(let number):
            advance()
            return try make(.literal(.number(number)), from: token.span.start)
        case .string(let text):
            advance()
            return try make(.literal(.string(text)), from: token.span.start)
        case .symbol("-"):
            guard case .number(let number) = tokens[at + 1].kind else {
                throw unexpected("a value")
            }
            advance()
            advance()
            return try make(.literal(.number(number.negated)), from: token.span.start)
        case .symbol("("): return try bracketed()
        case .symbol("["), .symbol("]"): return try listOrRange()
        case .symbol("{"): return try context()
        case .symbol("@"): return try temporal()
        case .name(let name): return try named(name)
        case .symbol, .end: throw unexpected("a value")
        }
    }

    private mutating func named(_ name: String) throws(Diagnostic) -> Syntax {
        let start = current.span.start
        for words in Builtin.longNames
        where words[0] == name && matches(words) && tokens[at + words.count].kind == .symbol("(") {
            at += words.count
            return try make(.name(words.joined(separator: " ")), from: start)
        }
        switch name {
        case "null", "true", "false":
            advance()
            let value: Value = name == "null" ? .null : .boolean(name == "true")
            return try make(.literal(value), from: start)
        case "?":
            advance()
            return try make(.name("?"), from: start)
        case "function" where tokens[at + 1].kind == .symbol("("):
            return try function()
        case "not" where tokens[at + 1].kind == .symbol("("):
            advance()
            return try make(.name("not"), from: start)
        case "if", "for", "some", "every":
            throw failure(
                "\"\(name)\" must stand in brackets here", current.span,
                hint: "write (\(name) …)")
        default:
            guard let whole = takeAnyName(isField: inFilter) else { throw unexpected("a value") }
            return try make(.name(whole), from: start)
        }
    }

    private mutating func temporal() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        advance()
        guard case .string(let text) = current.kind else {
            throw unexpected("a text in quotation marks after @")
        }
        advance()
        guard let value = Value(temporal: text) else {
            throw failure(
                "\(quoted(text)) is no date, time or duration", SourceSpan(start, lastEnd),
                code: .value,
                hint: "such as @\"2026-11-21\", @\"2026-11-21T09:30:00Z\", @\"P14D\", @\"P1Y6M\"")
        }
        return try make(.literal(value), from: start)
    }

    /// `( … )`: an expression in brackets, or a range open at its low end.
    private mutating func bracketed() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        return try withoutRangeEnd { parser throws(Diagnostic) in
            parser.advance()
            if let comparison = parser.takeComparison() {
                let end = try parser.sum()
                try parser.expect(")")
                return try parser.oneSidedRange(comparison, end, start)
            }
            let inner = try parser.expression()
            if parser.isSymbol("..") {
                return try parser.rangeEnd(from: start, low: inner, lowIncluded: false)
            }
            try parser.expect(")")
            return inner
        }
    }

    private func oneSidedRange(
        _ comparison: ComparisonOperator, _ end: Syntax, _ start: Int
    ) throws(Diagnostic) -> Syntax {
        switch comparison {
        case .less, .lessOrEqual:
            try make(
                .range(
                    low: nil, lowIncluded: false, high: end,
                    highIncluded: comparison == .lessOrEqual), from: start)
        case .greater, .greaterOrEqual:
            try make(
                .range(
                    low: end, lowIncluded: comparison == .greaterOrEqual, high: nil,
                    highIncluded: false), from: start)
        case .equal, .notEqual: try make(.comparisonRange(comparison, end), from: start)
        }
    }

    private mutating func listOrRange() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        let open = isSymbol("]")
        return try withoutRangeEnd { parser throws(Diagnostic) in
            parser.advance()
            if !open, parser.takeSymbol("]") { return try parser.make(.list([]), from: start) }
            let first = try parser.expression()
            if parser.isSymbol("..") {
                return try parser.rangeEnd(from: start, low: first, lowIncluded: !open)
            }
            if open { throw parser.unexpected("\"..\"") }
            var items = [first]
            while parser.takeSymbol(",") { items.append(try parser.expression()) }
            try parser.expect("]")
            return try parser.make(.list(items), from: start)
        }
    }

    private mutating func rangeEnd(
        from start: Int, low: Syntax, lowIncluded: Bool
    ) throws(Diagnostic) -> Syntax {
        try expect("..")
        inRangeEnd = true
        let high = try sum()
        inRangeEnd = false
        let included = isSymbol("]")
        guard takeSymbol("]") || takeSymbol(")") || takeSymbol("[") else {
            throw unexpected("the end of the range, \"]\" or \")\"")
        }
        return try make(
            .range(low: low, lowIncluded: lowIncluded, high: high, highIncluded: included),
            from: start)
    }

    private mutating func context() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        return try withoutRangeEnd { parser throws(Diagnostic) in
            parser.advance()
            var entries: [Syntax.Entry] = []
            if parser.takeSymbol("}") { return try parser.make(.context([]), from: start) }
            repeat {
                let span = parser.current.span
                let key = try parser.contextKey()
                if entries.contains(where: { $0.key == key }) {
                    throw parser.failure(
                        "the entry \(quoted(key)) stands here twice", span, code: .duplicate)
                }
                entries.append(
                    Syntax.Entry(key: key, value: try parser.expression(), span: span))
                try parser.declare(key)
            } while parser.takeSymbol(",")
            try parser.expect("}")
            return try parser.make(.context(entries), from: start)
        }
    }

    private mutating func contextKey() throws(Diagnostic) -> String {
        if case .string(let text) = current.kind {
            advance()
            try expect(":")
            return text
        }
        guard let name = takeNameBeforeColon() else {
            throw unexpected("the name of an entry and a colon")
        }
        return name
    }
}
