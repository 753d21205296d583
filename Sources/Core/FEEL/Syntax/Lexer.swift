/// Turns the text of an expression into tokens.
struct Lexer {
    private let source: SourceText
    private let names: KnownNames
    private let scalars: [Unicode.Scalar]
    private var at = 0
    private var offset = 0
    /// How many square brackets are open, and whether the last token was a point.
    private var brackets = 0
    private var isAfterPoint = false

    /// - Parameter start: where to begin, in bytes of UTF-8.
    init(_ source: SourceText, names: KnownNames, from start: Int = 0, brackets: Int = 0) {
        self.source = source
        self.names = names
        self.brackets = brackets
        scalars = Array(source.text.unicodeScalars)
        while offset < start, at < scalars.count { advance() }
    }

    mutating func tokens() throws(Diagnostic) -> [Token] {
        var tokens: [Token] = []
        while true {
            try skipBlanks()
            let start = offset
            guard let kind = try next() else { break }
            isAfterPoint = kind == .symbol(".")
            if kind == .symbol("[") { brackets += 1 }
            if kind == .symbol("]") { brackets -= 1 }
            tokens.append(Token(kind: kind, span: SourceSpan(start, offset)))
        }
        tokens.append(Token(kind: .end, span: SourceSpan(offset, offset)))
        return tokens
    }

