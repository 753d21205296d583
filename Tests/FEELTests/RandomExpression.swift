@testable import FEEL

/// Expressions as chance makes them: grown by the grammar, most of them with a meaning, and damaged
/// ones.
struct RandomExpression<Generator: RandomNumberGenerator> {
    var generator: Generator

    init(_ generator: Generator) { self.generator = generator }

    private mutating func pick(_ items: [String]) -> String {
        items[Int.random(in: 0..<items.count, using: &generator)]
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }

    // MARK: Growing

    mutating func text(depth: Int) -> String {
        if depth <= 0 || chance(20) { return leaf() }
        switch Int.random(in: 0..<16, using: &generator) {
        case 0, 1: return infix(depth)
        case 2: return "(\(text(depth: depth - 1)))"
        case 3: return "-\(text(depth: depth - 1))"
        case 4: return condition(depth)
        case 5: return iteration(depth)
        case 6: return "[\(list(depth))]"
        case 7: return "\(text(depth: depth - 1))[\(text(depth: depth - 1))]"
        case 8: return context(depth)
        case 9: return "\(text(depth: depth - 1)).\(pick(Self.fields))"
        case 10: return "(function(x, y) \(text(depth: depth - 1)))(\(list(depth)))"
        case 11: return "\(text(depth: depth - 1)) instance of \(pick(Self.types))"
        case 12: return test(depth)
        case 13: return range(depth)
        default: return "\(pick(Self.functions))(\(list(depth)))"
        }
    }

    private mutating func leaf() -> String {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: String(Int.random(in: -5...40, using: &generator))
        case 1: pick(Self.texts)
        case 2: pick(Self.literals)
        default: pick(Self.names)
        }
    }

    private mutating func list(_ depth: Int) -> String {
        var items: [String] = []
        for _ in 0..<Int.random(in: 0...3, using: &generator) {
            items.append(text(depth: depth - 1))
        }
        return items.joined(separator: ", ")
    }

    private mutating func infix(_ depth: Int) -> String {
        let left = text(depth: depth - 1)
        return "\(left) \(pick(Self.operators)) \(text(depth: depth - 1))"
    }

    private mutating func condition(_ depth: Int) -> String {
        let test = text(depth: depth - 1)
        let then = text(depth: depth - 1)
        return "if \(test) then \(then) else \(text(depth: depth - 1))"
    }

    private mutating func iteration(_ depth: Int) -> String {
        let walked = text(depth: depth - 1)
        let body = text(depth: depth - 1)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: return "for x in \(walked) return \(body)"
        case 1: return "some x in \(walked) satisfies \(body)"
        default: return "for x in 1..\(walked), y in [1, x] return [\(body), partial]"
        }
    }

    private mutating func context(_ depth: Int) -> String {
        let first = text(depth: depth - 1)
        return "{a: \(first), first name: \(text(depth: depth - 1))}"
    }

    private mutating func test(_ depth: Int) -> String {
        let value = text(depth: depth - 1)
        let other = text(depth: depth - 1)
        return chance(50)
            ? "\(value) in (\(pick(["<", ">=", "=", "!="])) \(other), \(text(depth: depth - 1)))"
            : "\(value) between \(other) and \(text(depth: depth - 1))"
    }

    private mutating func range(_ depth: Int) -> String {
        let low = text(depth: depth - 1)
        return pick(["[", "(", "]"]) + "\(low)..\(text(depth: depth - 1))" + pick(["]", ")", "["])
    }

    // MARK: Damaging

    mutating func damaged(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let place = Int.random(in: 0...scalars.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: scalars.insert(contentsOf: pick(Self.fragments).unicodeScalars, at: place)
            case 1: scalars.removeSubrange(place..<min(place + 2, scalars.count))
            case 2: scalars = Array(scalars.prefix(place))
            default: scalars.insert(contentsOf: pick(Self.literals).unicodeScalars, at: place)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    private static var names: [String] { ["x", "y", "a", "first name", "item", "partial", "?"] }
    private static var fields: [String] {
        ["a", "first name", "days", "year", "start", "end included", "time offset", "nothing"]
    }
    private static var types: [String] {
        [
            "number", "string", "list<number>", "context<a: number>", "range<date>", "Null",
            "function<number> -> Any", "date and time", "years and months duration",
        ]
    }
    private static var operators: [String] {
        ["+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in"]
    }
    private static var functions: [String] { Builtin.allCases.map(\.rawValue) }
    private static var texts: [String] {
        ["\"\"", "\"a\"", "\"aba\"", "\"[a-c]+\"", "\"(a)|b\"", "\"1,000.5\"", "\"P1Y\"", "\"$1\""]
    }
    private static var literals: [String] {
        [
            "null", "true", "false", "0", "1.50", "1e30", "0.1",
            "9999999999999999999999999999999999",
            "@\"2026-02-28\"", "@\"-999999999-01-01\"", "@\"10:30:00\"", "@\"10:30:00Z\"",
            "@\"2026-11-21T10:00:00\"", "@\"2026-11-21T10:00:00+02:00\"", "@\"P1DT2H\"",
            "@\"-P14M\"", "[]", "{}", "[1..5]", "(> 3)", "[1, 2, 3]", "[\"a\", \"b\"]",
            "[{a: 1}, {a: 2}]", "{a: 1, b: {c: \"x\"}}", "function(x, y) x < y", "count",
        ]
    }
    private static var fragments: [String] {
        [
            "(", ")", "[", "]", "{", "}", "..", ",", ":", "\"", "\\u", "\\", "@", "?", "'", ".",
            "-",
            "/*", "*/", "//", "if ", " then ", " else ", " in ", "not(", "for ", " return ", "\n",
            "é", "😀", "\u{0}", "1e", "9999999999999999999999999999999999999999", "**", "a b c: ",
        ]
    }
}
