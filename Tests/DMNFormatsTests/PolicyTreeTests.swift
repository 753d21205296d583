import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

@Suite struct PolicyTreeTests {
    private static let starts = CalendarDate("2026-11-21").map { Value.date($0) } ?? .null

    /// The policy as a model, after it went through a format.
    private static func graph(through format: ModelText.Format) throws -> DecisionGraph {
        let policy = try ModelText(
            bytes: Array(PolicyFixture.markdown.utf8), format: .markdown, file: "policy.md")
        let text = try policy.text(format)
        return try DecisionGraph([
            try ModelText(bytes: Array(text.utf8), format: format).model
        ])
    }

    @Test(arguments: [ModelText.Format.xml, .yaml, .markdown])
    func `a policy decides alike as a model in each format`(format: ModelText.Format) throws {
        let model = try PolicyFixture.model()
        let graph = try Self.graph(through: format)
        #expect(graph.decisionNames == model.decisions.map(\.name))
        #expect(graph.findings() == [])
        let amounts = [0, 4_180, 5_000, 5_001, 100_000, 100_001].map { Value.number($0) }
        for amount in amounts + [.number(-1), .string("x"), .null] {
            for tier in ["starter", "growth", "enterprise", "other"] {
                for broken in [true, false] {
                    let receivables = Value.context(["pastDue": amount])
                    let inputs: Context = [
                        "receivables": receivables, "tier": .string(tier),
                        "brokenPromise": .boolean(broken), "startsOn": Self.starts,
                    ]
                    let given = inputs.entries.map { GivenValue($0.key, $0.value) }
                    for name in ["graceLevel", "graceEnds"] {
                        let expected = try? model.evaluate(name, inputs)
                        let found = try? graph.evaluate(name, given)
                        #expect(found?.value == expected?.value)
                    }
                }
            }
        }
    }

    @Test func `the authority of a decision is told by the model too`() throws {
        let graph = try Self.graph(through: .xml)
        let explanation = try graph.explain(
            "graceLevel",
            [
                GivenValue("receivables", .context(["pastDue": 10])),
                GivenValue("tier", .string("growth")), GivenValue("brokenPromise", .boolean(false)),
            ])
        #expect(
            explanation.authority
                == PolicyDocument(
                    document: "FIN-AR-07 Receivables", clause: "4.2", owner: "finance-controller",
                    inForceFrom: CalendarDate("2026-01-01")))
        #expect(explanation.rules.map(\.annotations).first == ["4.2 (a)"])
    }

    @Test func `every shipped policy is a model without findings of its own`() throws {
        let folder = packageRoot.appending(path: "Catalog/decisions")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.path(percentEncoded: false)
        ).filter { $0.hasSuffix(".md") }.sorted()
        #expect(names.count >= 7)
        for name in names {
            let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
            let policy = try DecisionModel(
                try MarkdownDecisions.read(bytes: bytes, file: name))
            let text = try ModelText(bytes: bytes, format: .markdown, file: name).text(.xml)
            let graph = try DecisionGraph([try DMNXML.read(bytes: Array(text.utf8), file: name)])
            #expect(graph.decisionNames.sorted() == policy.decisions.map(\.name).sorted())
            #expect(graph.findings().map(\.message) == policy.findings().map(\.message))
        }
    }
}
