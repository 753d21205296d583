import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Foundation
import Testing

@Suite struct ModelTextTests {
    private static let model = """
        <?xml version="1.0" encoding="UTF-8"?>
        <dmn:definitions xmlns:dmn="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:x="urn:x"
         name="m" namespace="urn:m" x:colour="a &quot;b&quot; &lt; c&#10;d">
        <!-- a remark -->
        <dmn:extensionElements><x:owner since="2020">finance <x:b>ops</x:b> &amp; co</x:owner>
        </dmn:extensionElements>
        <dmn:inputData id="a" name="a"><dmn:variable name="a" typeRef="number"/></dmn:inputData>
        <dmn:decision id="d" name="d" x:note="kept"><dmn:variable name="d" typeRef="string"/>
        <dmn:informationRequirement id="r"><dmn:requiredInput href="#a"/>
        </dmn:informationRequirement>
        <dmn:decisionTable id="t" hitPolicy="UNIQUE"><dmn:input id="i"><dmn:inputExpression
         typeRef="number"><dmn:text>a</dmn:text></dmn:inputExpression></dmn:input>
        <dmn:output id="o"/><dmn:annotation name="clause"/>
        <dmn:rule id="r1"><dmn:inputEntry id="c1"><dmn:text>&lt; 5</dmn:text></dmn:inputEntry>
        <dmn:outputEntry id="c2"><dmn:text>"low"</dmn:text></dmn:outputEntry>
        <dmn:annotationEntry><dmn:text>4.2: a # b</dmn:text></dmn:annotationEntry></dmn:rule>
        <dmn:rule id="r2"><dmn:inputEntry id="c3" x:seen="yes"><dmn:text>&gt;= 5</dmn:text>
        </dmn:inputEntry><dmn:outputEntry id="c4"><dmn:text>
          if true then "high" else
            "low"
        </dmn:text></dmn:outputEntry></dmn:rule></dmn:decisionTable></dmn:decision>
        <dmn:inputData id="b" name="b"/>
        </dmn:definitions>
        """

    private static func read(_ text: String, _ format: ModelText.Format) throws -> ModelText {
        try ModelText(bytes: Array(text.utf8), format: format, file: "m." + format.rawValue)
    }

    private static func withoutComments(_ text: String) -> String {
        text.replacing(#/\n? *<!--(?s:.)*?-->/#, with: "")
    }

    @Test func `a model goes to YAML and back without loss, what is not understood too`() throws {
        let first = try Self.read(Self.model, .xml)
        let xml = try first.text(.xml)
        #expect(xml.contains("x:colour=\"a &quot;b&quot; &lt; c&#10;d\""))
        #expect(
            xml.contains(
                "<x:owner since=\"2020\">finance <x:b>ops</x:b> &amp; co</x:owner>"))
        #expect(xml.contains("<!-- a remark -->"))
        let yaml = try first.text(.yaml)
        #expect(yaml.contains("when: [< 5]"))
        #expect(yaml.contains("ids: [r1, c1, c2, '']"))
        let back = try Self.read(yaml, .yaml).text(.xml)
        #expect(back == Self.withoutComments(xml))
        #expect(try Self.read(yaml, .yaml).text(.yaml) == yaml)
        #expect(try Self.read(xml, .xml).text(.xml) == xml)
    }

    @Test func `a model in YAML decides like the one in XML`() throws {
        let yaml = try Self.read(Self.model, .xml).text(.yaml)
        let graph = try DecisionGraph([try DMNYAML.read(bytes: Array(yaml.utf8))])
        #expect(try graph.evaluate("d", [GivenValue("a", 4)]).value == .string("low"))
        #expect(try graph.evaluate("d", [GivenValue("a", 5)]).value == .string("high"))
    }

