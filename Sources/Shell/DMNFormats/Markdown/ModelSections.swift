/// What of a model's tree Markdown shows: for a decision its table or its expression, for knowledge
/// its table. What it shows is taken from the tree, which only says that it stands above.
enum ModelSections {
    static let kinds = ["decision": "Decision", "businessKnowledgeModel": "Knowledge"]
    /// The mark of a table or an expression whose text stands above.
    static let above = XMLNode.Attribute(name: "shown", value: "above")

    /// The heading of an element, such as `Decision: Dish`.
    static func heading(_ node: XMLNode) -> String? {
        guard let kind = kinds[node.name] else { return nil }
        let name = (node["name"] ?? "").split(whereSeparator: \.isWhitespace)
        return name.isEmpty ? nil : "\(kind): \(name.joined(separator: " "))"
    }

    /// An element with its table or expression changed; `nil` where it has none.
    static func replacing(
        in node: XMLNode, _ change: (XMLNode) -> XMLNode?
    ) -> XMLNode? {
        for (at, child) in node.children.enumerated() {
            guard case .element(let inner) = child, inner.prefix == node.prefix else { continue }
            let changed: XMLNode?
            switch inner.name {
            case "decisionTable", "literalExpression": changed = change(inner)
            case "encapsulatedLogic": changed = replacing(in: inner, change)
            default: continue
            }
            guard let changed else { return nil }
            var node = node
            node.children[at] = .element(changed)
            return node
        }
        return nil
    }
}
