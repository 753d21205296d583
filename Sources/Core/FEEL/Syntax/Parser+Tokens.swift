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
        return failure("\(found) where \(wanted) was expected", current.span)
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

    /// Takes a name, of several words where a known one stands here; keywords are no names.
    mutating func takeAnyName() -> String? {
        guard case .name(let first) = current.kind, first != "?" else { return nil }
        for words in longNames where words[0] == first && matches(words) {
            at += words.count
            return words.joined(separator: " ")
        }
        guard !keywords.contains(first) else { return nil }
        advance()
        return first
    }

    func matches(_ words: [String]) -> Bool {
        guard at + words.count < tokens.count else { return false }
        return words.indices.allSatisfy { tokens[at + $0].kind == .name(words[$0]) }
    }

    /// Takes words up to a colon, as a context's keys and named arguments have them.
    mutating func takeWordsBeforeColon() -> String? {
        var index = at
        var words: [String] = []
        while case .name(let word) = tokens[index].kind {
            words.append(word)
            index += 1
        }
        guard !words.isEmpty, tokens[index].kind == .symbol(":") else { return nil }
        at = index + 1
        return words.joined(separator: " ")
    }
}
