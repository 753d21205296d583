import FairleadTesting

@testable import FEEL

/// Texts of FEEL drawn at random: most are well formed, many make sense, some ask for too much.
struct RandomFEEL {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    /// What the texts may name beside what they bind themselves.
    static let scope = Scope([
        ("n", .number), ("s", .string), ("flag", .boolean), ("day", .date), ("when", .dateTime),
        ("term", .daysTime), ("xs", .list(.number)), ("any", .any),
        ("tier", .enumeration(["starter", "growth", "strategic"])),
        ("maybe", .optional(.number)),
        (
            "account",
            .context(
                ContextType([
                    ContextType.Field("id", .string), ContextType.Field("arr", .number),
                    ContextType.Field("credit limit", .optional(.number)),
                ]))
        ),
    ])

    static let inputs: Context = {
        func value(_ text: String) -> Value { (try? Program(text).evaluate()) ?? .null }
        return [
            "n": .number(7), "s": .string("strategic"), "flag": .boolean(true),
            "day": value("@\"2026-11-21\""), "when": value("@\"2026-11-21T10:00:00Z\""),
            "term": value("@\"P14D\""), "xs": value("[1, 2, 3]"),
            "any": value("[{a: [null]}, \"x\"]"), "tier": .string("growth"), "maybe": .null,
            "account": value("{id: \"a-1\", arr: 240000, credit limit: 5}"),
        ]
    }()

    private static let numbers = [
        "0", "1", "-1", "2", "7", "0.5", "1.50", "1e3", "34", "1e6144", "1e-6176", "1e9999",
        "9223372036854775807", "9999999999999999999999999999999999", "0.0000000000000000001",
        "2147483648", "365", "-0",
    ]
    private static let texts = [
        "\"\"", "\"a\"", "\"strategic\"", "\"a,b;c\"", "\"é😀e\u{301}\"", "\"[a-z]+\"",
        "\"P1D\"", "\"2026-11-21\"", "\"\\u00e9\\n\"", "\"(\"", "\"Europe/Berlin\"", "\"1.5\"",
    ]
    private static let moments = [
        "@\"2026-11-21\"", "@\"2024-02-29\"", "@\"-999999999-01-01\"", "@\"999999999-12-31\"",
        "@\"10:00:00\"", "@\"24:00:00\"", "@\"23:59:60\"", "@\"2026-11-21T10:00:00Z\"",
        "@\"2026-11-21T10:00:00+14:00\"", "@\"2026-11-21T10:00:00@Europe/Berlin\"", "@\"P14D\"",
        "@\"-PT0.000000001S\"", "@\"P99999999999999D\"", "@\"P1Y2M\"", "@\"P2147483647M\"",
        "@\"2026-13-45\"", "@\"\"",
    ]
    private static let names = [
        "n", "s", "flag", "day", "when", "term", "xs", "any", "tier", "maybe", "account",
        "account.arr", "account.credit limit", "account.nothing", "item", "partial", "?", "x",
        "y", "unknown", "day.year", "when.time offset", "term.days",
    ]
    private static let types = [
        "number", "string", "boolean", "date", "list<number>", "context<a: number>", "Any",
        "function<number> -> string", "range<date>", "date and time", "nothing",
    ]
    private static let functions = Builtin.allCases.map(\.rawValue) + ["unknown", "f"]
    private static let parameters = [
        "n", "scale", "string", "match", "list", "from", "start position", "length", "precedes",
        "item", "position", "newItem", "delimiter", "grouping separator", "key", "value", "x",
    ]

