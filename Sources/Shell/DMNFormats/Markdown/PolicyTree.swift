import DMN
import FEEL

/// Makes the tree of a model from the decisions of a policy, so that other tools can read them.
/// What DMN has no word for stands in attributes of a namespace of its own.
struct PolicyTree {
    static let namespace = "urn:fairlead:policy:1"

    private let model: DecisionModel
    private let name: String
    private var types: [(type: FEELType, name: String)] = []
    private var definitions: [XMLNode] = []
    private var sources: [(document: PolicyDocument, id: String)] = []

    /// The tree of decisions that compile.
    static func make(
        _ decisions: [DecisionDefinition], named name: String
    ) throws(CompileError) -> XMLNode {
        var tree = PolicyTree(model: try DecisionModel(decisions), name: name)
        return tree.root(decisions).resolved([:])
    }

    private init(model: DecisionModel, name: String) {
        self.model = model
        self.name = name
    }

    private mutating func root(_ decisions: [DecisionDefinition]) -> XMLNode {
        let inputs = model.inputs.map { input in
            element(
                "inputData", ["id": "input_" + input.name, "name": input.name],
                [variable(input.name, input.type)])
        }
        let made = decisions.compactMap { definition in
            model[definition.name].map { decision(definition, $0) }
        }
        let authorities = sources.map { source in
            var attributes = ["id": source.id, "name": source.document.document]
            attributes["policy:clause"] = source.document.clause
            attributes["policy:owner"] = source.document.owner
            attributes["policy:inForceFrom"] = source.document.inForceFrom?.description
            return element("knowledgeSource", attributes, [])
        }
        return element(
            "definitions",
            [
                "xmlns": "https://www.omg.org/spec/DMN/20230324/MODEL/",
                "xmlns:policy": Self.namespace, "name": name,
                "namespace": "urn:fairlead:policy:" + name,
            ], definitions + inputs + made + authorities)
    }

    private func element(
        _ name: String, _ attributes: [String: String] = [:], _ children: [XMLNode] = [],
        text: String? = nil
    ) -> XMLNode {
        XMLNode(
            prefix: "", name: name,
            attributes: attributes.sorted { $0.key < $1.key }
                .map { .init(name: $0.key, value: $0.value) },
            namespaces: [:], line: 1, column: 1,
            children: children.map(XMLNode.Child.element) + (text.map { [.text($0)] } ?? []))
    }

    private func text(_ text: String) -> XMLNode { element("text", text: text) }

    private mutating func variable(_ name: String, _ type: FEELType) -> XMLNode {
        element("variable", ["name": name, "typeRef": typeName(type, for: name)])
    }

    // MARK: Decisions

    private mutating func decision(
        _ definition: DecisionDefinition, _ compiled: CompiledDecision
    ) -> XMLNode {
        var attributes = ["id": definition.name, "name": definition.name]
        if definition.isFunction { attributes["policy:function"] = "true" }
        var children: [XMLNode] = []
        if let question = definition.question {
            children.append(element("question", text: question))
        }
        children.append(variable(definition.name, compiled.type))
        var roots: [String] = []
        for root in (compiled.reads + definition.declaredReads).map(\.root)
        where !roots.contains(root) {
            roots.append(root)
        }
        for root in roots {
            let isDecision = model[root] != nil
            guard isDecision || model.inputs.contains(where: { $0.name == root }) else { continue }
            children.append(
                element(
                    "informationRequirement", [:],
                    [
                        isDecision
                            ? element("requiredDecision", ["href": "#" + root])
                            : element("requiredInput", ["href": "#input_" + root])
                    ]))
        }
        if let authority = definition.authority {
            children.append(
                element(
                    "authorityRequirement", [:],
                    [element("requiredAuthority", ["href": "#" + source(authority)])]))
        }
        switch definition.logic {
        case .expression(let source, _):
            children.append(element("literalExpression", [:], [text(source.text)]))
        case .table(let table): children.append(self.table(table))
        }
        return element("decision", attributes, children)
    }

