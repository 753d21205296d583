/// Reads a regular expression by the rules of XPath (Functions and Operators 2.0, clause 7.6.1,
/// upon XML Schema part 2, appendix F) and writes it for PCRE2.
///
/// Every character is written by its number, every set by what it holds, so that nothing of PCRE2's
/// own language can be reached from without.
struct PatternTranslator {
    let flags: PatternFlags
    let scalars: [Unicode.Scalar]
    var at = 0
    var output = ""
    private var depth = 0
    /// Groups opened so far, and which of them are closed.
    private var groupsOpened = 0
    private var closed: Set<Int> = []

    private static let depthMax = 50

    init(_ pattern: String, flags: PatternFlags) {
        self.flags = flags
        scalars = Array(pattern.unicodeScalars)
    }

    static func translate(_ pattern: String, flags: PatternFlags) throws(Fault) -> String {
        var translator = PatternTranslator(pattern, flags: flags)
        try translator.branches()
        guard translator.at == translator.scalars.count else {
            throw translator.wrong("a bracket is closed that was not opened")
        }
        return translator.output
    }

    func wrong(_ message: String) -> Fault {
        let text = String(String.UnicodeScalarView(scalars))
        return Fault(
            .argument, "this pattern is wrong at character \(at + 1): \(message)",
            values: [.string(text)])
    }

    // MARK: Reading

    mutating func skipIgnored() {
        guard flags.ignoresSpace else { return }
        while at < scalars.count, Self.isSpace(scalars[at]) { at += 1 }
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        ["\t", "\n", "\r", " "].contains(scalar)
    }

    func peek() -> Unicode.Scalar? { at < scalars.count ? scalars[at] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek() == scalar else { return false }
        at += 1
        return true
    }

    // MARK: Grammar

    private mutating func branches() throws(Fault) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else {
            throw wrong("groups are nested deeper than \(Self.depthMax)")
        }
        while true {
            skipIgnored()
            switch peek() {
            case nil, ")": return
            case "|":
                at += 1
                output += "|"
            default:
                try atom()
                skipIgnored()
                try quantifier()
            }
        }
    }

    private mutating func atom() throws(Fault) {
        let scalar = scalars[at]
        at += 1
        switch scalar {
        case "(":
            groupsOpened += 1
            let number = groupsOpened
            output += "("
            try branches()
            guard take(")") else { throw wrong("a bracket is not closed") }
            output += ")"
            closed.insert(number)
        case "[": output += try characterClass()
        case ".": output += flags.dotMatchesAll ? "[\\x{0}-\\x{10FFFF}]" : "[^\\n]"
        case "^": output += flags.isMultiline ? "(?:\\A|(?<=\\n)(?!\\z))" : "(?:\\A)"
        case "$": output += flags.isMultiline ? "(?:(?=\\n)|(?<!\\n)\\z)" : "(?:\\z)"
        case "\\": try escape()
        case "?", "*", "+", "{":
            throw wrong("there is nothing before \"\(scalar)\" to repeat")
        case "}", "]": throw wrong("\"\(scalar)\" stands alone")
        default: output += Self.written(scalar)
        }
    }

    private mutating func escape() throws(Fault) {
        skipIgnored()
        if let digit = peek(), digit.value >= 49, digit.value <= 57 { return try backReference() }
        output += try escapedSet().text
    }

    private mutating func backReference() throws(Fault) {
        var number = Int(scalars[at].value - 48)
        at += 1
        while let digit = peek(), digit.value >= 48, digit.value <= 57 {
            let longer = number * 10 + Int(digit.value - 48)
            guard longer <= groupsOpened else { break }
            number = longer
            at += 1
        }
        guard closed.contains(number) else {
            throw wrong("there is no group \(number) before this")
        }
        output += "\\g{\(number)}"
    }

    private mutating func quantifier() throws(Fault) {
        guard let scalar = peek(), ["?", "*", "+", "{"].contains(scalar) else { return }
        at += 1
        if scalar == "{" {
            output += try counts()
        } else {
            output.unicodeScalars.append(scalar)
        }
        skipIgnored()
        if take("?") { output += "?" }
        skipIgnored()
        if let next = peek(), ["?", "*", "+", "{"].contains(next) {
            throw wrong("a repetition is repeated")
        }
    }

    private mutating func counts() throws(Fault) -> String {
        let least = try count()
        skipIgnored()
        if take("}") { return "{\(least)}" }
        guard take(",") else { throw wrong("a repetition is written {n}, {n,} or {n,m}") }
        skipIgnored()
        if take("}") { return "{\(least),}" }
        let most = try count()
        skipIgnored()
        guard take("}"), most >= least else {
            throw wrong("a repetition is written {n}, {n,} or {n,m} with n at most m")
        }
        return "{\(least),\(most)}"
    }

    private mutating func count() throws(Fault) -> Int {
        skipIgnored()
        var value: Int?
        while let digit = peek(), digit.value >= 48, digit.value <= 57 {
            value = min((value ?? 0) * 10 + Int(digit.value - 48), 1_000_000)
            at += 1
            skipIgnored()
        }
        guard let value else { throw wrong("a repetition is written {n}, {n,} or {n,m}") }
        return value
    }

    // MARK: Writing

    static func written(_ scalar: Unicode.Scalar) -> String {
        "\\x{\(String(scalar.value, radix: 16))}"
    }

    static func written(_ ranges: CharacterRanges.Ranges) -> String {
        ranges.map { range in
            [range.lowerBound, range.upperBound].map { "\\x{\(String($0, radix: 16))}" }
                .joined(separator: "-")
        }.joined()
    }
}

/// The flags of XPath's functions on patterns.
struct PatternFlags: Hashable {
    private(set) var dotMatchesAll = false
    private(set) var isMultiline = false
    private(set) var ignoresCase = false
    private(set) var ignoresSpace = false

    init(_ text: String) throws(Fault) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "s": dotMatchesAll = true
            case "m": isMultiline = true
            case "i": ignoresCase = true
            case "x": ignoresSpace = true
            default:
                throw Fault(
                    .argument, "flags are s, m, i and x, not \(scalar)", values: [.string(text)])
            }
        }
    }
}