    @Test func `Markdown shows the tables and expressions of a model, and loses nothing`() throws {
        let yaml = try Self.read(Self.rates, .xml).text(.yaml)
        let markdown = try Self.read(yaml, .yaml).text(.markdown)
        #expect(
            markdown.hasPrefix(
                """
                # Rates and bars

                ## Decision: the rate

                | a    | tier        | the rate |
                | ---- | ----------- | -------- |
                | < 5  | "x\\|y", "z" | 1        |
                | >= 5 |             | 2 * 3    |

                ## Decision: twice

                ```feel

                  the rate * 2
                ```

                ## Knowledge: fee

                """))
        #expect(try Self.read(markdown, .markdown).text(.yaml) == yaml)
        #expect(try Self.read(markdown, .markdown).text(.markdown) == markdown)
    }

    private static let rates = """
        <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="Rates and bars"
         namespace="urn:m"><inputData id="a" name="a"><variable name="a" typeRef="number"/>
        </inputData><inputData id="t" name="tier"><variable name="tier" typeRef="string"/>
        </inputData><decision id="d" name="the rate"><variable name="the rate" typeRef="number"/>
        <informationRequirement><requiredInput href="#a"/></informationRequirement>
        <informationRequirement><requiredInput href="#t"/></informationRequirement>
        <decisionTable><input><inputExpression typeRef="number"><text>a</text></inputExpression>
        </input><input label="tier"><inputExpression typeRef="string"><text>tier</text>
        </inputExpression></input><output name="the rate"/>
        <rule id="r1"><inputEntry><text>&lt; 5</text></inputEntry><inputEntry id="c">
        <text>"x|y", "z"</text></inputEntry><outputEntry><text>1</text></outputEntry></rule>
        <rule><inputEntry><text>&gt;= 5</text></inputEntry><inputEntry><text/></inputEntry>
        <outputEntry><text>2 * 3</text></outputEntry></rule></decisionTable></decision>
        <decision id="e" name="twice"><variable name="twice" typeRef="number"/>
        <informationRequirement><requiredDecision href="#d"/></informationRequirement>
        <literalExpression id="l"><text>
          the rate * 2</text></literalExpression></decision>
        <businessKnowledgeModel id="k" name="fee"><variable name="fee"/><encapsulatedLogic>
        <formalParameter name="x" typeRef="number"/><decisionTable hitPolicy="FIRST">
        <input><inputExpression><text>x</text></inputExpression></input><output/>
        <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry>
        </rule></decisionTable></encapsulatedLogic></businessKnowledgeModel>
        <decision id="w" name="as it is"><variable name="as it is"/><decisionTable>
        <input><inputExpression><text>1</text></inputExpression></input><output/>
        <rule><inputEntry><text>-</text></inputEntry><outputEntry><text>
        1 + 1</text></outputEntry></rule></decisionTable></decision></definitions>
        """

    @Test func `a table that is changed in Markdown decides as it then says`() throws {
        let markdown = try Self.read(Self.rates, .xml).text(.markdown)
            .replacing(
                "| >= 5 |             | 2 * 3    |", with: "| >= 5 | - | 7 |\n| 4 | - | 1 |")
        let model = try Self.read(markdown, .markdown)
        let graph = try DecisionGraph([model.model], mode: .conformant)
        let given = [GivenValue("a", 9), GivenValue("tier", .string("q"))]
        #expect(try graph.evaluate("twice", given).value == 14)
        // The rows that were there keep their identifiers.
        #expect(try model.text(.xml).contains("<rule id=\"r1\">"))
    }

    @Test(arguments: [
        ("| < 5  |", "| < 5 + |", "m.markdown:7:8: error"),
        ("| 1        |", "| 1 | 2 |", "m.markdown:7:1: error: this row has 4 cells"),
        ("## Decision: twice", "## Decision: thrice", "no expression stands above under"),
        ("## Knowledge: fee", "## Decision: more\n\n## Knowledge: fee", "shows no Decision: more"),
        ("## Decision: twice", "## Decision: the rate", "stands here twice"),
        ("| ---- |", "| no |", "a row of dashes is expected"),
    ])
    func `a mistake in the Markdown of a model is told`(
        old: String, new: String, words: String
    ) throws {
        let markdown = try Self.read(Self.rates, .xml).text(.markdown).replacing(old, with: new)
        let error = #expect(throws: CompileError.self) {
            try DecisionGraph([try Self.read(markdown, .markdown).model])
        }
        #expect(error?.description.contains(words) == true)
    }

    @Test func `a mistake in YAML is told with its line and column`() throws {
        let yaml = """
            definitions:
              xmlns: https://www.omg.org/spec/DMN/20230324/MODEL/
              namespace: urn:m
              decision:
                id: d
                name: d
                literalExpression:
                  text: 1 + nothing
            """
        let error = #expect(throws: CompileError.self) {
            try DecisionGraph([try DMNYAML.read(bytes: Array(yaml.utf8), file: "m.yaml")])
        }
        let place = try #require(error?.diagnostics.first?.place)
        #expect(place.line == 8 && place.column == 17)
        #expect(place.lineText == "      text: 1 + nothing")
    }

    @Test(arguments: [
        ("a: 1\nb: 2", "one entry is expected"), ("definitions: text", "a model is expected"),
        ("definitions: {xmlns: urn:x}", "no decision model"),
        ("definitions: {decision: [[]]}", "an element is expected"),
        ("definitions: {rule: {when: 1}}", "a list is expected"),
        ("definitions: {rule: {when: [a], ids: [x]}}", "has 2 ids, not 1"),
        ("definitions: {rule: {when: [a], than: [x]}}", "than is no part of a rule"),
        ("definitions: {$attributes: {a: []}}", "a text is expected"),
        ("definitions: {a: &x 1}", "not allowed"),
    ])
    func `YAML that is no model is refused`(text: String, words: String) {
        let error = #expect(throws: CompileError.self) { try Self.read(text, .yaml) }
        #expect(error?.description.contains(words) == true)
    }

    @Test(.sharedMaterial("tck"))
    func `models of other people go to YAML, to Markdown and back without loss`() throws {
        let folder = SharedMaterial.url("tck")
        let paths = try FileManager.default.subpathsOfDirectory(
            atPath: folder.path(percentEncoded: false)
        ).filter { $0.hasSuffix(".dmn") }
        #expect(paths.count > 70)
        for path in paths.sorted() {
            let text = String(decoding: try SharedMaterial.data("tck/" + path), as: UTF8.self)
            let first = try Self.read(text, .xml)
            let yaml = try first.text(.yaml)
            let back = try Self.read(yaml, .yaml).text(.xml)
            #expect(back == Self.withoutComments(try first.text(.xml)), "\(path)")
            let shown = try Self.read(first.text(.markdown), .markdown).text(.yaml)
            #expect(shown == yaml, "\(path)")
        }
    }
}
