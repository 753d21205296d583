import DMN
import DMNFormats
import FEEL
import Testing

/// Models as well-known editors write them.
@Suite struct EditorModelTests {
    /// Camunda Modeler: no variables, types of Java, decisions known by their output's name.
    private static let dish = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
         xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/"
         xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="dish" name="Dish"
         namespace="http://camunda.org/schema/1.0/dmn" exporter="Camunda Modeler">
        <decision id="Dish" name="Dish decision">
        <informationRequirement id="r1"><requiredDecision href="#Season"/></informationRequirement>
        <informationRequirement id="r2"><requiredDecision href="#guests"/></informationRequirement>
        <decisionTable id="t1">
        <input id="i1" label="Season"><inputExpression id="e1" typeRef="string">
        <text>season</text></inputExpression></input>
        <input id="i2"><inputExpression id="e2" typeRef="integer">
        <text>guests</text></inputExpression></input>
        <output id="o1" name="dish" typeRef="string"/>
        <rule id="u1"><inputEntry id="c1"><text>"Winter"</text></inputEntry>
        <inputEntry id="c2"><text>&lt;= 8</text></inputEntry>
        <outputEntry id="c3"><text>"Roastbeef"</text></outputEntry></rule>
        <rule id="u2"><inputEntry id="c4"><text>"Winter"</text></inputEntry>
        <inputEntry id="c5"><text>&gt; 8</text></inputEntry>
        <outputEntry id="c6"><text>"Stew"</text></outputEntry></rule>
        <rule id="u3"><inputEntry id="c7"><text>not("Winter")</text></inputEntry>
        <inputEntry id="c8"><text></text></inputEntry>
        <outputEntry id="c9"><text>"Steak"</text></outputEntry></rule></decisionTable></decision>
        <decision id="Season" name="Season decision">
        <decisionTable id="t2"><input id="i3"><inputExpression id="e3" typeRef="integer">
        <text>temperature</text></inputExpression></input>
        <output id="o2" name="season" typeRef="string"/>
        <rule id="u4"><inputEntry id="d1"><text>&gt; 20</text></inputEntry>
        <outputEntry id="d2"><text>"Summer"</text></outputEntry></rule>
        <rule id="u5"><inputEntry id="d3"><text>&lt;= 20</text></inputEntry>
        <outputEntry id="d4"><text>"Winter"</text></outputEntry></rule></decisionTable></decision>
        <decision id="guests" name="Guest count">
        <decisionTable id="t3"><input id="i4"><inputExpression id="e4" typeRef="string">
        <text>dayType</text></inputExpression></input>
        <output id="o3" name="count" typeRef="integer"/>
        <rule id="u6"><inputEntry id="f1"><text>"Weekend"</text></inputEntry>
        <outputEntry id="f2"><text>15</text></outputEntry></rule>
        <rule id="u7"><inputEntry id="f3"><text>not("Weekend")</text></inputEntry>
        <outputEntry id="f4"><text>4</text></outputEntry></rule></decisionTable></decision>
        <inputData id="t" name="Temperature in °C"/>
        <dmndi:DMNDI><dmndi:DMNDiagram id="g"><dmndi:DMNShape id="s" dmnElementRef="Dish">
        <dc:Bounds height="55" width="102" x="610" y="220"/></dmndi:DMNShape></dmndi:DMNDiagram>
        </dmndi:DMNDI></definitions>
        """

    @Test(arguments: [(5, "Weekend", "Stew"), (5, "Monday", "Roastbeef"), (25, "Monday", "Steak")])
    func `a model of Camunda Modeler decides, with what its tables name as inputs`(
        temperature: Int, day: String, dish: String
    ) throws {
        let graph = try DecisionGraph([try DMNXML.read(bytes: Array(Self.dish.utf8))])
        #expect(graph.decisionNames.last == "Dish decision")
        let given = [
            GivenValue("temperature", .number(temperature)), GivenValue("dayType", .string(day)),
        ]
        #expect(try graph.evaluate("Dish decision", given).value == .string(dish))
        #expect(!graph.findings().contains { $0.severity == .error })
    }

    @Test func `an explanation of a model's table says why and what would change it`() throws {
        let graph = try DecisionGraph([try DMNXML.read(bytes: Array(Self.dish.utf8))])
        let decision = try #require(graph["Dish decision"])
        let explanation = try decision.explain(["temperature": 5, "dayType": "Monday"])
        #expect(explanation.result.value == .string("Roastbeef"))
        #expect(explanation.rules.map(\.matched) == [true, false, false])
        #expect(explanation.rules[1].failures.map(\.cell) == ["> 8"])
        #expect(
            explanation.changes.map(\.outcome) == [.string("Steak"), .string("Stew")])
    }

    @Test func `gaps of a model's table are found within the allowed values of its types`() throws {
        let types = """
            <itemDefinition name="tier"><typeRef>string</typeRef>
            <allowedValues><text>"gold", "silver"</text></allowedValues></itemDefinition>
            <itemDefinition name="percent"><typeRef>number</typeRef>
            <allowedValues><text>[0..100]</text></allowedValues></itemDefinition>
            """
        func table(_ cells: [(String, String)]) -> String {
            let rules = cells.map { tier, share in
                """
                <rule><inputEntry><text>\(tier)</text></inputEntry>
                <inputEntry><text>\(share)</text></inputEntry>
                <outputEntry><text>1</text></outputEntry></rule>
                """
            }
            return """
                <decisionTable>
                <input><inputExpression typeRef="tier"><text>t</text></inputExpression></input>
                <input><inputExpression typeRef="percent"><text>p</text></inputExpression></input>
                <output typeRef="number"/>\(rules.joined())</decisionTable>
                """
        }
        func findings(_ cells: [(String, String)]) throws -> [Diagnostic] {
            let body =
                types + ModelFixture.input("t", "tier") + ModelFixture.input("p", "percent")
                + ModelFixture.decision("d", table(cells), type: "number", inputs: ["t", "p"])
            return try ModelFixture.graph(body, mode: .strict).findings()
        }
        let whole = [("\"gold\"", "[0..50]"), ("\"gold\"", "(50..100]"), ("\"silver\"", "-")]
        #expect(try findings(whole).isEmpty)
        let broken = try findings([("\"gold\"", "[0..50)"), ("\"gold\"", "(50..100]")])
        #expect(
            broken.map(\.message) == [
                "no rule of d matches when t = \"silver\"",
                "no rule of d matches when t = \"gold\", p = 50",
            ])
    }
}
