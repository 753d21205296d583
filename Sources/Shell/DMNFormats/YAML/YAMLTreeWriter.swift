import Yams

/// Writes the tree of a model as YAML.
struct YAMLTreeWriter {
    /// The prefix that elements are written without.
    private let prefix: String

    static func text(_ root: XMLNode) throws -> String {
        let writer = YAMLTreeWriter(prefix: root.prefix)
        var pairs = writer.pairs(root)
        if !root.prefix.isEmpty { pairs.insert((scalar("$prefix"), scalar(root.prefix)), at: 0) }
        let node = Node.mapping(
            .init([(scalar(root.name), .mapping(.init(pairs)))]))
        return try serialize(node: node, width: -1, allowUnicode: true)
    }

    private func name(_ node: XMLNode) -> String {
        node.prefix == prefix ? node.name : node.prefix + ":" + node.name
    }

    private static func scalar(_ text: String) -> Node {
        let isLong = text.contains("\n")
        return .scalar(.init(text, Tag(.str), isLong ? .literal : .any))
    }

    /// An element's attributes and children, children of one name together.
    private func pairs(_ node: XMLNode) -> [(Node, Node)] {
        let attributes = node.attributes.sorted {
            (XMLNode.rank($0.name), $0.name) < (XMLNode.rank($1.name), $1.name)
        }
        let elements = node.elements
        var names: [String] = []
        var isGrouped = !node.isMixed
        for element in elements where names.last != name(element) {
            isGrouped = isGrouped && !names.contains(name(element))
            names.append(name(element))
        }
        let keys = attributes.map(\.name)
        let clashes =
            names.contains(where: keys.contains)
            || keys.contains { DMNYAML.isText($0, in: node.name) }
        guard isGrouped, !clashes else { return general(node, attributes) }
        var pairs = attributes.map { (Self.scalar($0.name), Self.scalar($0.value)) }
        for key in names {
            let values = elements.filter { name($0) == key }.map { value($0, in: node) }
            pairs.append(
                (Self.scalar(key), values.count == 1 ? values[0] : .sequence(.init(values))))
        }
        if elements.isEmpty, !node.text.isEmpty {
            pairs.append((Self.scalar("$text"), Self.scalar(node.text)))
        }
        return pairs
    }

    /// An element whose children stand in an order of their own, or with words between them.
    private func general(
        _ node: XMLNode, _ attributes: [XMLNode.Attribute]
    ) -> [(Node, Node)] {
        var pairs: [(Node, Node)] = []
        if !attributes.isEmpty {
            let members = attributes.map { (Self.scalar($0.name), Self.scalar($0.value)) }
            pairs.append((Self.scalar("$attributes"), .mapping(.init(members))))
        }
        var items: [Node] = []
        for child in node.children {
            switch child {
            case .element(let element):
                items.append(
                    .mapping(.init([(Self.scalar(name(element)), value(element, in: node))])))
            case .text(let text):
                guard node.isMixed || node.elements.isEmpty else { continue }
                items.append(.mapping(.init([(Self.scalar("$text"), Self.scalar(text))])))
            case .comment: continue
            }
        }
        pairs.append((Self.scalar("$content"), .sequence(.init(items))))
        return pairs
    }

    private func value(_ node: XMLNode, in parent: XMLNode) -> Node {
        if node.attributes.isEmpty, node.elements.isEmpty,
            DMNYAML.isText(name(node), in: parent.name)
        {
            return Self.scalar(node.text)
        }
        return .mapping(.init(row(node) ?? pairs(node)))
    }

    // MARK: Rules

    /// A rule whose cells hold nothing but texts, as a row.
    private func row(_ node: XMLNode) -> [(Node, Node)]? {
        guard node.name == "rule", node.prefix == prefix, !node.isMixed else { return nil }
        var cells: [String: [Node]] = [:]
        var order: [String] = []
        var ids: [String] = []
        func take(_ node: XMLNode) -> Bool {
            ids.append(node["id"] ?? "")
            return node.attributes.allSatisfy { $0.name == "id" }
        }
        guard take(node) else { return nil }
        let names = ["inputEntry": "when", "outputEntry": "then", "annotationEntry": "note"]
        for cell in node.elements {
            guard cell.prefix == prefix, let key = names[cell.name], take(cell),
                cell.elements.count == 1, let text = cell.first("text"), text.prefix == prefix,
                text.attributes.isEmpty, text.elements.isEmpty
            else { return nil }
            if order.last != key {
                guard !order.contains(key) else { return nil }
                order.append(key)
            }
            cells[key, default: []].append(Self.scalar(text.text))
        }
        guard !order.isEmpty else { return nil }
        var pairs = order.map { key in
            (Self.scalar(key), Node.sequence(.init(cells[key] ?? [], Tag(.seq), .flow)))
        }
        if ids.contains(where: { !$0.isEmpty }) {
            pairs.append(
                (
                    Self.scalar("ids"),
                    .sequence(.init(ids.map(Self.scalar), Tag(.seq), .flow))
                ))
        }
        return pairs
    }
}
