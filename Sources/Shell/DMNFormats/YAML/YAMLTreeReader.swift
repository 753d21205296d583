import FEEL

/// Reads the tree of a model from YAML.
struct YAMLTreeReader {
    /// The prefix of the elements that are written without one.
    let prefix: String

    static func root(_ value: YAMLValue) throws(Diagnostic) -> XMLNode {
        guard case .mapping(let members, let place) = value, members.count == 1,
            let member = members.first
        else {
            throw Diagnostic(
                .error, .syntax, "one entry is expected, definitions", at: value.place)
        }
        guard case .mapping(let entries, _) = member.value else {
            throw Diagnostic(.error, .syntax, "a model is expected here", at: place)
        }
        var prefix = ""
        if case .scalar(let text, _, _)? = entries.first(where: { $0.key == "$prefix" })?.value {
            prefix = text
        }
        let reader = YAMLTreeReader(prefix: prefix)
        return try reader.element(member.key, member.value).resolved([:])
    }

    private func element(_ key: String, _ value: YAMLValue) throws(Diagnostic) -> XMLNode {
        let parts = key.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let own = parts.count == 2 ? String(parts[0]) : prefix
        let name = String(parts.last ?? "")
        var attributes: [XMLNode.Attribute] = []
        var children: [XMLNode.Child] = []
        switch value {
        case .scalar(let text, _, _): if !text.isEmpty { children = [.text(text)] }
        case .list(_, let place):
            throw Diagnostic(.error, .syntax, "an element is expected here", at: place)
        case .mapping(let members, _):
            if name == "rule", members.contains(where: { $0.key == "when" || $0.key == "then" }) {
                return try rule(key, members, value.place)
            }
            for member in members {
                try add(member, of: name, &attributes, &children)
            }
        }
        return XMLNode(
            prefix: own, name: name, attributes: attributes.sorted { $0.name < $1.name },
            namespaces: [:], line: value.place.line, column: value.place.column,
            children: children)
    }

    private func add(
        _ member: YAMLValue.Member, of parent: String, _ attributes: inout [XMLNode.Attribute],
        _ children: inout [XMLNode.Child]
    ) throws(Diagnostic) {
        let key = member.key
        let isText = DMNYAML.isText(key, in: parent)
        switch (key, member.value) {
        case ("$prefix", _): return
        case ("$text", .scalar(let text, _, _)): children.append(.text(text))
        case ("$attributes", .mapping(let members, _)):
            for member in members {
                guard case .scalar(let text, _, _) = member.value else {
                    throw Diagnostic(.error, .syntax, "a text is expected", at: member.place)
                }
                attributes.append(.init(name: member.key, value: text))
            }
        case ("$content", .list(let items, _)):
            for item in items {
                guard case .mapping(let members, _) = item, members.count == 1 else {
                    throw Diagnostic(.error, .syntax, "one element is expected", at: item.place)
                }
                if members[0].key == "$text", case .scalar(let text, _, _) = members[0].value {
                    children.append(.text(text))
                } else {
                    children.append(.element(try element(members[0].key, members[0].value)))
                }
            }
        case (_, .scalar(let text, _, _)) where !isText:
            attributes.append(.init(name: key, value: text))
        case (_, .list(let items, _)):
            for item in items { children.append(.element(try element(key, item))) }
        default: children.append(.element(try element(key, member.value)))
        }
    }

    // MARK: Rules

    /// A rule as a row: its cells, and the identifiers of all in their order, if it has them.
    private func rule(
        _ key: String, _ members: [YAMLValue.Member], _ place: SourcePlace
    ) throws(Diagnostic) -> XMLNode {
        var cells: [(name: String, texts: [YAMLValue])] = []
        var ids: [String]?
        for member in members {
            guard case .list(let items, _) = member.value else {
                throw Diagnostic(.error, .syntax, "a list is expected", at: member.place)
            }
            switch member.key {
            case "when": cells.append(("inputEntry", items))
            case "then": cells.append(("outputEntry", items))
            case "note": cells.append(("annotationEntry", items))
            case "ids":
                ids = items.map { item in
                    if case .scalar(let text, _, _) = item { return text }
                    return ""
                }
            default:
                throw Diagnostic(
                    .error, .unknownName, "\(member.key) is no part of a rule", at: member.place,
                    hint: "known are when, then, note, ids")
            }
        }
        let count = cells.reduce(1) { $0 + $1.texts.count }
        if let ids, ids.count != count {
            throw Diagnostic(
                .error, .table, "a rule with \(count - 1) cells has \(count) ids, not \(ids.count)",
                at: place)
        }
        var number = 0
        func next() -> [XMLNode.Attribute] {
            defer { number += 1 }
            guard let id = ids?[number], !id.isEmpty else { return [] }
            return [.init(name: "id", value: id)]
        }
        func node(
            _ name: String, _ attributes: [XMLNode.Attribute], _ place: SourcePlace,
            _ children: [XMLNode.Child]
        ) -> XMLNode {
            XMLNode(
                prefix: prefix, name: name, attributes: attributes, namespaces: [:],
                line: place.line, column: place.column, children: children)
        }
        let own = next()
        var children: [XMLNode.Child] = []
        for (name, texts) in cells {
            for item in texts {
                let text = try element("text", item)
                children.append(.element(node(name, next(), item.place, [.element(text)])))
            }
        }
        return node(key, own, place, children)
    }
}

extension XMLNode {
    /// The element with the namespaces that its attributes and those around it declare.
    func resolved(_ outer: [String: String]) -> XMLNode {
        var node = self
        node.namespaces = outer
        for attribute in attributes {
            if attribute.name == "xmlns" { node.namespaces[""] = attribute.value }
            if attribute.name.hasPrefix("xmlns:") {
                node.namespaces[String(attribute.name.dropFirst(6))] = attribute.value
            }
        }
        node.children = children.map { child in
            guard case .element(let inner) = child else { return child }
            return .element(inner.resolved(node.namespaces))
        }
        return node
    }
}
