import FairleadTesting
import Testing

@testable import FEEL

/// Whatever is written in FEEL: a value, or what is wrong and where, within what may be spent.
/// Each case has a seed of its own, its number, so that one that fails can be had again.
@Suite(.timeLimit(.minutes(120))) struct FEELFuzzTests {
    private static let limits: Limits = {
        var limits = Limits()
        limits.stepsMax = 20_000
        return limits
    }()

    private static let environment: Environment = {
        let now = RandomFEEL.inputs["when"].flatMap { value -> DateTime? in
            if case .dateTime(let now) = value { now } else { nil }
        }
        return Environment(now: now, limits: limits)
    }()

    @Test(arguments: TestScale.fuzzParts(otherwise: 10_000, percent: 200))
    func `every expression that the grammar gives ends with a value or a finding`(
        cases: Range<UInt64>
    ) {
        var outcomes = Outcomes()
        for number in cases {
            var random = RandomFEEL(seed: number)
            let depth = Int.random(in: 1...4, using: &random.generator)
            let text = random.expression(depth: depth)
            outcomes.add(evaluated(text, number), evaluated(text, number, .conformant))
        }
        outcomes.expectAll()
    }

    @Test(arguments: TestScale.fuzzParts(otherwise: 10_000, percent: 200))
    func `every damaged expression ends with a value or a finding`(cases: Range<UInt64>) {
        var outcomes = Outcomes()
        let seeds = EvaluationTests.cases.map { Array($0.0.utf8) }
        for number in cases {
            var generator = SeededGenerator(seed: number)
            let seed = seeds.randomElement(using: &generator) ?? []
            let text = String(decoding: MutatedBytes.of(seed, &generator), as: UTF8.self)
            outcomes.add(evaluated(text, number), evaluated(text, number, .conformant))
        }
        outcomes.expectAll()
    }

    @Test(arguments: TestScale.fuzzParts(otherwise: 10_000, percent: 200))
    func `every cell of tests matches, does not, or is refused with its place`(
        cases: Range<UInt64>
    ) {
        var outcomes = Outcomes()
        let types: [FEELType] = [.number, .string, .date, .boolean, .any, .optional(.number)]
        for number in cases {
            var random = RandomFEEL(seed: number)
            var text = random.tests(depth: 2)
            if number % 2 == 0 {
                let bytes = MutatedBytes.of(Array(text.utf8), &random.generator)
                text = String(decoding: bytes, as: UTF8.self)
            }
            let type = types[Int(number) % types.count]
            outcomes.add(matched(text, type, number))
        }
        outcomes.expectAll()
    }

    private func evaluated(_ text: String, _ number: UInt64, _ mode: Mode = .strict) -> Outcome {
        let program: Program
        do {
            program = try Program(
                SourceText(text), scope: RandomFEEL.scope, mode: mode, limits: Self.limits)
        } catch {
            expectPlaced(error, in: text, number)
            return .refused
        }
        do {
            let first = try program.evaluateWithFaults(RandomFEEL.inputs, Self.environment)
            let second = try program.evaluate(RandomFEEL.inputs, Self.environment)
            // Functions are equal to nothing; their text is.
            #expect(first.value.description == second.description, "case \(number): \(text)")
            return .value
        } catch {
            expectPlaced(error, in: text, number)
            #expect(mode == .strict || error.code == .limit, "case \(number): \(text) \(error)")
            return .fault
        }
    }

    private func matched(_ text: String, _ type: FEELType, _ number: UInt64) -> Outcome {
        let program: TestProgram
        do {
            program = try TestProgram(
                SourceText(text), input: type, scope: RandomFEEL.scope, limits: Self.limits)
        } catch {
            expectPlaced(error, in: text, number)
            return .refused
        }
        do {
            let input = RandomFEEL.inputs["n"] ?? .null
            let frame = RandomFEEL.scope.frame(RandomFEEL.inputs)
            _ = try program.matches(input, frame: frame, Self.environment)
            _ = try program.matches(.null, frame: frame, Self.environment)
            return .value
        } catch {
            expectPlaced(error, in: text, number)
            return .fault
        }
    }

    private func expectPlaced(_ error: CompileError, in text: String, _ number: UInt64) {
        #expect(error.diagnostics.contains { $0.severity == .error }, "case \(number): \(text)")
        for finding in error.diagnostics {
            expectInside(finding.place, text, number)
            #expect(!finding.message.isEmpty && !finding.description.isEmpty)
        }
    }

    private func expectPlaced(_ error: EvaluationError, in text: String, _ number: UInt64) {
        expectInside(error.place, text, number)
        #expect(!error.message.isEmpty && !error.description.isEmpty)
    }

    private func expectInside(_ place: SourcePlace, _ text: String, _ number: UInt64) {
        let lines = text.utf8.count { $0 == 0x0A } + 1
        #expect((1...lines).contains(place.line), "case \(number): \(place) of \(text)")
        #expect(place.column >= 1 && place.length >= 1, "case \(number): \(place) of \(text)")
    }
}

/// What became of a text.
private enum Outcome: Hashable { case refused, fault, value }

private struct Outcomes {
    private var counts: [Outcome: Int] = [:]

    mutating func add(_ outcomes: Outcome...) {
        for outcome in outcomes { counts[outcome, default: 0] += 1 }
    }

    /// Each end was reached; else the cases try less than they seem to.
    func expectAll() {
        // A single case cannot reach them all.
        guard counts.values.reduce(0, +) >= 1_000 else { return }
        for outcome in [Outcome.refused, .fault, .value] {
            #expect(counts[outcome, default: 0] > 0, "\(counts)")
        }
    }
}
