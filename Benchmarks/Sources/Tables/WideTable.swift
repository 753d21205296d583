import DMN
import FEEL

/// A table of eight inputs with as many rules as are wanted: texts that few rules name, numbers
/// within bounds that hardly two rules share, cells that let everything pass; the first rule that
/// matches counts, and the last one lets everything pass.
struct WideTable {
    let decision: CompiledDecision
    let frames: [[Value?]]
    let compileMilliseconds: Double
    private let rules: [[Cell]]

    private enum Cell {
        case any
        case texts([String])
        case range(Int, Int)

        var text: String {
            switch self {
            case .any: "-"
            case .texts(let texts): texts.map { "\"\($0)\"" }.joined(separator: ", ")
            case .range(let low, let high): "[\(low)..\(high))"
            }
        }

        func passes(_ value: Value?) -> Bool {
            switch (self, value) {
            case (.any, _): true
            case (.texts(let texts), .string(let text)?): texts.contains(text)
            case (.range(let low, let high), .number(let number)?):
                number >= Decimal34(low) && number < Decimal34(high)
            default: false
            }
        }
    }

    private static let regions = (0..<40).map { "region-\($0)" }
    private static let tiers = ["enterprise", "growth", "starter", "trial"]
    private static let numberMax = 1_000_000

    init(rules count: Int) throws {
        var random = Sequence64(state: UInt64(count))
        rules =
            (1..<count).map { _ in (0..<8).map { Self.cell($0, &random) } }
            + [Array(repeating: .any, count: 8)]
        frames = (0..<1_000).map { _ in (0..<8).map { Self.value($0, &random) } }
        let start = ContinuousClock.now
        let graph = try DecisionGraph([Self.definition(rules)])
        compileMilliseconds = (ContinuousClock.now - start) / .milliseconds(1)
        guard let decision = graph["wide"] else { preconditionFailure("there is no decision") }
        self.decision = decision
    }

    private static func cell(_ column: Int, _ random: inout Sequence64) -> Cell {
        if random.below(100) < 15 { return .any }
        switch column {
        case 0: return .texts((0...random.below(3)).map { _ in regions[random.below(40)] })
        case 1: return .texts((0...random.below(2)).map { _ in tiers[random.below(4)] })
        default:
            let low = random.below(numberMax)
            return .range(low, low + numberMax / 50 + random.below(numberMax / 5))
        }
    }

    private static func value(_ column: Int, _ random: inout Sequence64) -> Value {
        switch column {
        case 0: .string(regions[random.below(40)])
        case 1: .string(tiers[random.below(4)])
        default: .number(random.below(numberMax))
        }
    }

    private static func definition(_ rules: [[Cell]]) -> DecisionDefinition {
        let place = SourcePlace(file: nil, line: 1, column: 1, length: 1, lineText: "")
        return DecisionDefinition(
            name: "wide", place: place,
            logic: .table(
                TableDefinition(
                    hitPolicy: .first,
                    inputs: (0..<8).map { column in
                        InputClause(
                            expression: SourceText("x\(column)"),
                            type: column < 2 ? .string : .number)
                    },
                    outputs: [OutputClause(name: "rule", type: .number)],
                    rules: rules.enumerated().map { at, cells in
                        RuleDefinition(
                            conditions: cells.map { SourceText($0.text) },
                            outputs: [SourceText("\(at + 1)")], place: place)
                    })))
    }

    /// That each input is decided as by trying every rule.
    func check() throws {
        for frame in frames {
            let expected = rules.indices.filter { at in
                zip(rules[at], frame).allSatisfy { $0.passes($1) }
            }
            let result = try decision.evaluate(frame)
            precondition(result.matched == expected.map { $0 + 1 })
            precondition(result.value == .number(expected[0] + 1))
        }
    }
}

/// Numbers that are the same in every run: SplitMix64.
struct Sequence64 {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }
}
