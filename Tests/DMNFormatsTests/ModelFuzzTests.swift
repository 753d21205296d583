import DMN
import DMNFormats
import FEEL
import FairleadTesting
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

    @Test(arguments: [ModelText.Format.xml, .yaml, .markdown])
    func `every damaged model is refused with its place, or decides within its bounds`(
        format: ModelText.Format
    ) throws {
        let xml = Array(ModelFixture.xml(Self.body).utf8)
        let whole = try ModelText(bytes: xml, format: .xml).text(format)
        var generator = SeededGenerator(seed: 47)
        var limits = Limits()
        limits.stepsMax = 20_000
        let environment = Environment(limits: limits)
        let given = [GivenValue("a", 3), GivenValue("t", .string("gold"))]
        var decided = 0
        for _ in 0..<TestScale.fuzzCases(otherwise: 400) {
            let bytes = MutatedBytes.of(Array(whole.utf8), &generator)
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
                    #expect(finding.place.line > 0 && finding.place.column > 0)
                    #expect(!finding.message.isEmpty)
                }
            }
        }
        #expect(decided > 0)
    }
}
