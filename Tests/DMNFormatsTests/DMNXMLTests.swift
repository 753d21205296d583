import DMN
import DMNFormats
import FEEL
import Testing

@Suite struct DMNXMLTests {
    @Test(arguments: [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ])
    func `a model of each version of the standard is read`(version: String) throws {
        let text = ModelFixture.xml(
            ModelFixture.decision("d", ModelFixture.literal("1 + 1")), version: version)
        let model = try DMNXML.read(bytes: Array(text.utf8), file: "d.dmn")
        let graph = try DecisionGraph([model])
        #expect(try graph.evaluate("d").value == 2)
    }

    @Test func `types of DMN 1.1 are known by their prefix`() throws {
        let text = """
            <dmn:definitions xmlns:dmn="http://www.omg.org/spec/DMN/20151101/dmn.xsd"
             xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:t="urn:t" namespace="urn:t">
            <dmn:itemDefinition name="amount"><dmn:typeRef>feel:number</dmn:typeRef>
            </dmn:itemDefinition>
            <dmn:decision id="d" name="d"><dmn:variable name="d" typeRef="t:amount"/>
            <dmn:literalExpression><dmn:text>"no number"</dmn:text></dmn:literalExpression>
            </dmn:decision></dmn:definitions>
            """
        let model = try DMNXML.read(bytes: Array(text.utf8))
        #expect(model.decisions[0].variable.type?.name == "amount")
        let graph = try DecisionGraph([model], mode: .conformant)
        #expect(try graph.evaluate("d").value == .null)
    }

    @Test(arguments: [
        ("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "document type"),
        ("<!-- first --> <!DOCTYPE x><x/>", "document type"),
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><x/>", "UTF-8"),
        ("<definitions><decision></definitions>", "not well-formed"),
        ("<definitions", "not well-formed"), ("", "no element"), ("text", "not well-formed"),
        ("<x/>", "no decision model"),
        ("<definitions xmlns=\"urn:other\"/>", "no decision model"),
        (
            String(repeating: "<x>", count: 101) + String(repeating: "</x>", count: 101),
            "at most 100 deep"
        ),
    ])
    func `a document that cannot be trusted is refused`(text: String, words: String) {
        let error = #expect(throws: CompileError.self) {
            try DMNXML.read(bytes: Array(text.utf8), file: "bad.dmn")
        }
        #expect(error?.description.contains(words) == true)
        #expect(error?.diagnostics.first?.place.file == "bad.dmn")
    }

    @Test func `a document that is too large is refused`() {
        let error = #expect(throws: CompileError.self) {
            try DMNXML.read(bytes: [UInt8](repeating: 32, count: 16_777_217))
        }
        #expect(error?.diagnostics.first?.code == .limit)
    }

    @Test func `a mistake in an expression is told with its line and column`() throws {
        let body = """
            <decision name="d" id="d">
              <literalExpression>
                <text>1 + nothing</text>
              </literalExpression>
            </decision>
            """
        let error = #expect(throws: CompileError.self) {
            try ModelFixture.graph(body, mode: .strict)
        }
        let place = try #require(error?.diagnostics.first?.place)
        #expect(place.file == "model.dmn")
        #expect(place.line == 5)
        #expect(place.column == 15)
    }

    @Test func `what an element lacks is told`() {
        let error = #expect(throws: CompileError.self) {
            try ModelFixture.model(
                """
                <decision name="d" id="d"><conditional>
                <if>\(ModelFixture.literal("true"))</if></conditional></decision>
                <decision name="e" id="e"><decisionTable hitPolicy="NONE"/></decision>
                """)
        }
        let messages = error?.diagnostics.map(\.message) ?? []
        #expect(
            messages == [
                "conditional lacks its then", "conditional lacks its else",
                "NONE is no hit policy",
            ])
    }

    /// A change of a model, and what is told of it.
    @Test(arguments: [
        ("<extensionElements><x:a xmlns:x=\"urn:x\"><x:b/></x:a></extensionElements>", nil),
        ("<textAnnotation id=\"n\"><text>words</text></textAnnotation>", nil),
        (
            "<decisionTabel/>",
            "definitions has no decisionTabel; it is kept, and means nothing"
        ),
        (
            "<x:a xmlns:x=\"urn:x\"/>", "a is no element of DMN; it is kept, and means nothing"
        ),
        (
            "<group id=\"g\" colour=\"red\"/>",
            "group has no attribute colour; it is kept, and means nothing"
        ),
        (
            "<inputDat id=\"b\" name=\"b\"/>",
            "definitions has no inputDat; it is kept, and means nothing"
        ),
    ])
    func `what DMN does not know is told with its place, and kept`(
        added: String, message: String?
    ) throws {
        let xml = ModelFixture.xml(
            ModelFixture.decision("d", ModelFixture.literal("1")) + "\n" + added)
        let text = try ModelText(bytes: Array(xml.utf8), format: .xml, file: "m.dmn")
        let warnings = try DecisionGraph([text.model]).warnings
        #expect(warnings.map(\.message) == (message.map { [$0] } ?? []))
        #expect(warnings.allSatisfy { $0.severity == .warning && $0.place.line == 5 })
        #expect(try DecisionGraph([text.model], mode: .conformant).warnings.isEmpty)
        if message?.contains("inputDat") == true {
            #expect(warnings.first?.hint == "did you mean inputData?")
        }
        let name = added.dropFirst().prefix { $0 != " " && $0 != "/" && $0 != ">" }
        #expect(try text.text(.xml).contains("<\(name)"))
        let yaml = try text.text(.yaml)
        let back = try ModelText(bytes: Array(yaml.utf8), format: .yaml, file: "m.yaml")
        #expect(try DecisionGraph([back.model]).warnings.map(\.message) == warnings.map(\.message))
        #expect(try back.text(.xml) == text.text(.xml))
    }

    @Test func `a misspelt hit policy does not pass unseen`() throws {
        let table = """
            <decisionTable hitPolcy="FIRST"><input><inputExpression><text>1</text>
            </inputExpression></input><output/><rule><inputEntry><text>-</text></inputEntry>
            <outputEntry><text>1</text></outputEntry></rule></decisionTable>
            """
        let graph = try ModelFixture.graph(ModelFixture.decision("d", table), mode: .strict)
        #expect(graph.warnings.map(\.hint) == ["did you mean hitPolicy?"])
    }
}
