// By XQuery 1.0 and XPath 2.0 Functions and Operators, clause 7.6; where XPath has an error, FEEL
// has null.

extension Builtin {
    /// Which argument holds the flags of a pattern, which is the second; `nil` where there is none.
    var patternFlagsPlace: Int? {
        switch self {
        case .matches: 2
        case .replace, .split: 3
        default: nil
        }
    }

    func pattern(_ arguments: Arguments, _ evaluator: inout Evaluator) throws(Fault) -> Value {
        let text = Array(try arguments.string(0).utf8)
        let source = try arguments.string(1)
        let flagsAt = self == .matches ? 2 : 3
        let flags = arguments[flagsAt].isNull ? "" : try arguments.string(flagsAt)
        if self == .matches {
            let pattern = try evaluator.pattern(source, flags: flags)
            return .boolean(try pattern.match(in: text, from: 0, &evaluator) != nil)
        }
        let replacement = self == .replace ? try arguments.string(2) : nil
        let pattern = try evaluator.pattern(source, flags: flags)
        guard try pattern.match(in: [], from: 0, &evaluator) == nil else {
            throw Fault(
                .argument, "a pattern that matches the empty text has no places",
                values: [.string(source)])
        }
        guard let replacement else {
            let parts = try pieces(of: text, pattern, &evaluator) { _ in [] }
            return .list(parts.between.map { .string(String(decoding: $0, as: UTF8.self)) })
        }
        let parts = try Replacement(replacement)
        let pieces = try pieces(of: text, pattern, &evaluator) { parts.filled($0, text) }
        var result: [UInt8] = []
        for (at, piece) in pieces.between.enumerated() {
            result += piece
            if at < pieces.matches.count { result += pieces.matches[at] }
        }
        return .string(String(decoding: result, as: UTF8.self))
    }

    /// What lies between the matches, and what each match becomes.
    private func pieces(
        of text: [UInt8], _ pattern: Pattern, _ evaluator: inout Evaluator,
        _ become: ([Range<Int>?]) -> [UInt8]
    ) throws(Fault) -> (between: [ArraySlice<UInt8>], matches: [[UInt8]]) {
        var between: [ArraySlice<UInt8>] = []
        var matches: [[UInt8]] = []
        var (start, from) = (0, 0)
        while from <= text.count, let groups = try pattern.match(in: text, from: from, &evaluator),
            let whole = groups.first ?? nil
        {
            if whole.isEmpty {
                from = whole.upperBound + 1
                while from < text.count, text[from] & 0xC0 == 0x80 { from += 1 }
                continue
            }
            between.append(text[start..<whole.lowerBound])
            matches.append(become(groups))
            try evaluator.charge(1 + matches[matches.count - 1].count / 16)
            start = whole.upperBound
            from = start
        }
        between.append(text[start...])
        return (between, matches)
    }
}

/// The third argument of `replace`: text with `$1` for a group, `$0` for the whole, `\$` and `\\`.
private struct Replacement {
    private enum Part {
        case text([UInt8])
        /// The digits after a dollar sign: as many are taken as name a group that there is.
        case group([UInt8])
    }

    private var parts: [Part] = []

    init(_ source: String) throws(Fault) {
        var bytes = source.utf8[...]
        var text: [UInt8] = []
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\\"):
                guard let next = bytes.popFirst(),
                    next == UInt8(ascii: "\\") || next == UInt8(ascii: "$")
                else { throw Self.wrong("a backslash stands before $ or another one", source) }
                text.append(next)
            case UInt8(ascii: "$"):
                let digits = Array(bytes.prefix { $0 >= 48 && $0 <= 57 })
                guard !digits.isEmpty else {
                    throw Self.wrong("$ stands before the number of a group", source)
                }
                parts.append(.text(text))
                text = []
                parts.append(.group(digits))
                bytes = bytes.dropFirst(digits.count)
            default: text.append(byte)
            }
        }
        parts.append(.text(text))
    }

    private static func wrong(_ message: String, _ source: String) -> Fault {
        Fault(.argument, "this replacement is wrong: \(message)", values: [.string(source)])
    }

    /// What a match with its groups becomes.
    func filled(_ groups: [Range<Int>?], _ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let bytes): result += bytes
            case .group(let digits):
                var number = Int(digits[0] - 48)
                var taken = 1
                while taken < digits.count {
                    let longer = number * 10 + Int(digits[taken] - 48)
                    guard longer < groups.count else { break }
                    number = longer
                    taken += 1
                }
                if number < groups.count, let range = groups[number] { result += text[range] }
                result += digits[taken...]
            }
        }
        return result
    }
}
