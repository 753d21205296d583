import FEEL

/// An element of an XML document, with its place.
struct XMLNode: Sendable, Hashable {
    struct Attribute: Sendable, Hashable {
        let name: String
        let value: String
    }

    enum Child: Sendable, Hashable {
        case element(XMLNode)
        case text(String)
        case comment(String)
    }

    let prefix: String
    /// The name without its prefix.
    let name: String
    /// Sorted by name, declarations of namespaces among them.
    let attributes: [Attribute]
    /// The namespaces of the prefixes that are known here; the one of no prefix under "".
    var namespaces: [String: String]
    /// Where its content begins.
    let line: Int
    var column: Int
    var children: [Child] = []

    var namespace: String? { namespaces[prefix] }

    subscript(name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    var elements: [XMLNode] {
        children.compactMap { child in
            if case .element(let node) = child { return node }
            return nil
        }
    }

    func elements(_ name: String) -> [XMLNode] { elements.filter { $0.name == name } }

    func first(_ name: String) -> XMLNode? { elements.first { $0.name == name } }

    /// The text directly within the element.
    var text: String {
        children.reduce(into: "") { text, child in
            if case .text(let part) = child { text += part }
        }
    }
}
