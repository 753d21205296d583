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
        let policy = try PolicyFixture.graph()
        let graph = try Self.graph(through: format)
        #expect(graph.decisionNames == policy.decisionNames)
        #expect(graph.meaning == policy.meaning)
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
                    for (before, after) in zip(policy.decisions, graph.decisions) {
                        #expect(before.meaning == after.meaning)
                        let expected = try? before.evaluate(inputs)
                        #expect((try? after.evaluate(inputs)) == expected)
                    }
                }
            }
        }
    }

    @Test func `the authority of a decision is told by the model too`() throws {
        let decision = try #require(try Self.graph(through: .xml)["graceLevel"])
        let explanation = try decision.explain([
            "receivables": ["pastDue": 10], "tier": "growth", "brokenPromise": false,
        ])
        #expect(
            explanation.authority
                == PolicyDocument(
                    document: "FIN-AR-07 Receivables", clause: "4.2", owner: "finance-controller",
                    authors: ["ada@fairlead.example", "Grace Lim"],
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
            let text = try ModelText(bytes: bytes, format: .markdown, file: name)
            let policy = try DecisionGraph([text.model])
            for format in ModelText.Format.allCases {
                let other = try ModelText(
                    bytes: Array(try text.text(format).utf8), format: format, file: name)
                let graph = try DecisionGraph([other.model])
                #expect(graph.meaning == policy.meaning)
                #expect(graph.decisions.map(\.meaning) == policy.decisions.map(\.meaning))
                #expect(graph.findings().map(\.message) == policy.findings().map(\.message))
            }
        }
    }
}
