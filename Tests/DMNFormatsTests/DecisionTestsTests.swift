import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

@Suite struct DecisionTestsTests {
    static let yaml = """
        decision: graceLevel
        today: 2026-11-21
        tests:
          - name: a small sum goes by itself
            given: {receivables.pastDue: 4180, tier: starter, brokenPromise: false}
            then: {level: automatic, days: 7}
            matched: [1]
          - name: a broken promise is for a person
            given: {receivables: {pastDue: 10}, tier: growth, brokenPromise: true}
            then: {level: approval}
          - name: a negative sum is refused
            given: {receivables.pastDue: -1, tier: growth, brokenPromise: true}
            fails: input-not-allowed
          - name: the days are counted
            decision: graceEnds
            given: {receivables.pastDue: 9000, tier: growth, brokenPromise: false, startsOn: 2026-11-21}
            then: 2026-11-28
        """

    @Test func `tests are run and their coverage is told`() throws {
        let report = try DecisionTests(Self.yaml, file: "policy.tests.yaml")
            .run(try PolicyFixture.graph())
        #expect(report.failures == [])
        #expect(report.outcomes.count == 4)
        #expect(report.coverage.count == 1)
        #expect(report.coverage.first?.reached == [1, 2, 3])
        #expect(report.coverage.first?.unreached == [4])
    }

    /// A change of the tests, and the first line of the first failure.
    static let mistakes: [(String, String, String)] = [
        (
            "automatic, days: 7", "automatic, days: 8",
            "policy.tests.yaml:6:36: error: a small sum goes by itself: days is 7, not 8 [test]"
        ),
        (
            "tier: starter", "tyer: starter",
            "policy.tests.yaml:5:40: error: there is no tyer here [unknown-field]"
        ),
        (
            "matched: [1]", "matched: [2]",
            "policy.tests.yaml:4:5: error: a small sum goes by itself: the rules that match are 1 [test]"
        ),
        (
            "pastDue: 4180", "pastDue: many",
            "policy.tests.yaml:5:34: error: \"many\" is no number [type]"
        ),
        (
            "input-not-allowed", "no-rule",
            "policy.tests.yaml:11:5: error: a negative sum is refused: nothing was decided: the value of Past due is none that the table allows [test]"
        ),
    ]

    @Test(arguments: mistakes)
    func `a test that fails says where and why`(old: String, new: String, message: String) throws {
        let range = try #require(Self.yaml.range(of: old))
        let changed = Self.yaml.replacingCharacters(in: range, with: new)
        let report = try DecisionTests(changed, file: "policy.tests.yaml")
            .run(try PolicyFixture.graph())
        let first = report.failures.first?.description.split(separator: "\n").first
        #expect(first.map(String.init) == message)
    }

    @Test(arguments: [
        ("tests: []\nothers: 1", "others is not expected here"),
        ("tests:\n  - {given: {}, then: 1}", "this test names no decision"),
        ("decision: a\ntests:\n  - {given: {}}", "a test has either then or fails"),
        ("decision: &a x\ntests: []", "tags, anchors and aliases are not allowed; write it out"),
        ("decision: a\ndecision: b\ntests: []", "a key stands here twice: decision"),
        ("", "the file is empty"), ("a: [", "did not find expected node content"),
        ("tests: 1", "a list named tests is expected"),
    ])
    func `a file of tests that says something unknown is refused`(text: String, message: String) {
        let error = #expect(throws: CompileError.self) { try DecisionTests(text) }
        #expect(error?.diagnostics.first?.message == message)
    }

    private static func table(_ input: String, _ rules: [(String, String)]) -> String {
        let rules = rules.map { when, then in
            "<rule><inputEntry><text>\(when)</text></inputEntry>"
                + "<outputEntry><text>\(then)</text></outputEntry></rule>"
        }
        return "<decisionTable hitPolicy=\"FIRST\"><input><inputExpression><text>\(input)</text>"
            + "</inputExpression></input><output/>\(rules.joined())</decisionTable>"
    }

    @Test func `tables within knowledge and boxed expressions are counted too`() throws {
        let isLarge = [("&gt; 100", "true"), ("-", "false")]
        let rate = [("true", "3"), ("false", "1")]
        let knowledge = """
            <businessKnowledgeModel name="is large" id="large"><variable name="is large"/>
            <encapsulatedLogic><formalParameter name="sum" typeRef="number"/>
            \(Self.table("sum", isLarge))</encapsulatedLogic></businessKnowledgeModel>
            """
        let boxed = """
            <context><contextEntry><variable name="rate"/>\(Self.table("is large(n)", rate))
            </contextEntry><contextEntry><variable name="word"/>
            \(Self.table("rate", [("3", "\"high\""), ("-", "\"low\"")]))</contextEntry></context>
            """
        let graph = try ModelFixture.graph(
            ModelFixture.input("n", "number") + knowledge
                + ModelFixture.decision("charge", boxed, inputs: ["n"], knowledge: ["large"]))
        let tests = """
            decision: charge
            tests:
              - {name: a large one, given: {n: 200}, then: {rate: 3, word: high}}
              - {name: one that fails reaches nothing, given: {n: 1}, then: {rate: 2}}
            """
        let report = try DecisionTests(tests).run(graph)
        let names = ["charge, table 1", "charge, table 2", "is large"]
        #expect(report.coverage.map(\.table.name) == names)
        #expect(report.coverage.map(\.reached) == [[1], [1], [1]])
        #expect(report.coverage.map(\.unreached) == [[2], [2], [2]])
    }
}
