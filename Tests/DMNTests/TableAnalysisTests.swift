import DMN
import FEEL
import Testing

@Suite struct TableAnalysisTests {
    @Test(arguments: 0..<300)
    func `a reported finding is confirmed, and where none is reported none is found`(
        seed: Int
    ) throws {
        var generator = TableGenerator(seed: UInt64(seed))
        let policy: HitPolicy = [.unique, .first, .any][seed % 3]
        let definition = generator.table(
            columns: 1 + seed % 4, rules: 1 + seed % 9, policy, anyPercent: 40)
        let model = try DecisionGraph([definition])
        let analysis = try #require(model.analysis("t"))
        #expect(analysis.undecided == nil)
        for gap in analysis.gaps { #expect(code(model, gap) == .noRule, "\(gap)") }
        for overlap in analysis.overlaps {
            #expect(code(model, overlap.example) == (policy == .any ? .notTheSame : .notUnique))
        }
        for _ in 0..<300 {
            var inputs = Context()
            for input in model.inputs { inputs[input.name] = generator.value(input.type) }
            do throws(DecisionError) {
                let result = try model.evaluate("t", inputs)
                #expect(result.chosen.allSatisfy { !analysis.unreachable.contains($0) })
            } catch {
                switch error.code {
                case .noRule: #expect(!analysis.gaps.isEmpty, "\(inputs)")
                case .notUnique, .notTheSame: #expect(!analysis.overlaps.isEmpty, "\(inputs)")
                default: Issue.record("\(error)")
                }
            }
        }
    }

    /// The code of what evaluation says of an example.
    private func code(
        _ model: DecisionGraph, _ example: TableAnalysis.Example
    ) -> DecisionError.Code? {
        var inputs = Context()
        for (input, value) in zip(model.inputs, example.values) {
            inputs[input.name] = value ?? .null
        }
        do throws(DecisionError) {
            _ = try model.evaluate("t", inputs)
            return nil
        } catch { return error.code }
    }

    @Test func `gaps are told whole, in the inputs' own terms`() throws {
        let model = try DecisionGraph([
            TableFixture.table(
                "t", inputs: [("amount", .number), ("tier", .enumeration(["a", "b", "c"]))],
                outputs: [("n", .number)], allowed: [">= 0"],
                [
                    ["< 100", "-", "1"], ["(100..500]", "\"a\"", "2"],
                    ["> 500", "not(\"c\")", "3"],
                ])
        ])
        let analysis = try #require(model.analysis("t"))
        #expect(
            analysis.gaps.map { $0.regions.joined(separator: ", ") } == [
                "amount = 100", "amount > 100 and <= 500, tier = \"b\" or \"c\"",
                "amount > 500, tier = \"c\"",
            ])
        #expect(analysis.gapsAreAll)
    }

    @Test func `a rule that others mask is told for FIRST and PRIORITY`() throws {
        let rows = [["< 5", "\"a\""], [">= 5", "\"a\""], ["7", "\"b\""]]
        for policy in [HitPolicy.first, .priority] {
            let model = try DecisionGraph([
                TableFixture.table(
                    "t", policy, inputs: [("x", .number)],
                    outputs: [("level", .enumeration(["a", "b"]))], rows)
            ])
            #expect(model.analysis("t")?.unreachable == [3])
        }
    }

    @Test func `conditions on other data leave only what they decide undecided, by name`() throws {
        func analysis(_ rows: [[String]]) throws -> TableAnalysis? {
            try DecisionGraph([
                TableFixture.table(inputs: [("x", .number)], outputs: [("n", .number)], rows)
            ]).analysis("t")
        }
        let open = try #require(try analysis([["odd(?)", "1"], ["> 5", "2"]]))
        #expect(open.undecided?.contains("x") == true)
        let first = try #require(
            try DecisionGraph([
                TableFixture.table(
                    "t", .first, inputs: [("x", .number)], outputs: [("n", .number)],
                    [["odd(?)", "1"], ["-", "2"]])
            ]).analysis("t"))
        #expect(first.undecided == nil)
        #expect(first.gaps.isEmpty)
    }
}