    /// An expression; `depth` bounds how deeply it is nested.
    mutating func expression(depth: Int) -> String {
        guard depth > 0, !chance(6) else { return leaf() }
        func inner() -> String { expression(depth: depth - 1) }
        switch Int.random(in: 0..<20, using: &generator) {
        case 0, 1: return "\(inner()) \(pick(["+", "-", "*", "/", "**"])) \(inner())"
        case 2: return "\(inner()) \(pick(["<", "<=", ">", ">=", "=", "!="])) \(inner())"
        case 3: return "\(inner()) \(pick(["and", "or"])) \(inner())"
        case 4: return "(\(inner()))"
        case 5: return "if \(inner()) then \(inner()) else \(inner())"
        case 6: return "for \(iterators(depth - 1)) return \(inner())"
        case 7: return "\(pick(["some", "every"])) \(iterators(depth - 1)) satisfies \(inner())"
        case 8: return "\(inner()) between \(inner()) and \(inner())"
        case 9: return "\(inner()) in (\(tests(depth: depth - 1)))"
        case 10: return "[\(several { $0.expression(depth: depth - 1) })]"
        case 11: return "{\(entries(depth - 1))}"
        case 12: return "\(leaf())[\(inner())]"
        case 13: return "(\(inner())).\(pick(["a", "days", "year", "start", "credit limit"]))"
        case 14: return "-\(inner())"
        case 15: return "\(inner()) instance of \(pick(Self.types))"
        case 16:
            let names = chance(3) ? ["y: ", "x: "] : ["", ""]
            return "(function(x, y: number) \(inner()))"
                + "(\(names[0])\(inner()), \(names[1])\(inner()))"
        case 17: return range(depth - 1)
        default: return call(depth - 1)
        }
    }

    /// Tests as a cell of a table holds them.
    mutating func tests(depth: Int) -> String {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: return "-"
        case 1: return "not(\(several { $0.test(depth: depth) }))"
        default: return several { $0.test(depth: depth) }
        }
    }

    private mutating func test(depth: Int) -> String {
        let value = expression(depth: min(depth, 1))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return "\(pick(["<", "<=", ">", ">=", "=", "!="])) \(value)"
        case 1: return range(0)
        case 2: return "? \(pick(["<", "=", "+", "in", "and"])) \(value)"
        case 3: return expression(depth: depth)
        default: return value
        }
    }

    private mutating func leaf() -> String {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0, 1: return pick(Self.numbers)
        case 2: return pick(Self.texts)
        case 3: return pick(Self.moments)
        case 4: return pick(["true", "false", "null", "[]", "{}"])
        default: return pick(Self.names)
        }
    }

    private mutating func range(_ depth: Int) -> String {
        pick(["[", "(", "]"]) + expression(depth: depth) + ".." + expression(depth: depth)
            + pick(["]", ")", "["])
    }

    private mutating func iterators(_ depth: Int) -> String {
        several(most: 2) { random in
            let end = random.chance(3) ? ".." + random.expression(depth: depth) : ""
            return "\(random.pick(["x", "y", "n", "item"])) in "
                + random.expression(depth: depth) + end
        }
    }

    private mutating func entries(_ depth: Int) -> String {
        several { random in
            "\(random.pick(["a", "b", "\"a b\"", "n", "credit limit"])): "
                + random.expression(depth: depth)
        }
    }

    private mutating func call(_ depth: Int) -> String {
        let isNamed = chance(6)
        if isNamed, chance(2), let builtin = Builtin.allCases.randomElement(using: &generator),
            let signature = builtin.signatures.randomElement(using: &generator)
        {
            // As the function has them, in any order.
            let count = Int.random(
                in: signature
                    .argumentsMin...max(
                        signature.argumentsMin, signature.parameters.count), using: &generator)
            let names = signature.parameters.map(\.name).prefix(count)
                .shuffled(using: &generator)
            let arguments = names.map { "\($0): " + expression(depth: depth) }
            return "\(builtin.rawValue)(\(arguments.joined(separator: ", ")))"
        }
        let arguments = several { random in
            (isNamed ? random.pick(Self.parameters) + ": " : "")
                + random.expression(depth: depth)
        }
        return "\(pick(Self.functions))(\(arguments))"
    }

    private mutating func several(most: Int = 4, _ part: (inout Self) -> String) -> String {
        let count = Int.random(in: 1...most, using: &generator)
        return (0..<count).map { _ in part(&self) }.joined(separator: ", ")
    }

    private mutating func pick(_ choices: [String]) -> String {
        choices.randomElement(using: &generator) ?? ""
    }

    /// One time in so many.
    private mutating func chance(_ times: Int) -> Bool {
        Int.random(in: 0..<times, using: &generator) == 0
    }
}
