import DMN
import DMNFormats
import FEEL
import FairleadTesting
import Testing

@Suite struct MeaningTests {
    private static let types = """
        <itemDefinition name="tier"><typeRef>string</typeRef>
        <allowedValues><text>"gold", "silver"</text></allowedValues></itemDefinition>
        <itemDefinition name="share"><typeRef>number</typeRef>
        <allowedValues><text>[0..100]</text></allowedValues></itemDefinition>
        """
    private static let body = """
        \(types)\(ModelFixture.input("t", "tier"))\(ModelFixture.input("s", "share"))
        <businessKnowledgeModel id="half" name="half"><variable name="half"/><encapsulatedLogic>
        <formalParameter name="n" typeRef="number"/>\(ModelFixture.literal("n / 2"))
        </encapsulatedLogic></businessKnowledgeModel>
        \(ModelFixture.decision(
            "rate", """
            <decisionTable hitPolicy="PRIORITY" outputLabel="x"><input label="Tier">
            <inputExpression typeRef="tier"><text>t</text></inputExpression></input>
            <output name="rate" typeRef="string"><outputValues><text>"high", "low"</text>
            </outputValues></output><annotation name="clause"/>
            <rule id="r"><inputEntry><text>"gold"</text></inputEntry><outputEntry>
            <text>"low"</text></outputEntry><annotationEntry><text>1.1</text></annotationEntry>
            </rule><rule><inputEntry><text>-</text></inputEntry><outputEntry>
            <text>"high"</text></outputEntry></rule></decisionTable>
            """, inputs: ["t"]))
        \(ModelFixture.decision(
            "share", """
            <context><contextEntry><variable name="a"/>\(ModelFixture.literal("half(s)"))
            </contextEntry><contextEntry>\(ModelFixture.literal("a + 1"))</contextEntry></context>
            """, inputs: ["s"], knowledge: ["half"]))
        """

    private static func meaning(_ body: String) throws -> String {
        try ModelFixture.graph(body, mode: .strict).meaning
    }

    /// Changes of the file that leave its meaning alone.
    static let same: [(String, String)] = [
        ("n / 2", "n   /\n 2 /* half */"),
        (
            "<decisionTable hitPolicy=\"PRIORITY\" outputLabel=\"x\">",
            "<decisionTable   outputLabel=\"x\"   hitPolicy=\"PRIORITY\">"
        ),
        ("<annotation name=\"clause\"/>", "<!-- a remark --><annotation name=\"clause\"/>"),
        ("<text>1.1</text>", "<text>2.7</text>"), ("label=\"Tier\"", "label=\"Level\""),
        ("<rule id=\"r\">", "<rule id=\"other\">"),
        (
            "</businessKnowledgeModel>",
            "</businessKnowledgeModel><x:DMNDI xmlns:x=\"urn:x\"><x:Bounds x=\"5\"/></x:DMNDI>"
        ),
        ("name=\"tier\"><typeRef>", "name=\"tier\"><description>words</description><typeRef>"),
        ("[0..100]", " [ 0 .. 100 ] "),
    ]

    @Test(arguments: same)
    func `what says the same has the same meaning`(old: String, new: String) throws {
        #expect(Self.body.contains(old))
        #expect(try Self.meaning(Self.body.replacing(old, with: new)) == Self.meaning(Self.body))
    }

    /// Changes that decide differently, in whatever part of the model they stand.
    @Test(arguments: [
        ("n / 2", "n / 3"), ("[0..100]", "[0..101]"), ("\"gold\", \"silver\"", "\"gold\""),
        ("hitPolicy=\"PRIORITY\"", "hitPolicy=\"FIRST\""),
        ("\"high\", \"low\"", "\"low\", \"high\""),
        ("a + 1", "a + 2"), ("<text>-</text>", "<text>\"silver\"</text>"),
        ("<variable name=\"s\" typeRef=\"share\"/>", "<variable name=\"s\" typeRef=\"number\"/>"),
    ])
    func `what decides differently has another meaning`(old: String, new: String) throws {
        #expect(Self.body.contains(old))
        #expect(try Self.meaning(Self.body.replacing(old, with: new)) != Self.meaning(Self.body))
    }

