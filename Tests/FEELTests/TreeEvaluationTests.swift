import FairleadTesting
import Testing

@testable import FEEL

@Suite struct TreeEvaluationTests {
    private static let environment: Environment = {
        var limits = Limits()
        limits.stepsMax = 5_000
        return Environment(now: DateTime("2026-11-21T10:00:00Z"), limits: limits)
    }()

    @Test(arguments: TestScale.fuzzParts(otherwise: 6_000, percent: 140))
    func `compiled code and the tree it came from give the same value, fuzz`(
        cases: Range<UInt64>
    ) {
        var compared = 0
        for number in cases {
            var random = RandomFEEL(seed: 500_000 + number)
            let depth = Int.random(in: 1...4, using: &random.generator)
            let text = random.expression(depth: depth)
            guard
                let program = try? Program(text, scope: RandomFEEL.scope, mode: .conformant),
                let value = try? program.evaluate(RandomFEEL.inputs, Self.environment)
            else { continue }
            let tree = TreeEvaluator(RandomFEEL.inputs, Self.environment)
            guard let expected = try? tree.evaluate(program.syntax) else { continue }
            compared += 1
            #expect(value.description == expected.description, "case \(number): \(text)")
        }
        #expect(compared > cases.count / 10, "\(compared)")
    }

    @Test(arguments: EvaluationTests.cases)
    func `an example gives the same by its tree`(text: String, value: String) throws {
        let program = try Program(text, mode: .conformant)
        let tree = TreeEvaluator([:], Self.environment)
        let expected: Value
        do { expected = try tree.evaluate(program.syntax) } catch is TreeEvaluator.Unsupported {
            return
        }
        let found = try program.evaluate([:], Self.environment)
        #expect(found.description == expected.description)
    }
}
