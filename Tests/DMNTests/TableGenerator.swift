import DMN
import FEEL
import FairleadTesting

/// Makes decision tables from a seed: numbers, dates, durations, texts and booleans, open and
/// closed bounds, lists, negations, nulls.
struct TableGenerator {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// The types that columns take, in turn.
    private static let types: [FEELType] = [
        .number, .enumeration(["gold", "silver", "bronze"]), .boolean, .optional(.number),
        .date, .string, .daysTime,
    ]

    mutating func table(
        columns: Int, rules: Int, _ policy: HitPolicy, anyPercent: Int
    ) -> DecisionDefinition {
        let types = (0..<columns).map { _ in Self.types[pick(Self.types.count)] }
        let inputs = types.enumerated().map { ("x\($0)", $1) }
        let rows = (0..<rules).map { _ in
            types.map { pick(100) < anyPercent ? "-" : cell($0) } + [String(pick(3))]
        }
        return TableFixture.table(policy, inputs, rows)
    }

    /// A table whose rules part the whole space, made by cutting boxes in two.
    mutating func partition(columns: Int, rules: Int) -> DecisionDefinition {
        var boxes: [[(Int, Int)]] = [Array(repeating: (0, 1_000), count: columns)]
        while boxes.count < rules {
            let at = pick(boxes.count)
            let column = pick(columns)
            let (low, high) = boxes[at][column]
            guard high - low > 1 else { continue }
            let cut = low + 1 + pick(high - low - 1)
            var other = boxes[at]
            boxes[at][column] = (low, cut)
            other[column] = (cut, high)
            boxes.append(other)
        }
        let rows = boxes.map { box in
            box.map { low, high in
                switch (low, high) {
                case (0, 1_000): "-"
                case (0, _): "< \(high)"
                case (_, 1_000): ">= \(low)"
                default: "[\(low)..\(high))"
                }
            } + ["1"]
        }
        let inputs = (0..<columns).map { ("x\($0)", FEELType.number) }
        return TableFixture.table(.unique, inputs, rows)
    }

    /// Rules whose bounds hardly meet, with fractions among them.
    mutating func scattered(columns: Int, rules: Int) -> DecisionDefinition {
        let rows = (0..<rules).map { _ in
            (0..<columns).map { _ in scatteredCell() } + ["1"]
        }
        let inputs = (0..<columns).map { ("x\($0)", FEELType.number) }
        return TableFixture.table(.ruleOrder, inputs, rows)
    }

    private mutating func scatteredCell() -> String {
        let low = pick(200_000)
        let high = low + 1 + pick(80_000)
        return switch pick(8) {
        case 0, 1: "-"
        case 2: ">= \(low).25"
        case 3: "< \(high)"
        case 4: "not([\(low)..\(high)])"
        case 5: "< \(low), >= \(high).5"
        default: "(\(low).5..\(high)]"
        }
    }

    mutating func scatteredValue() -> Value {
        let whole = Decimal34(pick(280_000))
        guard pick(2) == 0, let part = Decimal34(pick(100)).divided(by: 100) else {
            return .number(whole)
        }
        return .number(whole.adding(part) ?? whole)
    }

    /// A value of a type, near the bounds that cells name.
    mutating func value(_ type: FEELType) -> Value {
        switch type {
        case .optional(let inner): return pick(5) == 0 ? .null : value(inner)
        case .boolean: return .boolean(pick(2) == 0)
        case .enumeration(let texts): return .string(texts[pick(texts.count)])
        case .string: return .string(["a", "b", "c", "elsewhere"][pick(4)])
        default:
            let half = pick(2) == 0 ? "" : ".5"
            let text =
                switch type {
                case .date: "@\"2026-01-\(10 + pick(12))\""
                case .daysTime: "@\"PT\(pick(12))H\""
                default: "\(pick(12) - 1)\(half)"
                }
            return (try? Program(text, mode: .conformant).evaluate()) ?? .null
        }
    }

    private mutating func cell(_ type: FEELType) -> String {
        switch type {
        case .optional(let inner): return pick(4) == 0 ? "null" : cell(inner)
        case .boolean: return pick(2) == 0 ? "true" : "false"
        case .enumeration(let texts): return text(texts)
        case .string: return text(["a", "b", "c"])
        case .date: return ordered { "@\"2026-01-\(10 + $0)\"" }
        case .daysTime: return ordered { "@\"PT\($0)H\"" }
        default: return ordered { "\($0)" }
        }
    }

    private mutating func text(_ texts: [String]) -> String {
        let first = "\"\(texts[pick(texts.count)])\""
        switch pick(3) {
        case 0: return first
        case 1: return "\(first), \"\(texts[pick(texts.count)])\""
        default: return "not(\(first))"
        }
    }

    private mutating func ordered(_ written: (Int) -> String) -> String {
        let low = pick(8)
        let (a, b) = (written(low), written(low + 1 + pick(3)))
        switch pick(7) {
        case 0: return "< \(b)"
        case 1: return ">= \(a)"
        case 2: return "[\(a)..\(b)]"
        case 3: return "(\(a)..\(b))"
        case 4: return "not(\(a))"
        case 5: return "\(a), > \(b)"
        default: return "<= \(b)"
        }
    }

    mutating func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
}

extension TableFixture {
    static func table(
        _ policy: HitPolicy, _ inputs: [(String, FEELType)], _ rows: [[String]]
    ) -> DecisionDefinition {
        table("t", policy, inputs: inputs, outputs: [("n", .number)], rows)
    }
}
