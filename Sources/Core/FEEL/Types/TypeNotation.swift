/// A type as people declare it: `number`, `list<string>`, `"gold", "silver"`, `date or null`,
/// `number (>= 0)`, `number, otherwise 0`.
public struct TypeNotation: Sendable, Hashable {
    public let type: FEELType
    /// The tests in brackets that every value must pass.
    public let allowed: SourceText?
    /// The expression after `otherwise`.
    public let otherwise: SourceText?

    public init(_ source: SourceText, limits: Limits = .standard) throws(CompileError) {
        do throws(Diagnostic) {
            var parser = try Parser(source, limits: limits)
            (type, allowed, otherwise) = try parser.typeNotation()
        } catch { throw CompileError([error]) }
    }
}

extension Parser {
    fileprivate mutating func typeNotation() throws(Diagnostic) -> (
        FEELType, SourceText?, SourceText?
    ) {
        var type: FEELType
        if case .string = current.kind {
            type = .enumeration(try texts())
        } else {
            type = try self.type()
        }
        if takeName("or") {
            guard takeName("null") else { throw unexpected("\"null\" after \"or\"") }
            type = type.orNull
        }
        let allowed = isSymbol("(") ? try bracketedTests() : nil
        var otherwise: SourceText?
        if isSymbol(","), tokens[at + 1].kind == .name("otherwise") {
            advance()
            advance()
            guard current.kind != .end else { throw unexpected("a value after \"otherwise\"") }
            otherwise = source.part(
                SourceSpan(current.span.start, tokens[tokens.count - 1].span.end))
            return (type, allowed, otherwise)
        }
        try expectEnd()
        return (type, allowed, otherwise)
    }

    private mutating func texts() throws(Diagnostic) -> [String] {
        var texts: [String] = []
        while case .string(let text) = current.kind {
            if texts.contains(where: { sameText($0, text) }) {
                throw failure("\(quoted(text)) stands here twice", current.span, code: .duplicate)
            }
            texts.append(text)
            advance()
            guard isSymbol(","), case .string = tokens[at + 1].kind else { break }
            advance()
        }
        return texts
    }

    private mutating func bracketedTests() throws(Diagnostic) -> SourceText {
        advance()
        let start = current.span.start
        var level = 1
        while current.kind != .end {
            if isSymbol("(") { level += 1 }
            if isSymbol(")") { level -= 1 }
            if level == 0 { break }
            advance()
        }
        let end = current.span.start
        try expect(")")
        return source.part(SourceSpan(start, end))
    }
}
