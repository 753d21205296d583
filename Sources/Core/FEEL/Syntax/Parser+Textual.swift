extension Parser {
    mutating func conditional() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        advance()
        let condition = try expression()
        guard takeName("then") else { throw unexpected("\"then\"") }
        let then = try expression()
        guard takeName("else") else { throw unexpected("\"else\"") }
        return try make(.conditional(condition, then: then, else: try expression()), from: start)
    }

    mutating func iteration() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        advance()
        let iterators = try iterators()
        guard takeName("return") else { throw unexpected("\"return\"") }
        return try make(.iteration(iterators, body: try expression()), from: start)
    }

    mutating func quantified() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        let every = isName("every")
        advance()
        let iterators = try iterators()
        guard takeName("satisfies") else { throw unexpected("\"satisfies\"") }
        return try make(
            .quantified(every: every, iterators, condition: try expression()), from: start)
    }

    private mutating func iterators() throws(Diagnostic) -> [Syntax.Iterator] {
        var iterators: [Syntax.Iterator] = []
        repeat {
            let start = current.span.start
            guard let name = takeNewName(before: [.name("in")]) else {
                throw unexpected("a name")
            }
            guard takeName("in") else { throw unexpected("\"in\"") }
            try declare(name)
            let from = try expression()
            let to = takeSymbol("..") ? try expression() : nil
            iterators.append(
                Syntax.Iterator(name: name, from: from, to: to, span: SourceSpan(start, lastEnd)))
        } while takeSymbol(",")
        return iterators
    }

    mutating func function() throws(Diagnostic) -> Syntax {
        let start = current.span.start
        advance()
        try expect("(")
        var parameters: [Syntax.Parameter] = []
        while !takeSymbol(")") {
            if !parameters.isEmpty { try expect(",") }
            let ends: [Token.Kind] = [.symbol(":"), .symbol(","), .symbol(")")]
            guard let name = takeNewName(before: ends) else {
                throw unexpected("the name of a parameter")
            }
            let type = takeSymbol(":") ? try type() : nil
            if parameters.contains(where: { $0.name == name }) {
                throw failure(
                    "the parameter \(name) stands here twice", tokens[at - 1].span,
                    code: .duplicate)
            }
            parameters.append(Syntax.Parameter(name: name, type: type))
        }
        for parameter in parameters { try declare(parameter.name) }
        if isName("external") {
            throw failure("functions of a host language are never run", current.span)
        }
        return try make(.function(parameters, body: try expression()), from: start)
    }

    /// A type, as `instance of` and parameters name it.
    mutating func type() throws(Diagnostic) -> FEELType {
        depth += 1
        defer { depth -= 1 }
        guard depth <= limits.nestingDepthMax else {
            throw failure(
                "a type is nested at most \(limits.nestingDepthMax) deep", current.span,
                code: .limit)
        }
        if case .name(let name) = current.kind, let known = types.first(where: { $0.name == name })
        {
            advance()
            return known.type
        }
        for (name, type) in FEELType.named {
            let words = name.split(separator: " ").map(String.init)
            guard matches(words) else { continue }
            at += words.count
            return type
        }
        let span = current.span
        guard case .name(let name) = current.kind else { throw unexpected("the name of a type") }
        advance()
        switch name {
        case "list":
            guard takeSymbol("<") else { return .list(.any) }
            let item = try type()
            try expect(">")
            return .list(item)
        case "range":
            guard takeSymbol("<") else { return .range(.any) }
            let end = try type()
            try expect(">")
            return .range(end)
        case "context":
            return try contextType()
        case "function":
            return try functionType()
        default:
            throw failure(
                "\(name) is no type", span, code: .unknownName,
                hint: nearest(name, in: FEELType.named.map(\.0)).map { "did you mean \($0)?" })
        }
    }

    private mutating func contextType() throws(Diagnostic) -> FEELType {
        guard takeSymbol("<") else { return .anyContext }
        var fields: [ContextType.Field] = []
        repeat {
            guard let name = takeNameBeforeColon() else { throw unexpected("a field") }
            fields.append(ContextType.Field(name, try type()))
        } while takeSymbol(",")
        try expect(">")
        return .context(ContextType(fields, isOpen: true))
    }

    private mutating func functionType() throws(Diagnostic) -> FEELType {
        guard takeSymbol("<") else { return .function([], result: .any) }
        var parameters: [FEELType] = []
        while !takeSymbol(">") {
            if !parameters.isEmpty { try expect(",") }
            parameters.append(try type())
        }
        try expect("->")
        return .function(parameters, result: try type())
    }
}
