import DMN
import DMNFormats
import FEEL

/// Models as an editor writes them, with only what a test is about.
enum ModelFixture {
    static let namespace = "https://example.org/model"

    static func xml(
        _ body: String, namespace: String = namespace,
        version: String = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    ) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="\(version)" name="model" id="model" namespace="\(namespace)">
        \(body)
        </definitions>
        """
    }

    static func model(
        _ body: String, namespace: String = namespace
    ) throws(CompileError) -> ModelDefinition {
        try DMNXML.read(
            bytes: Array(xml(body, namespace: namespace).utf8), file: "model.dmn")
    }

    static func graph(
        _ body: String, mode: Mode = .conformant
    ) throws(CompileError) -> DecisionGraph {
        try DecisionGraph([try model(body)], mode: mode)
    }

    /// A decision with an expression in XML and the identifiers that it requires.
    static func decision(
        _ name: String, _ expression: String, type: String? = nil, inputs: [String] = [],
        decisions: [String] = [], knowledge: [String] = []
    ) -> String {
        let declared = type.map { " typeRef=\"\($0)\"" } ?? ""
        let required =
            inputs.map {
                "<informationRequirement><requiredInput href=\"#\($0)\"/></informationRequirement>"
            }
            + decisions.map {
                "<informationRequirement><requiredDecision href=\"#\($0)\"/>"
                    + "</informationRequirement>"
            }
            + knowledge.map {
                "<knowledgeRequirement><requiredKnowledge href=\"#\($0)\"/></knowledgeRequirement>"
            }
        return """
            <decision name="\(name)" id="\(name)"><variable name="\(name)"\(declared)/>
            \(required.joined())\(expression)</decision>
            """
    }

    static func literal(_ text: String) -> String {
        "<literalExpression><text><![CDATA[\(text)]]></text></literalExpression>"
    }

    static func input(_ name: String, _ type: String) -> String {
        "<inputData name=\"\(name)\" id=\"\(name)\"><variable name=\"\(name)\" typeRef=\"\(type)\"/>"
            + "</inputData>"
    }

    /// A value of an expression that stands alone.
    static func value(_ text: String) throws -> Value {
        try Program(text, mode: .conformant).evaluate()
    }
}
