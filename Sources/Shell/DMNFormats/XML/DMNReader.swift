import DMN
import FEEL

/// Reads a model's elements from the tree of its document.
struct DMNReader {
    let root: XMLNode
    let file: String?
    let namespace: String
    /// The document's lines, to show in messages.
    private let lines: [Substring]
    private(set) var diagnostics: [Diagnostic] = []

    /// Longer lines, as machines write them, are not shown.
    private static let shownLineMax = 200

    init(_ root: XMLNode, text: String, file: String?) {
        self.root = root
        self.file = file
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        namespace = root["namespace"] ?? ""
    }

    private func shown(_ line: Int) -> String {
        guard line > 0, line <= lines.count, lines[line - 1].utf8.count <= Self.shownLineMax else {
            return ""
        }
        return String(lines[line - 1])
    }

    mutating func report(_ code: Diagnostic.Code, _ message: String, _ node: XMLNode) {
        guard diagnostics.count < 100 else { return }
        diagnostics.append(Diagnostic(.error, code, message, at: place(node)))
    }

    mutating func model() -> ModelDefinition {
        var model = ModelDefinition(
            name: root["name"] ?? "", namespace: namespace, place: place(root))
        for node in root.elements where isModel(node) {
            switch node.name {
            case "import": if let entry = imported(node) { model.imports.append(entry) }
            case "itemDefinition": model.types.append(item(node))
            case "inputData":
                model.inputs.append(.init(id: id(node), variable: variable(of: node)))
            case "decision": model.decisions.append(decision(node))
            case "businessKnowledgeModel": model.knowledge.append(knowledge(node))
            case "decisionService": model.services.append(service(node))
            case "knowledgeSource":
                model.authorities.append(authority(node))
            default: continue
            }
        }
        model.unknown = unknown
        return model
    }

    /// What stands where DMN knows nothing of the name.
    private var unknown: [Diagnostic] {
        var findings: [Diagnostic] = []
        DMNVocabulary.unknown(below: root) { message, node, near in
            guard findings.count < 100 else { return }
            findings.append(
                Diagnostic(
                    .warning, .unknownName, message + "; it is kept, and means nothing",
                    at: place(node), hint: near.map { "did you mean \($0)?" }))
        }
        return findings
    }

    // MARK: Names and places

    func isModel(_ node: XMLNode) -> Bool { DMNXML.namespaces.contains(node.namespace ?? "") }

    func place(_ node: XMLNode) -> SourcePlace {
        SourcePlace(
            file: file, line: max(1, node.line), column: max(1, node.column), length: 1,
            lineText: shown(node.line))
    }

    /// The text of an expression, which begins where its element's content does.
    func source(_ node: XMLNode) -> SourceText {
        SourceText(
            node.text,
            origin: SourceOrigin(
                file: file, line: max(1, node.line), column: max(1, node.column),
                lineText: shown(node.line)))
    }

