struct Token: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case name(String)
        case number(Decimal34)
        case string(String)
        case symbol(String)
        case end
    }

    let kind: Kind
    let span: SourceSpan

    var described: String {
        switch kind {
        case .name(let name): "\"\(name)\""
        case .number(let number): "the number \(number)"
        case .string(let text): "the text \(quoted(text))"
        case .symbol(let symbol): "\"\(symbol)\""
        case .end: "the end"
        }
    }
}
