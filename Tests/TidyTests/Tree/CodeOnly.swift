/// Swift source with comments and the contents of string literals replaced by spaces and raw
/// identifiers by underscores, byte for byte, so that what is left can be searched and its braces
/// counted. Code inside `\(…)` is kept.
func codeOnly(_ source: [UInt8]) -> [UInt8] {
    var scanner = CodeScanner(source: source)
    scanner.code(untilClosingParenthesis: false)
    return scanner.output
}

private struct CodeScanner {
    let source: [UInt8]
    var output: [UInt8] = []
    var at = 0

    init(source: [UInt8]) {
        self.source = source
        output.reserveCapacity(source.count)
    }

    mutating func code(untilClosingParenthesis: Bool) {
        var depth = 0
        while at < source.count {
            switch source[at] {
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): lineComment()
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): blockComment()
            case UInt8(ascii: "`"): rawIdentifier()
            case UInt8(ascii: "\""): string(hashes: 0)
            case UInt8(ascii: "#"): hashes()
            case UInt8(ascii: "("):
                depth += 1
                keep()
            case UInt8(ascii: ")"):
                depth -= 1
                keep()
                if untilClosingParenthesis && depth == 0 { return }
            default: keep()
            }
        }
    }

    private func peek(_ distance: Int) -> UInt8? {
        at + distance < source.count ? source[at + distance] : nil
    }

    private mutating func keep() {
        output.append(source[at])
        at += 1
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where at < source.count {
            output.append(source[at] == UInt8(ascii: "\n") ? source[at] : UInt8(ascii: " "))
            at += 1
        }
    }

    private mutating func lineComment() {
        while at < source.count, source[at] != UInt8(ascii: "\n") { blank() }
    }

    private mutating func blockComment() {
        var depth = 0
        repeat {
            if peek(0) == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                blank(2)
            } else if peek(0) == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && at < source.count
    }

    private mutating func rawIdentifier() {
        keep()
        while at < source.count, source[at] != UInt8(ascii: "`"), source[at] != UInt8(ascii: "\n") {
            output.append(UInt8(ascii: "_"))
            at += 1
        }
        if at < source.count { keep() }
    }

    /// One `#` or more: the start of a raw string, or a macro, which is code.
    private mutating func hashes() {
        var count = 0
        while peek(count) == UInt8(ascii: "#") { count += 1 }
        if peek(count) == UInt8(ascii: "\"") {
            for _ in 0..<count { keep() }
            string(hashes: count)
        } else {
            keep()
        }
    }

    /// A string literal, from its first quote: one line or several, raw or not.
    private mutating func string(hashes: Int) {
        let quotes = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"") ? 3 : 1
        for _ in 0..<quotes { keep() }
        while at < source.count {
            if closes(quotes: quotes, hashes: hashes) {
                for _ in 0..<(quotes + hashes) { keep() }
                return
            }
            if source[at] == UInt8(ascii: "\n"), quotes == 1 { return }
            guard source[at] == UInt8(ascii: "\\"), escapes(hashes: hashes) else {
                blank()
                continue
            }
            blank(1 + hashes)
            if peek(0) == UInt8(ascii: "(") {
                code(untilClosingParenthesis: true)
            } else {
                blank()
            }
        }
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { peek(quotes + $0) == UInt8(ascii: "#") }
    }

    private func escapes(hashes: Int) -> Bool {
        (0..<hashes).allSatisfy { peek(1 + $0) == UInt8(ascii: "#") }
    }
}
