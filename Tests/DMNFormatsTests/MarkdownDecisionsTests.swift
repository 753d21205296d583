import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

@Suite struct MarkdownDecisionsTests {
    @Test func `a file of decisions is read, compiled and decides`() throws {
        let graph = try PolicyFixture.graph()
        #expect(graph.decisionNames == ["graceLevel", "graceEnds"])
        let decision = try #require(graph["graceLevel"])
        #expect(decision.question == "Who may let service go on while a payment is overdue?")
        #expect(
            decision.authority
                == PolicyDocument(
                    document: "FIN-AR-07 Receivables", clause: "4.2", owner: "finance-controller",
                    authors: ["ada@fairlead.example", "Grace Lim"],
                    inForceFrom: CalendarDate("2026-01-01")))
        let inputs: Context = [
            "receivables": ["pastDue": 4180], "tier": "enterprise", "brokenPromise": false,
            "startsOn": .date(try #require(CalendarDate("2026-11-21"))),
        ]
        let level = try decision.evaluate(inputs)
        #expect(level["level"] == "automatic")
        #expect(level.matched == [1])
        let ends = try #require(graph["graceEnds"])
        let end = try ends.evaluate(inputs)
        #expect(end.value == .date(try #require(CalendarDate("2026-11-28"))))
        #expect(end.required.map(\.decision) == ["graceLevel"])
        #expect(
            ends.reads.map(\.description) == [
                "receivables.pastDue", "tier", "brokenPromise", "startsOn",
            ])
    }

    /// A change of the fixture, and the first line of the first finding.
    static let mistakes: [(String, String, String)] = [
        (
            "\"starter\" |", "\"startr\" |",
            "policy.md:22:14: error: \"startr\" is none of the allowed texts [value]"
        ),
        (
            "\"starter\" |", "starter |",
            "policy.md:22:14: error: nothing here is named starter [unknown-name]"
        ),
        (
            "> 5000 |", "> \"5000\" |",
            "policy.md:20:5: error: a number cannot be compared with a string [type]"
        ),
        (
            "> 5000 |", ">> 5000 |",
            "policy.md:20:4: error: \">\" stands here where a value was expected [syntax]"
        ),
        (
            "| 7 | 4.2 (a) |", "| 7 |",
            "policy.md:19:1: error: this row has 5 cells, the heading row has 6 [table]"
        ),
        (
            "| 7 | 4.2 (a) |", "|  | 4.2 (a) |",
            "policy.md:19:40: error: this cell is empty [table]"
        ),
        (
            "Hit policy: PRIORITY", "Hit policy: BEST",
            "policy.md:9:15: error: BEST is no hit policy [value]"
        ),
        (
            "Hit policy:", "Hit polcy:",
            "policy.md:9:3: error: \"Hit polcy\" is nothing that a decision declares [unknown-name]"
        ),
        (
            "number (>= 0)", "numbr (>= 0)",
            "policy.md:11:44: error: numbr is no type [unknown-name]"
        ),
        (
            "| Past due |", "| Past du |",
            "policy.md:17:3: error: no input or output is named Past du [unknown-name]"
        ),
        (
            "graceLevel.days", "graceLevel.day",
            "policy.md:31:38: error: there is no day here [unknown-field]"
        ),
        (
            "| --- | --- | --- | --- | --- | --- |\n", "",
            "policy.md:18:1: error: a row of dashes is expected under the heading row [table]"
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake is told with its line and column`(
        old: String, new: String, message: String
    ) throws {
        let text = PolicyFixture.markdown
        let range = try #require(text.range(of: old))
        let changed = text.replacingCharacters(in: range, with: new)
        let error = #expect(throws: CompileError.self) {
            _ = try PolicyFixture.graph(changed)
        }
        let first = error?.diagnostics.first?.description.split(separator: "\n").first
        #expect(first.map(String.init) == message, "\(error?.description ?? "")")
        #expect(error?.diagnostics.count == 1, "\(error?.description ?? "")")
    }
}
