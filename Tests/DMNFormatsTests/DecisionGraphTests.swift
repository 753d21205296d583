import DMN
import DMNFormats
import FEEL
import Testing

@Suite struct DecisionGraphTests {
    private static func evaluate(
        _ expression: String, mode: Mode = .conformant
    ) throws -> Value {
        let graph = try ModelFixture.graph(
            ModelFixture.decision("d", expression), mode: mode)
        return try graph.evaluate("d").value
    }

    private static func l(_ text: String) -> String { ModelFixture.literal(text) }

    @Test(arguments: [
        (
            """
            <context>
            <contextEntry><variable name="a"/>\(l("2"))</contextEntry>
            <contextEntry><variable name="b" typeRef="string"/>\(l("a + 1"))</contextEntry>
            </context>
            """, "{a: 2, b: null}"
        ),
        (
            """
            <context>
            <contextEntry><variable name="a"/>\(l("2"))</contextEntry>
            <contextEntry>\(l("a * 3"))</contextEntry></context>
            """, "6"
        ),
        ("<list>\(l("1"))\(l("\"x\""))<list/></list>", "[1, \"x\", []]"),
        (
            """
            <relation><column name="a"/><column name="b" typeRef="number"/>
            <row>\(l("1"))\(l("2"))</row><row>\(l("\"x\""))\(l("\"y\""))</row></relation>
            """, "[{a: 1, b: 2}, {a: \"x\", b: null}]"
        ),
        (
            """
            <conditional><if>\(l("1 > 2"))</if><then>\(l("\"yes\""))</then>
            <else>\(l("\"no\""))</else></conditional>
            """, "\"no\""
        ),
        (
            """
            <conditional><if>\(l("null"))</if><then>\(l("1"))</then><else>\(l("2"))</else>
            </conditional>
            """, "2"
        ),
        (
            """
            <filter><in>\(l("[{a: 1}, {a: 5}]"))</in><match>\(l("a > 2"))</match></filter>
            """, "[{a: 5}]"
        ),
        (
            "<filter><in>\(l("[1, 2]"))</in><match>\(l("item"))</match></filter>", "null"
        ),
        (
            """
            <for iteratorVariable="i"><in>\(l("[1..3]"))</in><return>\(l("i * count(partial)"))
            </return></for>
            """, "[0, 2, 6]"
        ),
        (
            "<for iteratorVariable=\"i\"><in>\(l("5"))</in><return>\(l("i"))</return></for>",
            "null"
        ),
        (
            """
            <some iteratorVariable="i"><in>\(l("[1, 2, 3]"))</in>
            <satisfies>\(l("i > 2"))</satisfies></some>
            """, "true"
        ),
        (
            """
            <every iteratorVariable="i"><in>\(l("[1, 2, 3]"))</in>
            <satisfies>\(l("i > 2"))</satisfies></every>
            """, "false"
        ),
        (
            """
            <every iteratorVariable="i"><in>\(l("[]"))</in>
            <satisfies>\(l("i > 2"))</satisfies></every>
            """, "true"
        ),
        (
            """
            <context>
            <contextEntry><variable name="double"/><functionDefinition>
            <formalParameter name="x" typeRef="number"/>\(l("x * 2"))</functionDefinition>
            </contextEntry>
            <contextEntry><variable name="good"/><invocation>\(l("double"))
            <binding><parameter name="x"/>\(l("21"))</binding></invocation></contextEntry>
            <contextEntry><variable name="bad"/>\(l("double(\"a\")"))</contextEntry>
            <contextEntry>\(l("[good, bad]"))</contextEntry></context>
            """, "[42, null]"
        ),
        (
            """
            <context>
            <contextEntry><variable name="java"/><functionDefinition kind="Java">
            <formalParameter name="x" typeRef="number"/>\(l("{class: \"java.lang.Math\"}"))
            </functionDefinition></contextEntry>
            <contextEntry>\(l("java(1)"))</contextEntry></context>
            """, "null"
        ),
        (
            """
            <invocation>\(l("abs"))<binding><parameter name="n"/>\(l("-5"))</binding></invocation>
            """, "5"
        ),
    ])
    func `each boxed expression gives its value`(expression: String, expected: String) throws {
        #expect(try Self.evaluate(expression) == ModelFixture.value(expected))
    }

    @Test func `decisions are made from those that they require, and nothing else is seen`() throws
    {
        let graph = try ModelFixture.graph(
            ModelFixture.input("a", "number")
                + ModelFixture.decision("twice", Self.l("a * 2"), inputs: ["a"])
                + ModelFixture.decision("sum", Self.l("twice + 1"), decisions: ["twice"])
                + ModelFixture.decision("blind", Self.l("a"), decisions: ["twice"]))
        #expect(try graph.evaluate("sum", [GivenValue("a", 4)]).value == 9)
        #expect(try graph.evaluate("blind", [GivenValue("a", 4)]).value == .null)
        // A given outcome takes the place of the decision.
        #expect(try graph.evaluate("sum", [GivenValue("twice", 1)]).value == 2)
    }

    @Test(arguments: [
        ("number", "\"123\"", "null"), ("number", "[5]", "5"), ("string", "[\"a\"]", "\"a\""),
        ("numbers", "5", "[5]"), ("numbers", "[1, \"a\"]", "null"),
        ("date and time", "date(\"2020-01-01\")", "@\"2020-01-01T00:00:00Z\""),
        ("colour", "\"red\"", "\"red\""), ("colour", "\"pink\"", "null"),
        ("person", "{name: \"Ada\", born: 1815}", "{name: \"Ada\", born: 1815}"),
        ("person", "{name: 3, born: 1815}", "null"),
        ("pair", "[1, 2]", "[1, 2]"), ("pair", "[1, 2, 3]", "null"),
        (
            "tree", "{next: [{next: [], value: 1}], value: 2}",
            "{next: [{next: [], value: 1}], value: 2}"
        ),
        ("tree", "{next: [{next: [], value: \"x\"}], value: 2}", "null"),
    ])
    func `a value becomes one of the declared type, or null`(
        type: String, expression: String, expected: String
    ) throws {
        let types = """
            <itemDefinition name="numbers" isCollection="true"><typeRef>number</typeRef>
            </itemDefinition>
            <itemDefinition name="colour"><typeRef>string</typeRef>
            <allowedValues><text>"red", "green"</text></allowedValues></itemDefinition>
            <itemDefinition name="person">
            <itemComponent name="name"><typeRef>string</typeRef></itemComponent>
            <itemComponent name="born"><typeRef>number</typeRef></itemComponent></itemDefinition>
            <itemDefinition name="pair" isCollection="true"><typeRef>number</typeRef>
            <typeConstraint><text>count(?) = 2</text></typeConstraint></itemDefinition>
            <itemDefinition name="tree">
            <itemComponent name="next" isCollection="true"><typeRef>tree</typeRef></itemComponent>
            <itemComponent name="value"><typeRef>number</typeRef></itemComponent>
            </itemDefinition>
            """
        let graph = try ModelFixture.graph(
            types + ModelFixture.decision("d", Self.l(expression), type: type))
        let result = try graph.evaluate("d")
        let wanted = try ModelFixture.value(expected)
        #expect(result.value == wanted)
        #expect(result.faults.isEmpty == !wanted.isNull)
    }

    private static let service = """
        \(ModelFixture.input("a", "number"))
        \(ModelFixture.decision("half", l("a / 2"), inputs: ["a"]))
        \(ModelFixture.decision("out", l("half + a"), inputs: ["a"], decisions: ["half"]))
        \(ModelFixture.decision("more", l("half"), decisions: ["half"]))
        <decisionService name="one" id="one"><variable name="one"/>
        <outputDecision href="#out"/><inputDecision href="#half"/><inputData href="#a"/>
        </decisionService>
        <decisionService name="two" id="two"><variable name="two"/>
        <outputDecision href="#out"/><outputDecision href="#more"/>
        <encapsulatedDecision href="#half"/><inputData href="#a"/></decisionService>
        """

    @Test(arguments: [
        // Input data come before input decisions.
        ("one(1, 10)", "11"), ("one(half: 10, a: 1)", "11"), ("two(4)", "{out: 6, more: 2}"),
        ("two(\"x\")", "null"), ("two(1, 2)", "null"),
    ])
    func `a service is a function of its inputs`(call: String, expected: String) throws {
        let graph = try ModelFixture.graph(
            Self.service + ModelFixture.decision("d", Self.l(call), knowledge: ["one", "two"]))
        #expect(try graph.evaluate("d").value == ModelFixture.value(expected))
    }

    @Test func `a service is called by name with what it is given`() throws {
        let graph = try ModelFixture.graph(Self.service)
        let result = try graph.evaluate("one", [GivenValue("a", 1), GivenValue("half", 5)])
        #expect(result.value == 6)
    }

    @Test func `knowledge calls itself and other knowledge, within the limits`() throws {
        let knowledge = """
            <businessKnowledgeModel name="f" id="f"><variable name="f"/><encapsulatedLogic>
            <formalParameter name="n" typeRef="number"/>
            \(Self.l("if n <= 1 then 1 else n * f(n - 1)"))</encapsulatedLogic>
            </businessKnowledgeModel>
            <businessKnowledgeModel name="g" id="g"><variable name="g"/>
            <encapsulatedLogic>\(Self.l("f(4)"))</encapsulatedLogic>
            <knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement>
            </businessKnowledgeModel>
            """
        let graph = try ModelFixture.graph(
            knowledge + ModelFixture.decision("d", Self.l("f(5) + g()"), knowledge: ["f", "g"])
                + ModelFixture.decision("endless", Self.l("f(100000)"), knowledge: ["f"]))
        #expect(try graph.evaluate("d").value == 144)
        let error = #expect(throws: DecisionError.self) { try graph.evaluate("endless") }
        #expect(error?.fault?.code == .limit)
    }

    @Test func `elements of an imported model are named after the import`() throws {
        let library = try ModelFixture.model(
            """
            <itemDefinition name="rate"><typeRef>number</typeRef></itemDefinition>
            \(ModelFixture.input("base", "rate"))
            \(ModelFixture.decision("doubled", Self.l("base * 2"), inputs: ["base"]))
            <businessKnowledgeModel name="inc" id="inc"><variable name="inc"/><encapsulatedLogic>
            <formalParameter name="x" typeRef="rate"/>\(Self.l("x + 1"))</encapsulatedLogic>
            </businessKnowledgeModel>
            """, namespace: "urn:library")
        let model = try ModelFixture.model(
            """
            <import name="lib" namespace="urn:library"
            importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
            <decision name="d" id="d"><variable name="d" typeRef="lib.rate"/>
            <informationRequirement><requiredDecision href="urn:library#doubled"/>
            </informationRequirement>
            <knowledgeRequirement><requiredKnowledge href="urn:library#inc"/>
            </knowledgeRequirement>
            \(Self.l("lib.inc(lib.doubled)"))</decision>
            """)
        let graph = try DecisionGraph([model, library])
        let given = GivenValue("base", namespace: "urn:library", 3)
        #expect(try graph.evaluate("d", [given]).value == 7)
        #expect(try graph.evaluate("d", [GivenValue("lib.base", 3)]).value == 7)
    }

    @Test func `strict mode decides nothing where conformant mode gives null`() throws {
        let body =
            ModelFixture.input("a", "number")
            + ModelFixture.decision("d", Self.l("10 / a"), inputs: ["a"])
        let conformant = try ModelFixture.graph(body)
        let strict = try ModelFixture.graph(body, mode: .strict)
        let zero = [GivenValue("a", 0)]
        #expect(try conformant.evaluate("d", zero).value == .null)
        #expect(try conformant.evaluate("d", zero).faults.map(\.code) == [.divisionByZero])
        let error = #expect(throws: DecisionError.self) { try strict.evaluate("d", zero) }
        #expect(error?.fault?.code == .divisionByZero)
        #expect(throws: DecisionError.self) { try strict.evaluate("d", []) }
        #expect(throws: DecisionError.self) {
            try strict.evaluate("d", [GivenValue("a", .string("x"))])
        }
    }

    @Test(arguments: [
        (ModelFixture.decision("d", l("x + 1")), "nothing here is named x"),
        (ModelFixture.decision("d", l("1"), type: "nmber"), "no type is named nmber"),
        (ModelFixture.decision("d", l("1"), inputs: ["gone"]), "the identifier gone"),
        (
            ModelFixture.decision("d", l("e"), decisions: ["e"])
                + ModelFixture.decision("e", l("d"), decisions: ["d"]), "in a circle: d → e → d"
        ),
        (
            ModelFixture.decision("d", l("1")) + ModelFixture.input("d", "number"),
            "stands in this model twice"
        ),
        (ModelFixture.decision("d", l("\"a\" - 1")), "has no meaning"),
    ])
    func `strict mode refuses a model with a mistake`(body: String, words: String) throws {
        let error = #expect(throws: CompileError.self) {
            try ModelFixture.graph(body, mode: .strict)
        }
        #expect(error?.description.contains(words) == true)
        // Conformant mode evaluates what can be evaluated.
        _ = try ModelFixture.graph(body).evaluate("d")
    }
}