    @Test(arguments: ModelText.Format.allCases)
    func `a model means the same in each format`(format: ModelText.Format) throws {
        let xml = Array(ModelFixture.xml(Self.body).utf8)
        let text = try ModelText(bytes: xml, format: .xml).text(format)
        let model = try ModelText(bytes: Array(text.utf8), format: format).model
        #expect(try DecisionGraph([model]).meaning == Self.meaning(Self.body))
    }

    /// Records hold the digest of this text: a change of it is a change of what they say.
    @Test func `the meaning of a decision keeps its bytes`() throws {
        let decision = try #require(try PolicyFixture.graph()["graceEnds"])
        #expect(
            decision.meaning == """
                semantics \(feelSemantics) strict
                given startsOn: date
                given receivables: context<pastDue: number>
                given tier: "starter", "growth", "enterprise"
                given brokenPromise: boolean
                decision graceLevel: PRIORITY
                input receivables.pastDue: number in >= 0
                input tier: "starter", "growth", "enterprise"
                input brokenPromise: boolean
                output level: "forbidden", "approval", "automatic"
                output days: number
                rule <= 5000 | - | false => "automatic" | 7
                rule > 5000 | - | - => "approval" | 7
                rule - | - | true => "approval" | 14
                rule > 100000 | "starter" | - => "forbidden" | 0
                decision graceEnds: date
                = (startsOn + duration((("P" + string(graceLevel.days)) + "D")))

                """)
    }

    @Test(.requirement("S2.9", part: "the policy behind a decision has its days"))
    func `a policy out of force is told on the day`() throws {
        let text = PolicyFixture.markdown.replacing(
            "in force from 2026-01-01", with: "in force from 2026-01-01 until 2026-12-31")
        let graph = try PolicyFixture.graph(text)
        let xml = try ModelText(bytes: Array(text.utf8), format: .markdown).text(.xml)
        let other = try DecisionGraph([try DMNXML.read(bytes: Array(xml.utf8))])
        for (day, count) in [
            ("2025-12-31", 1), ("2026-01-01", 0), ("2026-12-31", 0), ("2027-01-01", 1),
        ] {
            let day = try #require(CalendarDate(day))
            #expect(graph.outOfForce(on: day).count == count)
            #expect(other.outOfForce(on: day).count == count)
            // What is over must not decide; what is to come is being prepared.
            let isOver = day.description > "2026-12-31"
            #expect(
                graph.outOfForce(on: day).allSatisfy {
                    $0.severity == (isOver ? .error : .warning)
                })
        }
        let error = #expect(throws: CompileError.self) {
            try PolicyFixture.graph(text.replacing("until 2026-12-31", with: "until 2025-12-31"))
        }
        #expect(error?.description.contains("says nothing of an authority") == true)
    }

    @Test func `a service that gives something else is told as different`() throws {
        func graph(_ output: String) throws -> DecisionGraph {
            try ModelFixture.graph(
                ModelFixture.input("a", "number")
                    + ModelFixture.decision("d", ModelFixture.literal("a + 1"), inputs: ["a"])
                    + ModelFixture.decision("e", ModelFixture.literal("a + 2"), inputs: ["a"])
                    + "<decisionService name=\"s\" id=\"s\"><variable name=\"s\"/>"
                    + "<outputDecision href=\"#\(output)\"/><inputData href=\"#a\"/>"
                    + "</decisionService>", mode: .strict)
        }
        let differences = try graph("d").differences(to: graph("e"))
        #expect(differences.map(\.decision) == ["s"])
        #expect(differences.first?.cases.count == 1)
        #expect(try graph("d").differences(to: graph("d")).isEmpty)
    }

    @Test func `the owner of a document may be a unit of the organisation`() throws {
        let decision = ModelFixture.decision("d", ModelFixture.literal("1")).replacing(
            "<literal",
            with: "<authorityRequirement><requiredAuthority href=\"#k\"/></authorityRequirement>"
                + "<literal")
        let graph = try ModelFixture.graph(
            decision
                + "<knowledgeSource id=\"k\" name=\"FIN-1\"><type>policy</type><owner href=\"#u\"/>"
                + "</knowledgeSource><organizationUnit id=\"u\" name=\"Finance\"/>", mode: .strict)
        #expect(graph["d"]?.authority == PolicyDocument(document: "FIN-1", owner: "Finance"))
    }
}