    private mutating func source(_ document: PolicyDocument) -> String {
        if let known = sources.first(where: { $0.document == document }) { return known.id }
        sources.append((document, "source_\(sources.count + 1)"))
        return "source_\(sources.count)"
    }

    private mutating func table(_ table: TableDefinition) -> XMLNode {
        var attributes: [String: String] = [:]
        let words = table.hitPolicy.description
        attributes["hitPolicy"] = words.hasPrefix("COLLECT") ? "COLLECT" : words
        if case .collect(let aggregator?) = table.hitPolicy {
            attributes["aggregation"] = aggregator.rawValue
        }
        if table.allowsGaps { attributes["policy:gaps"] = "allowed" }
        var children: [XMLNode] = []
        for clause in table.inputs {
            let type = typeName(clause.type, for: clause.expression.text)
            var parts = [
                element(
                    "inputExpression", ["typeRef": type], [text(clause.expression.text)])
            ]
            if let allowed = clause.allowed {
                parts.append(element("inputValues", [:], [text(allowed.text)]))
            }
            children.append(element("input", clause.label.map { ["label": $0] } ?? [:], parts))
        }
        for clause in table.outputs {
            var parts: [XMLNode] = []
            if let otherwise = clause.otherwise {
                parts.append(element("defaultOutputEntry", [:], [text(otherwise.text)]))
            }
            let type = typeName(clause.type, for: clause.name)
            children.append(element("output", ["name": clause.name, "typeRef": type], parts))
        }
        children += table.annotationNames.map { element("annotation", ["name": $0]) }
        for rule in table.rules {
            let cells =
                rule.conditions.map { element("inputEntry", [:], [text($0.text)]) }
                + rule.outputs.map { element("outputEntry", [:], [text($0.text)]) }
                + rule.annotations.map { element("annotationEntry", [:], [text($0)]) }
            children.append(element("rule", [:], cells))
        }
        return element("decisionTable", attributes, children)
    }

    // MARK: Types

    /// The name of a type; one that the language has no name for is defined, once.
    private mutating func typeName(_ type: FEELType, for use: String) -> String {
        switch type {
        case .any, .null, .function, .range: return "Any"
        case .boolean, .number, .string, .date, .time, .dateTime, .daysTime, .yearsMonths:
            return type.description
        case .enumeration, .list, .context, .optional: break
        }
        if let known = types.first(where: { $0.type == type }) { return known.name }
        let last = use.split(separator: ".").last.map(String.init) ?? use
        let stem = "t" + last.prefix(1).uppercased() + last.dropFirst().filter(\.isLetter)
        var name = stem
        var number = 2
        while types.contains(where: { $0.name == name }) {
            name = stem + String(number)
            number += 1
        }
        types.append((type, name))
        let definition = item("itemDefinition", name, type, for: last)
        definitions.append(definition)
        return name
    }

    private mutating func item(
        _ kind: String, _ name: String, _ type: FEELType, for use: String
    ) -> XMLNode {
        var attributes = ["name": name]
        if type.isOptional { attributes["policy:nullable"] = "true" }
        switch type.required {
        case .enumeration(let texts):
            let list = texts.map(quoted).joined(separator: ", ")
            return element(
                kind, attributes,
                [
                    element("typeRef", text: "string"),
                    element("allowedValues", [:], [text(list)]),
                ])
        case .list(let inner):
            attributes["isCollection"] = "true"
            return element(
                kind, attributes, [element("typeRef", text: typeName(inner, for: use + "Item"))])
        case .context(let context):
            let parts = context.fields.map { field in
                element(
                    "itemComponent", ["name": field.name],
                    [element("typeRef", text: typeName(field.type, for: field.name))])
            }
            return element(kind, attributes, parts)
        default:
            return element(
                kind, attributes, [element("typeRef", text: typeName(type.required, for: use))])
        }
    }
}

extension DecisionDefinition {
    /// What is declared as read, whether it is or not.
    fileprivate var declaredReads: [Path] {
        uses.map { Path($0.path.text.split(separator: ".").first.map(String.init) ?? "") }
    }
}
