import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

/// Models as they are when they go wrong: never a crash, never a hang, always a finding with its
/// place.
@Suite(.timeLimit(.minutes(60))) struct ModelFuzzTests {
    private static let body = """
        <itemDefinition name="tier"><typeRef>string</typeRef>
        <allowedValues><text>"gold", "silver"</text></allowedValues></itemDefinition>
        <itemDefinition name="tree"><itemComponent name="next" isCollection="true">
        <typeRef>tree</typeRef></itemComponent></itemDefinition>
        \(ModelFixture.input("a", "number"))\(ModelFixture.input("t", "tier"))
        <businessKnowledgeModel id="f" name="f"><variable name="f"/><encapsulatedLogic>
        <formalParameter name="n" typeRef="number"/>
        \(ModelFixture.literal("if n < 2 then n else f(n - 1) + f(n - 2)"))</encapsulatedLogic>
        </businessKnowledgeModel>
        \(ModelFixture.decision(
            "table",
            """
            <decisionTable hitPolicy="PRIORITY"><input><inputExpression typeRef="tier">
            <text>t</text></inputExpression></input><input><inputExpression typeRef="number">
            <text>a</text></inputExpression></input><output name="x"><outputValues>
            <text>"high", "low"</text></outputValues></output>
            <rule><inputEntry><text>"gold"</text></inputEntry><inputEntry><text>[1..5)</text>
            </inputEntry><outputEntry><text>"high"</text></outputEntry></rule>
            <rule><inputEntry><text>-</text></inputEntry><inputEntry><text>not(3)</text>
            </inputEntry><outputEntry><text>"low"</text></outputEntry></rule></decisionTable>
            """, inputs: ["a", "t"]))
        \(ModelFixture.decision(
            "boxes",
            """
            <context><contextEntry><variable name="list"/><for iteratorVariable="i">
            <in>\(ModelFixture.literal("[1..a]"))</in><return>\(ModelFixture.literal("i * a"))
            </return></for></contextEntry><contextEntry><variable name="some"/>
            <filter><in>\(ModelFixture.literal("list"))</in>
            <match>\(ModelFixture.literal("item > 2"))</match></filter></contextEntry>
            <contextEntry><variable name="g"/><invocation>\(ModelFixture.literal("f"))
            <binding><parameter name="n"/>\(ModelFixture.literal("5"))</binding></invocation>
            </contextEntry></context>
            """, inputs: ["a"], decisions: ["table"], knowledge: ["f"]))
        <decisionService name="s" id="s"><variable name="s"/><outputDecision href="#boxes"/>
        <inputDecision href="#table"/><inputData href="#a"/></decisionService>
        """

    /// What cells and expressions may say, for better or worse.
    private static let texts = [
        "-", "not(3)", "[1..5)", "f(n - 1)", "f(n: f)", "for i in 1..a return partial", "null",
        "some x in list satisfies x > 2", "item", "@\"2026-01-01\"", "\"gold\", \"silver\"",
        "&lt; a", "&gt;= 3, null", "{a: 1, b: a}", "date(t)", "if a &gt; 1 then t else null",
        "sum(list)", "boxes.list[1]", "function(n) f(n)", "table", "s(table, a)", "[t, t][2]",
        "? in (1, 2)", "\"low\"", "3", "1e6144", "a ** a", "matches(t, \"(a*)*b\")", "g", "",
        "a instance of tier", "sort([3, 1], function(x, y) x &lt; y)", "tree", "a.b.c", "1..3",
        "list[item &gt; 1]", "boxes", "not(null)", "\"\\uD83D\\uDE00\"", "for x in list return s",
    ]

    /// A model with other texts in some places.
    private static func varied(_ xml: String, _ generator: inout SeededGenerator) -> String {
        var parts = xml.components(separatedBy: "<text>")
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let at = Int.random(in: 1..<parts.count, using: &generator)
            guard let end = parts[at].range(of: "</text>") else { continue }
            let text = texts.randomElement(using: &generator) ?? ""
            parts[at] = text + parts[at][end.lowerBound...]
        }
        return parts.joined(separator: "<text>")
    }

    @Test(
        arguments: [ModelText.Format.xml, .yaml, .markdown],
        TestScale.fuzzParts(otherwise: 400, percent: 20))
    func `every varied or damaged model is refused with its place, or decides within its bounds`(
        format: ModelText.Format, cases: Range<UInt64>
    ) throws {
        let xml = ModelFixture.xml(Self.body)
        let whole = try ModelText(bytes: Array(xml.utf8), format: .xml).text(format)
        var limits = Limits()
        limits.stepsMax = 20_000
        let environment = Environment(limits: limits)
        let given = [GivenValue("a", 3), GivenValue("t", .string("gold"))]
        var decided = 0
        for number in cases {
            var generator = SeededGenerator(seed: number)
            var bytes = Array(Self.varied(xml, &generator).utf8)
            if number % 2 == 1 {
                bytes = MutatedBytes.of(Array(whole.utf8), &generator)
            } else if format != .xml {
                // What is read can be written in each format.
                guard let other = try? ModelText(bytes: bytes, format: .xml) else { continue }
                bytes = Array(try other.text(format).utf8)
            }
            do throws(CompileError) {
                let model = try ModelText(bytes: bytes, format: format, file: "m").model
                for mode in [Mode.conformant, .strict] {
                    let graph = try DecisionGraph([model], mode: mode)
                    _ = graph.findings()
                    for name in graph.decisionNames + ["s", "f"] {
                        if (try? graph.evaluate(name, given, environment)) != nil { decided += 1 }
                    }
                }
            } catch {
                #expect(!error.diagnostics.isEmpty)
                for finding in error.diagnostics {
                    #expect(
                        finding.place.line > 0 && finding.place.column > 0, "case \(number)")
                    #expect(!finding.message.isEmpty, "case \(number)")
                }
            }
        }
        #expect(decided > 0 || cases.count < 100)
    }
}
