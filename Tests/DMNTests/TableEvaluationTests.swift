import FEEL
import Testing

@testable import DMN

/// The index of a table, its cells one by one, and each cell as an expression of its own must say
/// the same of every value.
@Suite struct TableEvaluationTests {
    /// A table compiled alone, its columns the variables of a frame.
    private static func compiled(_ definition: DecisionDefinition) throws -> CompiledTable {
        guard case .table(let table) = definition.logic else {
            throw DecisionError(.unknownDecision, "no table", decision: definition.name)
        }
        let scope = Scope(table.inputs.map { ($0.expression.text, $0.type) })
        var compiler = TableCompiler(scope: scope, mode: .strict)
        let compiled = compiler.compile(table, named: "t", at: definition.place)
        return try #require(compiled, "\(compiler.diagnostics)")
    }

    private static func matched(_ table: CompiledTable, _ values: [Value]) throws -> [Int] {
        var run = Evaluation()
        let frame = values.map { Optional($0) }
        let looked = frame.withUnsafeBufferPointer { frame in
            Array(values.indices).withUnsafeBufferPointer { table.index.matches(frame, at: $0) }
        }
        let result: DecisionResult
        do throws(DecisionError) {
            result = try table.result(frame, &run)
        } catch {
            guard error.code == .inputNotAllowed else { throw error }
            if table.sources != nil { #expect(looked == nil, "\(values)") }
            return [-1]
        }
        #expect(result.inputs == values)
        if table.sources != nil {
            #expect(looked?.indices.map { $0 + 1 } == result.matched, "\(values)")
        }
        return result.matched
    }

    @Test(arguments: 0..<150)
    func `over a grid, the index and each cell as an expression say the same`(seed: Int) throws {
        var generator = TableGenerator(seed: UInt64(7_000 + seed))
        let definition = generator.table(
            columns: 1 + seed % 3, rules: 1 + seed % 11, .ruleOrder, anyPercent: 30)
        let table = try Self.compiled(definition)
        let columns = table.definition.inputs.map { clause in
            Self.grid(clause.type, &generator)
        }
        let tests = try table.definition.rules.map { rule in
            try zip(rule.conditions, table.definition.inputs).map { cell, clause in
                try Self.expression(cell.text, clause.type)
            }
        }
        for values in Self.product(columns) {
            var expected: [Int] = []
            for (at, row) in tests.enumerated() {
                let passes = try zip(row, values).allSatisfy { test, value in
                    guard let test else { return true }
                    return try test.evaluate(frame: [value]).boolean == true
                }
                if passes { expected.append(at + 1) }
            }
            #expect(try Self.matched(table, values) == expected, "\(values)")
        }
    }

    /// A cell as an expression; `nil` for one that lets everything pass.
    private static func expression(_ cell: String, _ type: FEELType) throws -> Program? {
        if cell == "-" { return nil }
        let isNegated = cell.hasPrefix("not(")
        let tests = isNegated ? String(cell.dropFirst(4).dropLast()) : cell
        return try Program(
            isNegated ? "not(value in (\(tests)))" : "value in (\(tests))",
            scope: Scope([("value", type)]), mode: .conformant)
    }

    private static func grid(_ type: FEELType, _ generator: inout TableGenerator) -> [Value] {
        var values: [Value] = []
        for _ in 0..<60 {
            let value = generator.value(type)
            if !values.contains(value) { values.append(value) }
        }
        return Array(values.prefix(12))
    }

    private static func product(_ columns: [[Value]]) -> [[Value]] {
        columns.reduce([[]]) { rows, column in
            rows.flatMap { row in column.map { row + [$0] } }
        }
    }

    @Test(arguments: [1, 63, 64, 70, 900, 3_000])
    func `of many rules with bounds of their own, the index finds what each cell lets pass`(
        rules: Int
    ) throws {
        var generator = TableGenerator(seed: UInt64(rules))
        let table = try Self.compiled(generator.scattered(columns: 3, rules: rules))
        var run = Evaluation()
        for _ in 0..<40 {
            let values = (0..<3).map { _ in generator.scatteredValue() }
            let byCells = try table.matchesByEveryCell(values, values.map { $0 }, &run)
            #expect(try Self.matched(table, values) == byCells.indices.map { $0 + 1 })
        }
    }

    @Test func `a table of many rules is explained, and each change that is told holds`() throws {
        var generator = TableGenerator(seed: 11)
        let graph = try DecisionGraph([generator.scattered(columns: 3, rules: 2_000)])
        let decision = try #require(graph["t"])
        let values = (0..<3).map { _ in generator.scatteredValue() }
        let inputs = Context(zip(decision.inputs.map(\.name), values))
        let explanation = try decision.explain(inputs)
        let matched = explanation.rules.filter(\.matched).map(\.number)
        #expect(explanation.rules.count == 2_000)
        #expect(matched == explanation.result.matched)
        #expect(!explanation.changes.isEmpty)
        for change in explanation.changes.prefix(200) {
            var other = inputs
            other[change.column] = change.to
            let result = try decision.evaluate(other)
            #expect(result.value == change.outcome)
            #expect(result.chosen == change.rules)
        }
    }

    @Test func `texts are told apart by their bytes, however many there are`() {
        var index = TextIndex()
        let texts = ["", "a", "é", "e\u{301}", "ab", "exactly8", "more than eight", "b"]
        let many = texts + (0..<500).map { "account-\($0)-of-many" }
        for (at, text) in many.enumerated() { #expect(index.insert(text) == at) }
        for (at, text) in many.enumerated() {
            #expect(index[text] == at)
            #expect(index.insert(text) == at)
        }
        for text in ["c", "e\u{300}", "exactly9", "account-500-of-many", "more than eighty"] {
            #expect(index[text] == nil)
        }
    }

    @Test func `texts are found by what they say, however they lie in memory`() throws {
        let long = "a text of more bytes than a word holds"
        let table = try Self.compiled(
            TableFixture.table(
                "t", .ruleOrder, inputs: [("s", .string)], outputs: [("n", .number)],
                [["\"a\"", "1"], ["\"\(long)\"", "2"], ["\"é\"", "3"], ["-", "4"]]))
        var roomy = ""
        roomy.reserveCapacity(100)
        roomy += "a"
        let cases: [(String, [Int])] = [
            ("a", [1, 4]), (roomy, [1, 4]), (long, [2, 4]), (String(Array(long)), [2, 4]),
            ("é", [3, 4]), ("e\u{301}", [4]), ("", [4]), ("b", [4]), (long + ".", [4]),
        ]
        for (text, expected) in cases {
            #expect(try Self.matched(table, [.string(text)]) == expected, "\(text)")
        }
    }

    @Test func `a value that may not come is refused, whether the index or the table sees it`()
        throws
    {
        let inputs: [(String, FEELType)] = [
            ("tier", .enumeration(["gold", "silver"])), ("sum", .optional(.number)),
        ]
        let table = try Self.compiled(
            TableFixture.table(
                "t", .first, inputs: inputs, outputs: [("n", .number)],
                allowed: [nil, "[0..1000]"],
                [["\"gold\"", "< 10.5", "1"], ["-", "null", "2"], ["-", "-", "3"]]))
        let cases: [([Value], [Int])] = [
            (["gold", 10], [1, 3]), (["gold", .null], [2, 3]), (["silver", 10], [3]),
            (["gold", 1_001], [-1]), (["gold", -1], [-1]), (["bronze", 10], [-1]),
            ([.null, 10], [-1]), ([1, 10], [-1]), (["gold", "10"], [-1]),
        ]
        for (values, expected) in cases {
            #expect(try Self.matched(table, values) == expected, "\(values)")
        }
        let half = try #require(Decimal34("10.5"))
        let less = try #require(Decimal34("10.4999"))
        #expect(try Self.matched(table, ["gold", .number(half)]) == [3])
        #expect(try Self.matched(table, ["gold", .number(less)]) == [1, 3])
    }
}
