import DMN
import FEEL

/// Makes the tree of a model from the model of a policy, so that other tools can read it. What DMN
/// has no word for stands in attributes of a namespace of its own.
struct PolicyTree {
    static let namespace = "urn:fairlead:policy:1"

    private let model: ModelDefinition
    private var types: [(type: FEELType, name: String)] = []
    private var definitions: [XMLNode] = []

    /// The tree of a model whose types are written out and whose logic is tables and expressions.
    static func make(_ model: ModelDefinition) -> XMLNode {
        var tree = PolicyTree(model: model)
        return tree.root().resolved([:])
    }

    private init(model: ModelDefinition) { self.model = model }

    private mutating func root() -> XMLNode {
        let inputs = model.inputs.map { input in
            element(
                "inputData", ["id": input.id, "name": input.name],
                [variable(input.name, input.variable.type?.written ?? .any)])
        }
        let made = model.decisions.map { decision($0) }
        let authorities = model.authorities.map { source in
            var attributes = ["id": source.id, "name": source.name]
            attributes["policy:clause"] = source.clause
            attributes["policy:owner"] = source.owner
            attributes["policy:inForceFrom"] = source.inForceFrom?.description
            attributes["policy:inForceUntil"] = source.inForceUntil?.description
            if !source.authors.isEmpty {
                attributes["policy:authors"] = source.authors.joined(separator: ", ")
            }
            return element("knowledgeSource", attributes, [])
        }
        return element(
            "definitions",
            [
                "xmlns": "https://www.omg.org/spec/DMN/20230324/MODEL/",
                "xmlns:policy": Self.namespace, "name": model.name,
                "namespace": model.namespace,
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

    private mutating func decision(_ decision: ModelDefinition.Decision) -> XMLNode {
        var attributes = ["id": decision.id, "name": decision.name]
        if decision.isFunction { attributes["policy:function"] = "true" }
        var children: [XMLNode] = []
        if let question = decision.question {
            children.append(element("question", text: question))
        }
        var logic: XMLNode?
        var type = decision.variable.type?.written
        switch decision.logic?.kind {
        case .literal(let source)?:
            logic = element("literalExpression", [:], [text(source.text)])
        case .table(let definition)?:
            type = definition.resultType
            logic = table(definition)
        default: break
        }
        let named = element("variable", ["name": decision.name])
        children.append(type.map { variable(decision.name, $0) } ?? named)
        for reference in decision.information {
            let isDecision = model.decisions.contains { $0.id == reference.id }
            let path = reference.path.isEmpty ? nil : reference.path.joined(separator: ".")
            children.append(
                element(
                    "informationRequirement", path.map { ["policy:path": $0] } ?? [:],
                    [
                        element(
                            isDecision ? "requiredDecision" : "requiredInput",
                            ["href": "#" + reference.id])
                    ]))
        }
        for reference in decision.authorities {
            children.append(
                element(
                    "authorityRequirement", [:],
                    [element("requiredAuthority", ["href": "#" + reference.id])]))
        }
        return element("decision", attributes, children + (logic.map { [$0] } ?? []))
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