    private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
        at + ahead < scalars.count ? scalars[at + ahead] : nil
    }

    private mutating func advance() {
        offset += UTF8.width(scalars[at])
        at += 1
    }

    private mutating func skipBlanks() throws(Diagnostic) {
        while let scalar = peek() {
            if isBlank(scalar) {
                advance()
            } else if scalar == "/" && peek(1) == "/" {
                while let inner = peek(), inner != "\n" {
                    _ = inner
                    advance()
                }
            } else if scalar == "/" && peek(1) == "*" {
                try skipComment()
            } else {
                return
            }
        }
    }

    private mutating func skipComment() throws(Diagnostic) {
        let start = offset
        advance()
        advance()
        while peek() != nil {
            if peek() == "*" && peek(1) == "/" {
                advance()
                advance()
                return
            }
            advance()
        }
        throw failure(
            "this comment has no end", SourceSpan(start, start + 2), hint: "close it with */")
    }

    private mutating func next() throws(Diagnostic) -> Token.Kind? {
        guard let scalar = peek() else { return nil }
        if isDigit(scalar) || (scalar == "." && peek(1).map(isDigit) == true) {
            return try number()
        }
        if scalar == "\"" { return .string(try string()) }
        if scalar == "?" {
            advance()
            return .name("?")
        }
        if isNameStart(scalar) {
            var name = String.UnicodeScalarView()
            while let part = peek(), isNamePart(part) {
                name.append(part)
                advance()
            }
            return .name(known(String(name)))
        }
        return .symbol(try symbol(scalar))
    }

    /// The longest known name that begins with the word just read.
    private mutating func known(_ word: String) -> String {
        guard
            let match = names.match(
                word, scalars, after: at, amongFields: isAfterPoint || brackets > 0)
        else { return word }
        while at < match.end { advance() }
        return match.name
    }

    private func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 48 && scalar.value <= 57
    }

    private mutating func number() throws(Diagnostic) -> Token.Kind {
        let start = offset
        var text = ""
        func isExponent() -> Bool {
            guard peek() == "e" || peek() == "E" else { return false }
            if peek(1).map(isDigit) == true { return true }
            return (peek(1) == "+" || peek(1) == "-") && peek(2).map(isDigit) == true
        }
        while let scalar = peek(), isDigit(scalar) {
            text.unicodeScalars.append(scalar)
            advance()
        }
        if peek() == ".", peek(1).map(isDigit) == true {
            repeat {
                text.unicodeScalars.append(scalars[at])
                advance()
            } while peek().map(isDigit) == true
        }
        if isExponent() {
            repeat {
                text.unicodeScalars.append(scalars[at])
                advance()
            } while peek().map(isDigit) == true || (text.last == "e" || text.last == "E")
        }
        let span = SourceSpan(start, offset)
        guard let value = Decimal34(text) else {
            throw failure("this number is greater than any that FEEL can hold", span, code: .limit)
        }
        if let scalar = peek(), isNameStart(scalar) {
            throw failure(
                "a number runs into a name", SourceSpan(start, offset + 1),
                hint: "a name cannot begin with a digit")
        }
        return .number(value)
    }

    private mutating func string() throws(Diagnostic) -> String {
        let start = offset
        advance()
        var text = String.UnicodeScalarView()
        while let scalar = peek() {
            advance()
            switch scalar {
            case "\"": return String(text)
            case "\\":
                // A backslash that begins no escape stands for itself, as patterns want it.
                if let next = peek(), Self.escapes.contains(next) {
                    text.append(try escape())
                } else {
                    text.append(scalar)
                }
            default: text.append(scalar)
            }
        }
        throw failure(
            "this text has no end", SourceSpan(start, start + 1),
            hint: "close it with a quotation mark")
    }

    private static let escapes: Set<Unicode.Scalar> = ["n", "r", "t", "\"", "'", "\\", "u", "U"]

    private mutating func escape() throws(Diagnostic) -> Unicode.Scalar {
        let start = offset - 1
        guard let scalar = peek() else {
            throw failure("this text ends within an escape", SourceSpan(start, offset))
        }
        advance()
        switch scalar {
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "\"", "'", "\\": return scalar
        case "u" where peek() == "{": return try bracedUnicode(start)
        case "u": return try unicode(start, digits: 4)
        default: return try unicode(start, digits: 6)
        }
    }

    private mutating func unicode(_ start: Int, digits: Int) throws(Diagnostic) -> Unicode.Scalar {
        var value = try hexadecimal(start, digits: digits)
        if digits == 4, value >= 0xD800, value < 0xDC00, peek() == "\\", peek(1) == "u" {
            advance()
            advance()
            let low = try hexadecimal(start, digits: 4)
            guard low >= 0xDC00, low < 0xE000 else {
                throw failure("half of a surrogate pair", SourceSpan(start, offset))
            }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else {
            throw failure("no character has this number", SourceSpan(start, offset))
        }
        return scalar
    }

    /// `\u{1F40E}`, which other languages have.
    private mutating func bracedUnicode(_ start: Int) throws(Diagnostic) -> Unicode.Scalar {
        advance()
        var digits = 0
        while digits < 6, let scalar = peek(digits), scalar.properties.isASCIIHexDigit {
            digits += 1
        }
        let value = try hexadecimal(start, digits: max(digits, 1))
        guard peek() == "}", let scalar = Unicode.Scalar(value) else {
            throw failure("no character has this number", SourceSpan(start, offset))
        }
        advance()
        return scalar
    }

    private mutating func hexadecimal(_ start: Int, digits: Int) throws(Diagnostic) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let scalar = peek(), scalar.isASCII,
                let digit = Character(scalar).hexDigitValue
            else {
                throw failure(
                    "this escape wants \(digits) hexadecimal digits", SourceSpan(start, offset))
            }
            value = value << 4 | UInt32(digit)
            advance()
        }
        return value
    }

    private mutating func symbol(_ scalar: Unicode.Scalar) throws(Diagnostic) -> String {
        let pairs = ["..", "**", "!=", "<=", ">=", "->"]
        if let second = peek(1) {
            let pair = String(String.UnicodeScalarView([scalar, second]))
            if pairs.contains(pair) {
                advance()
                advance()
                return pair
            }
        }
        let start = offset
        advance()
        guard "()[]{},:.+-*/=<>@'\u{2019}".unicodeScalars.contains(scalar) else {
            throw failure(
                "\"\(scalar)\" has no meaning here", SourceSpan(start, offset),
                hint: Self.hint(for: scalar))
        }
        return String(scalar)
    }

    static let quotationHint = "a text stands in straight double quotation marks"

    private static func hint(for scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\u{2018}", "\u{201C}", "\u{201D}": quotationHint
        case "&": "write \"and\""
        case "|": "write \"or\""
        case "!": "write not(…), or != for \"is not\""
        case "%": "write modulo(a, b)"
        case "\u{2264}": "write <="
        case "\u{2265}": "write >="
        case "\u{2212}", "\u{2013}": "write a plain hyphen for minus"
        default: nil
        }
    }

    private func failure(
        _ message: String, _ span: SourceSpan, code: Diagnostic.Code = .syntax, hint: String? = nil
    ) -> Diagnostic {
        Diagnostic(.error, code, message, at: source.place(span), hint: hint)
    }
}
