import FEEL

/// The elements and attributes of DMN 1.1 to 1.5 (the schema DMN15.xsd, with those that earlier
/// versions had besides): what stands elsewhere is kept, and told.
enum DMNVocabulary {
    /// What any element may hold.
    private static let everywhere = ["description", "extensionElements"]

    private static let named: [String: [String]] = [
        "definitions": [
            "import", "itemDefinition", "decision", "inputData", "businessKnowledgeModel",
            "knowledgeSource", "decisionService", "textAnnotation", "association", "group",
            "elementCollection", "performanceIndicator", "organizationUnit",
        ],
        "itemDefinition": [
            "typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem",
        ],
        "itemComponent": [
            "typeRef", "allowedValues", "typeConstraint", "itemComponent", "functionItem",
        ],
        "functionItem": ["parameters"],
        "inputData": ["variable"],
        "decision": [
            "question", "allowedAnswers", "variable", "informationRequirement",
            "knowledgeRequirement", "authorityRequirement", "supportedObjective",
            "impactedPerformanceIndicator", "decisionMaker", "decisionOwner", "usingProcess",
            "usingTask",
        ],
        "businessKnowledgeModel": [
            "variable", "encapsulatedLogic", "knowledgeRequirement", "authorityRequirement",
        ],
        "knowledgeSource": ["authorityRequirement", "type", "owner"],
        "decisionService": [
            "variable", "outputDecision", "encapsulatedDecision", "inputDecision", "inputData",
        ],
        "informationRequirement": ["requiredDecision", "requiredInput"],
        "knowledgeRequirement": ["requiredKnowledge"],
        "authorityRequirement": ["requiredDecision", "requiredInput", "requiredAuthority"],
        "encapsulatedLogic": ["formalParameter"], "functionDefinition": ["formalParameter"],
        "invocation": ["binding"], "binding": ["parameter"],
        "context": ["contextEntry"], "contextEntry": ["variable"],
        "relation": ["column", "row"],
        "decisionTable": ["input", "output", "annotation", "rule"],
        "input": ["inputExpression", "inputValues"],
        "output": ["outputValues", "defaultOutputEntry"],
        "rule": ["inputEntry", "outputEntry", "annotationEntry"],
        "conditional": ["if", "then", "else"], "filter": ["in", "match"], "for": ["in", "return"],
        "some": ["in", "satisfies"], "every": ["in", "satisfies"],
        "importedValues": ["importedElement"],
        "textAnnotation": ["text"], "association": ["sourceRef", "targetRef"],
        "elementCollection": ["drgElement"], "performanceIndicator": ["impactingDecision"],
        "organizationUnit": ["decisionMade", "decisionOwned"],
    ]

    private static let withText = [
        "literalExpression", "inputExpression", "inputEntry", "outputEntry", "annotationEntry",
        "inputValues", "outputValues", "defaultOutputEntry", "allowedValues", "typeConstraint",
    ]

    private static let withExpression = [
        "decision", "encapsulatedLogic", "functionDefinition", "invocation", "binding",
        "contextEntry", "row", "list", "if", "then", "else", "in", "match", "return", "satisfies",
    ]

    private static let attributes: Set<String> = [
        "id", "label", "name", "namespace", "typeRef", "href", "expressionLanguage",
        "typeLanguage", "exporter", "exporterVersion", "importType", "locationURI",
        "isCollection", "outputTypeRef", "hitPolicy", "aggregation", "preferredOrientation",
        "outputLabel", "kind", "iteratorVariable", "URI", "textFormat", "associationDirection",
        "categoryRef",
    ]

    private static func children(of name: String) -> [String] {
        var known = everywhere + (named[name] ?? [])
        if withText.contains(name) { known += ["text", "importedValues"] }
        if withExpression.contains(name) { known += DMNReader.expressions }
        return known
    }

    /// Calls a body for each element and attribute below a node that DMN does not know where it
    /// stands, with the known name nearest to it.
    static func unknown(below node: XMLNode, _ tell: (String, XMLNode, _ near: String?) -> Void) {
        for attribute in node.attributes
        where !attribute.name.contains(":") && attribute.name != "xmlns"
            && !attributes.contains(attribute.name)
        {
            tell(
                "\(node.name) has no attribute \(attribute.name)", node,
                nearest(attribute.name, in: Array(attributes)))
        }
        for child in node.elements where child.name != "extensionElements" {
            let namespace = child.namespace ?? ""
            guard DMNXML.namespaces.contains(namespace) else {
                // Diagrams have a namespace of their own.
                if !namespace.hasSuffix("/DMNDI/") {
                    tell("\(child.name) is no element of DMN", child, nil)
                }
                continue
            }
            let known = children(of: node.name)
            guard known.contains(child.name) else {
                tell(
                    "\(node.name) has no \(child.name)", child, nearest(child.name, in: known))
                continue
            }
            unknown(below: child, tell)
        }
    }
}
