extension Parser {
    var current: Token { tokens[at] }
    var lastEnd: Int { at > 0 ? tokens[at - 1].span.end : 0 }

    mutating func advance() { if at < tokens.count - 1 { at += 1 } }

    func isSymbol(_ symbol: String) -> Bool { current.kind == .symbol(symbol) }

    func isName(_ name: String) -> Bool { current.kind == .name(name) }

    mutating func takeSymbol(_ symbol: String) -> Bool {
        guard isSymbol(symbol) else { return false }
        advance()
        return true
    }

    mutating func takeName(_ name: String) -> Bool {
        guard isName(name) else { return false }
        advance()
        return true
    }

    mutating func expect(_ symbol: String) throws(Diagnostic) {
        guard takeSymbol(symbol) else { throw unexpected("\"\(symbol)\"") }
    }

    func expectEnd() throws(Diagnostic) {
        guard current.kind == .end else {
            var hint: String?
            if case .name(let name) = current.kind, at > 0,
                case .name(let before) = tokens[at - 1].kind
            {
                hint = "\"\(before) \(name)\" is no known name; a text stands in quotation marks"
            } else if case .symbol("=") = current.kind, at > 0, tokens[at - 1].kind == .symbol("=")
            {
                hint = "\"is equal\" is written with one ="
            }
            throw failure("\(current.described) is not expected here", current.span, hint: hint)
        }
    }

    func unexpected(_ wanted: String) -> Diagnostic {
        let found = current.kind == .end ? "the text ends" : "\(current.described) stands here"
        let isQuote = [.symbol("'"), .symbol("\u{2019}")].contains(current.kind)
        return failure(
            "\(found) where \(wanted) was expected", current.span,
            hint: isQuote ? Lexer.quotationHint : nil)
    }

    func failure(
        _ message: String, _ span: SourceSpan, code: Diagnostic.Code = .syntax, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.error, code, message, at: source.place(span), hint: hint)
    }

    func make(_ kind: Syntax.Kind, from start: Int) throws(Diagnostic) -> Syntax {
        let syntax = Syntax(kind, SourceSpan(start, lastEnd))
        guard syntax.depth <= limits.chainDepthMax else {
            throw failure(
                "an expression has at most \(limits.chainDepthMax) parts within each other",
                syntax.span, code: .limit)
        }
        return syntax
    }

    /// Takes a name; keywords are no names.
    ///
    /// Where fields are that nobody declared, words that follow each other are one name: nothing
    /// else can be meant.
    mutating func takeAnyName(isField: Bool = false) -> String? {
        guard case .name(let first) = current.kind, first != "?", !keywords.contains(first) else {
            return nil
        }
        advance()
        guard isField else { return first }
        var words = [first]
        while case .name(let word) = current.kind, word != "?", !keywords.contains(word) {
            words.append(word)
            advance()
        }
        return words.joined(separator: " ")
    }

    func matches(_ words: [String]) -> Bool {
        guard at + words.count < tokens.count else { return false }
        return words.indices.allSatisfy { tokens[at + $0].kind == .name(words[$0]) }
    }

    /// Takes a name that is declared here, of any parts, if what stands after it is one of the
    /// ends: a context's keys, arguments and parameters, the variables of iterations.
    mutating func takeNewName(before ends: [Token.Kind]) -> String? {
        guard case .name(let first) = current.kind, !keywords.contains(first) else { return nil }
        var index = at
        while !ends.contains(tokens[index].kind) || index == at {
            switch tokens[index].kind {
            case .name, .number: index += 1
            case .symbol(let symbol) where Self.nameSymbols.contains(symbol): index += 1
            default: return nil
            }
        }
        let (start, end) = (current.span.start, tokens[index - 1].span.end)
        if index == at + 1, case .name(let name) = current.kind {
            at = index
            return name
        }
        at = index
        let bytes = Array(source.text.utf8)[start..<end]
        return String(decoding: bytes, as: UTF8.self)
            .split { $0.isWhitespace || $0.isNewline }.joined(separator: " ")
    }

    private static let nameSymbols: Set<String> = [".", "/", "-", "\u{2019}", "'", "+", "*"]

    /// Takes a name and the colon after it.
    mutating func takeNameBeforeColon() -> String? {
        guard let name = takeNewName(before: [.symbol(":")]) else { return nil }
        advance()
        return name
    }
}
