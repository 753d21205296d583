import DMN
import FEEL
import FairleadTesting
import Testing

@Suite struct HitPolicyTests {
    /// A hit policy, the value of `x`, and the outcome in FEEL or the code of the error after
    /// an exclamation mark. The rules
    /// are: 1 to 10 gives "b" 1; 5 to 15 gives "a" 2; 8 gives "a" 2.
    static let cases: [(HitPolicy, Int, String)] = [
        (.unique, 1, "{level: \"b\", n: 1}"),
        (.unique, 6, "!not-unique"),
        (.unique, 20, "!no-rule"),
        (.any, 1, "{level: \"b\", n: 1}"),
        (.any, 6, "!not-the-same"),
        (.any, 12, "{level: \"a\", n: 2}"),
        (.first, 6, "{level: \"b\", n: 1}"),
        (.first, 12, "{level: \"a\", n: 2}"),
        (.priority, 6, "{level: \"a\", n: 2}"),
        (.ruleOrder, 6, "[{level: \"b\", n: 1}, {level: \"a\", n: 2}]"),
        (.ruleOrder, 20, "[]"),
        (.outputOrder, 6, "[{level: \"a\", n: 2}, {level: \"b\", n: 1}]"),
        (.collect(nil), 8, "[{level: \"b\", n: 1}, {level: \"a\", n: 2}, {level: \"a\", n: 2}]"),
    ]

    @Test(.requirement("S1.11", part: "hit policies"), arguments: cases)
    func `a hit policy says what becomes of several rules`(
        policy: HitPolicy, x: Int, expected: String
    ) throws {
        let model = try DecisionGraph([
            TableFixture.table(
                "t", policy, inputs: [("x", .number)],
                outputs: [("level", .enumeration(["a", "b"])), ("n", .number)],
                [
                    ["[1..10]", "\"b\"", "1"], ["[5..15]", "\"a\"", "2"], ["8", "\"a\"", "2"],
                ])
        ])
        let wanted = try? Program(expected).evaluate()
        do throws(DecisionError) {
            let result = try model.evaluate("t", ["x": .number(x)])
            #expect(result.value == wanted)
        } catch {
            #expect("!" + error.code.rawValue == expected, "\(error)")
        }
    }

    @Test(arguments: [("SUM", "6"), ("COUNT", "3"), ("MIN", "1"), ("MAX", "3")])
    func `COLLECT brings all outcomes together`(name: String, expected: String) throws {
        let policy = try #require(HitPolicy("COLLECT \(name)"))
        let model = try DecisionGraph([
            TableFixture.table(
                "t", policy, inputs: [("x", .number)], outputs: [("n", .number)],
                [["> 0", "1"], ["> 1", "2"], ["> 2", "3"]])
        ])
        let result = try model.evaluate("t", ["x": 5])
        #expect(result.value.description == expected)
        #expect(result.matched == [1, 2, 3])
    }

    @Test func `outputs that say otherwise hold where no rule matches`() throws {
        let model = try DecisionGraph([
            TableFixture.table(
                inputs: [("x", .number)], outputs: [("n", .number)], otherwise: ["x * 2"],
                [["< 0", "0"]])
        ])
        #expect(try model.evaluate("t", ["x": 4]).value == 8)
        #expect(try model.evaluate("t", ["x": 4]).chosen == [])
    }

    @Test func `a value that is missing, of another type or not allowed decides nothing`() throws {
        let model = try DecisionGraph([
            TableFixture.table(
                inputs: [("x", .number), ("customer.tier", .enumeration(["a", "b"]))],
                outputs: [("n", .number)], allowed: [">= 0", nil], [["-", "-", "1"]])
        ])
        let cases: [(Context, DecisionError.Code)] = [
            (["customer": ["tier": "a"]], .evaluation),
            (["x": 1], .evaluation),
            (["x": "1", "customer": ["tier": "a"]], .inputNotAllowed),
            (["x": -1, "customer": ["tier": "a"]], .inputNotAllowed),
            (["x": 1, "customer": ["tier": "c"]], .inputNotAllowed),
            (["x": .null, "customer": ["tier": "a"]], .inputNotAllowed),
        ]
        for (inputs, code) in cases {
            let error = #expect(throws: DecisionError.self) {
                try model.evaluate("t", inputs)
            }
            #expect(error?.code == code, "\(inputs)")
        }
        #expect(try model.evaluate("t", ["x": 0, "customer": ["tier": "a"]]).value == 1)
    }

    @Test func `null meets only null, a hyphen and conditions, in a column that allows it`() throws
    {
        let model = try DecisionGraph([
            TableFixture.table(
                inputs: [("x", .optional(.number))], outputs: [("n", .number)],
                [["< 5", "1"], [">= 5", "2"], ["null", "3"]])
        ])
        #expect(try model.evaluate("t", ["x": .null]).value == 3)
        #expect(try model.evaluate("t", [:]).value == 3)
        #expect(try model.evaluate("t", ["x": 7]).value == 2)
    }

    @Test func `decisions ask each other in order, and a circle is refused`() throws {
        let model = try DecisionGraph([
            TableFixture.expression("total", "net + tax", type: .number, uses: [("net", .number)]),
            TableFixture.expression("tax", "net * 0.2", type: .number),
        ])
        #expect(model.decisions.map(\.name) == ["tax", "total"])
        let result = try model.evaluate("total", ["net": 100])
        #expect(result.value == 120)
        #expect(result.required.map(\.decision) == ["tax"])
        let error = #expect(throws: CompileError.self) {
            try DecisionGraph([
                TableFixture.expression("a", "b + 1"), TableFixture.expression("b", "a + 1"),
            ])
        }
        #expect(error?.diagnostics.first?.code == .cycle)
    }
}
