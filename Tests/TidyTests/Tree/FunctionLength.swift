/// A function, an initialiser or a subscript with a body.
struct FunctionBody: Equatable {
    let name: String

    /// The line of its keyword, from 1.
    let line: Int

    /// Lines from its keyword to its closing brace, both counted.
    let lineCount: Int
}

/// The functions in blanked source (`codeOnly`), found by counting braces.
func functionBodies(in code: [UInt8]) -> [FunctionBody] {
    var finder = FunctionFinder()
    var at = 0
    while at < code.count {
        let byte = code[at]
        if isWord(byte) {
            var end = at
            while end < code.count, isWord(code[end]) { end += 1 }
            let isMember = at > 0 && code[at - 1] == UInt8(ascii: ".")
            finder.word(String(decoding: code[at..<end], as: UTF8.self), isMember: isMember)
            at = end
        } else {
            finder.symbol(byte)
            at += 1
        }
    }
    return finder.found
}

private struct FunctionFinder {
    private struct Pending {
        var name: String
        let line: Int
        let parentheses: Int
    }

    private(set) var found: [FunctionBody] = []
    private var line = 1
    private var parentheses = 0
    /// A declaration whose body has not opened yet; in a protocol it never does.
    private var pending: Pending?
    /// For each open brace, the function whose body it is.
    private var braces: [Pending?] = []

    mutating func word(_ word: String, isMember: Bool) {
        if pending?.name == "func" { pending?.name = word }
        guard !isMember else { return }
        switch word {
        case "func", "init", "deinit", "subscript":
            pending = Pending(name: word, line: line, parentheses: parentheses)
        case "var", "let", "associatedtype", "typealias", "struct", "enum", "protocol", "extension":
            if pending?.parentheses == parentheses { pending = nil }
        default: break
        }
    }

    mutating func symbol(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\n"): line += 1
        case UInt8(ascii: "("): parentheses += 1
        case UInt8(ascii: ")"): parentheses -= 1
        case UInt8(ascii: "{"):
            let opensBody = pending != nil && pending?.parentheses == parentheses
            braces.append(opensBody ? pending : nil)
            if opensBody { pending = nil }
        case UInt8(ascii: "}"):
            if pending?.parentheses == parentheses { pending = nil }
            guard let last = braces.popLast(), let body = last else { return }
            found.append(
                FunctionBody(name: body.name, line: body.line, lineCount: line - body.line + 1))
        default: break
        }
    }
}
