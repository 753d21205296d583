import FairleadTesting
import Testing

@testable import FEEL

@Suite struct ExpressionFuzzTests {
    private static var environment: Environment {
        var limits = Limits()
        limits.stepsMax = 20_000
        return Environment(now: DateTime("2026-11-21T10:00:00Z"), limits: limits)
    }

    @Test(arguments: TestScale.fuzzParts(otherwise: 5_000, percent: 200))
    func `whatever is written, it is evaluated or refused, in both modes alike`(
        cases: Range<UInt64>
    ) throws {
        var (valueCount, errorCount) = (0, 0)
        for number in cases {
            var random = RandomExpression(SeededGenerator(seed: 0xFEE1 &+ number))
            var text = random.text(depth: 4)
            if number % 3 == 0 { text = random.damaged(text) }
            guard let strict = try? Program(text, mode: .strict) else {
                _ = try? Program(text, mode: .conformant).evaluate([:], Self.environment)
                continue
            }
            // Strict mode has the value of the mode of the standard, or says what that passes over.
            let conformant = try Program(text, mode: .conformant)
            let lenient = try? conformant.evaluateWithFaults([:], Self.environment)
            do throws(EvaluationError) {
                let value = try strict.evaluate([:], Self.environment)
                valueCount += 1
                // Strict mode sums durations, which the standard does not.
                let isSum = lenient?.faults.contains { $0.fault.message.hasPrefix("sum needs") }
                if isSum == true { continue }
                #expect(lenient?.faults.isEmpty == true, "case \(number): \(text)")
                #expect(
                    lenient?.value.description == value.description, "case \(number): \(text)")
            } catch {
                // That the only item of a list stands for itself is refused, and is no fault; nor
                // is that what has no zone is in the other's.
                let isItem = error.fault.values.contains { $0.list?.count == 1 }
                let isZone = error.fault.message.hasPrefix("one of the two has a zone")
                guard error.code != .limit, !isItem, !isZone else { continue }
                errorCount += 1
                #expect(lenient?.faults.isEmpty != true, "case \(number): \(text) \(error)")
            }
        }
        #expect(valueCount > 0 && errorCount > 0 || cases.count < 1_000)
    }

    @Test func `ranges that hold each other end with the steps of the evaluation`() throws {
        let chain = (1..<2_500).map { "k\($0): (= k\($0 - 1))" }.joined(separator: ", ")
        let program = try Program("{k0: 1, \(chain)}.k5", mode: .conformant)
        #expect {
            try program.evaluate()
        } throws: { error in
            (error as? EvaluationError)?.code == .limit
        }
    }

    @Test(arguments: [
        "for x in 1..100 return [partial, partial]",
        "string({a: [1, 1], b: [a, a], c: [b, b], d: [c, c], e: [d, d], f: [e, e], g: [f, f], "
            + "h: [g, g], i: [h, h], j: [i, i], k: [j, j], l: [k, k], m: [l, l], n: [m, m], "
            + "o: [n, n], p: [o, o], q: [p, p], r: [q, q], s: [r, r], t: [s, s], u: [t, t]})",
        "{a: [1], b: append(a, a, a), f: function(n, l) if n = 0 then l else append(l, l, l)}.f(1, "
            + "for i in 1..30 return [partial, partial])",
    ])
    func `a value that doubles at each step ends with the steps of the evaluation`(
        text: String
    ) throws {
        let program = try Program(text, mode: .conformant)
        #expect {
            try program.evaluate()
        } throws: { error in
            (error as? EvaluationError)?.code == .limit
        }
    }
}