    /// A name with its white space made single, as expressions write it.
    func name(_ node: XMLNode, _ attribute: String = "name") -> String {
        (node[attribute] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// An attribute of the namespace of what policies say and DMN does not.
    func own(_ name: String, _ node: XMLNode) -> String? {
        node.attributes.first { attribute in
            let parts = attribute.name.split(separator: ":", maxSplits: 1)
            return parts.count == 2 && parts[1] == name
                && node.namespaces[String(parts[0])] == PolicyTree.namespace
        }?.value
    }

    func id(_ node: XMLNode) -> String { node["id"] ?? "name:" + name(node) }

    func words(_ node: XMLNode?) -> String? {
        let text = node?.text.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
        return text.isEmpty ? nil : text
    }

    /// Where a reference such as `#id` or `namespace#id` goes.
    func reference(_ node: XMLNode) -> ModelDefinition.Reference {
        let href = node["href"] ?? ""
        guard let hash = href.lastIndex(of: "#") else {
            return .init(namespace: namespace, id: href, place: place(node))
        }
        let before = String(href[..<hash])
        return .init(
            namespace: before.isEmpty ? namespace : before,
            id: String(href[href.index(after: hash)...]), place: place(node))
    }

    func references(_ node: XMLNode, _ requirement: String, _ kinds: [String])
        -> [ModelDefinition.Reference]
    {
        node.elements(requirement).flatMap { requirement in
            let path = (own("path", requirement) ?? "").split(separator: ".").map(String.init)
            return requirement.elements.filter { kinds.contains($0.name) }.map { node in
                var found = reference(node)
                found.path = path
                return found
            }
        }
    }

    /// A type's name as an attribute or a child has it; DMN 1.1 writes it with a prefix.
    func type(_ text: String?, _ node: XMLNode) -> TypeReference? {
        guard let text else { return nil }
        let name = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard !name.isEmpty else { return nil }
        let parts = name.split(separator: ":", maxSplits: 1)
        if parts.count == 2, let other = node.namespaces[String(parts[0])] {
            let local = String(parts[1])
            let isLanguage = other.hasSuffix("/FEEL/") || other.contains("FEEL")
            if isLanguage || other == namespace {
                return TypeReference(local, place: place(node))
            }
            return TypeReference(local, namespace: other, place: place(node))
        }
        return TypeReference(name, place: place(node))
    }

    func type(_ node: XMLNode) -> TypeReference? { type(node["typeRef"], node) }

    /// The variable of an element, which has the element's name.
    private func variable(of node: XMLNode) -> VariableDefinition {
        let variable = node.first("variable")
        return VariableDefinition(
            name: name(node), type: variable.flatMap { type($0) }, place: place(node))
    }

    func declaration(_ node: XMLNode) -> VariableDefinition {
        VariableDefinition(name: name(node), type: type(node), place: place(node))
    }

    // MARK: Elements

    /// The document behind decisions. Its owner is named, or is a unit of the organisation.
    private mutating func authority(_ node: XMLNode) -> ModelDefinition.KnowledgeSource {
        var source = ModelDefinition.KnowledgeSource(id: id(node), name: name(node))
        source.type = words(node.first("type"))
        source.location = node["locationURI"]
        source.clause = own("clause", node)
        source.inForceFrom = day("inForceFrom", node)
        source.inForceUntil = day("inForceUntil", node)
        source.authors = (own("authors", node) ?? "").split(separator: ",").map {
            String(MarkdownLine.trim($0))
        }
        let unit = node.first("owner").map { reference($0).id }
        source.owner =
            own("owner", node)
            ?? root.elements("organizationUnit").first { $0["id"] == unit }.map { name($0) }
        return source
    }

    private mutating func day(_ name: String, _ node: XMLNode) -> CalendarDate? {
        guard let text = own(name, node) else { return nil }
        let day = CalendarDate(text)
        if day == nil { report(.value, "\(name) is no day such as 2026-01-01", node) }
        return day
    }

    private mutating func imported(_ node: XMLNode) -> ModelDefinition.Import? {
        guard let other = node["namespace"] else {
            report(.syntax, "an import names its namespace", node)
            return nil
        }
        let kind = node["importType"] ?? ""
        // A schema or a PMML model is no model of decisions; nothing of it is ever run.
        guard kind.contains("/spec/DMN/") else { return nil }
        return .init(
            name: name(node), namespace: other, location: node["locationURI"], place: place(node))
    }

    private mutating func item(_ node: XMLNode) -> ItemDefinition {
        let structure: ItemDefinition.Structure
        let components = node.elements("itemComponent")
        if !components.isEmpty {
            structure = .components(components.map { item($0) })
        } else if let function = node.first("functionItem") {
            structure = .function(
                parameters: function.elements("parameters").map(declaration),
                result: type(function["outputTypeRef"], function))
        } else if let reference = type(node.first("typeRef")?.text, node) {
            structure = .reference(reference)
        } else {
            structure = .anything
        }
        var definition = ItemDefinition(
            name: name(node), structure: structure, isCollection: node["isCollection"] == "true",
            allowedValues: tests(node.first("allowedValues")),
            constraint: tests(node.first("typeConstraint")), place: place(node))
        definition.isNullable = own("nullable", node) == "true"
        return definition
    }

    /// The tests of allowed values, if there are any.
    func tests(_ node: XMLNode?) -> SourceText? {
        guard let text = node?.first("text"), words(text) != nil else { return nil }
        return source(text)
    }

    private mutating func decision(_ node: XMLNode) -> ModelDefinition.Decision {
        var decision = ModelDefinition.Decision(id: id(node), variable: variable(of: node))
        decision.question = words(node.first("question"))
        decision.allowedAnswers = words(node.first("allowedAnswers"))
        decision.isFunction = own("function", node) == "true"
        decision.information = references(
            node, "informationRequirement", ["requiredDecision", "requiredInput"])
        decision.knowledge = references(node, "knowledgeRequirement", ["requiredKnowledge"])
        decision.authorities = references(node, "authorityRequirement", ["requiredAuthority"])
        decision.logic = expression(in: node, named: decision.name)
        return decision
    }

    private mutating func knowledge(_ node: XMLNode) -> ModelDefinition.KnowledgeModel {
        var knowledge = ModelDefinition.KnowledgeModel(id: id(node), variable: variable(of: node))
        knowledge.knowledge = references(node, "knowledgeRequirement", ["requiredKnowledge"])
        knowledge.authorities = references(node, "authorityRequirement", ["requiredAuthority"])
        knowledge.function = node.first("encapsulatedLogic").map {
            function($0, named: knowledge.name)
        }
        return knowledge
    }

    private func service(_ node: XMLNode) -> ModelDefinition.Service {
        var service = ModelDefinition.Service(id: id(node), variable: variable(of: node))
        service.outputDecisions = node.elements("outputDecision").map(reference)
        service.encapsulatedDecisions = node.elements("encapsulatedDecision").map(reference)
        service.inputDecisions = node.elements("inputDecision").map(reference)
        service.inputData = node.elements("inputData").map(reference)
        return service
    }
}
