extension XMLNode {
    /// The element as a document, indented where it holds only elements.
    var document: String {
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        write(to: &text, indent: "")
        return text + "\n"
    }

    private var tag: String { prefix.isEmpty ? name : prefix + ":" + name }

    private func write(to text: inout String, indent: String) {
        text += "<" + tag
        for attribute in attributes.sorted(by: Self.precedes) {
            text += " \(attribute.name)=\"\(Self.escaped(attribute.value, inAttribute: true))\""
        }
        guard !children.isEmpty else {
            text += "/>"
            return
        }
        text += ">"
        let isIndented = !isMixed && !elements.isEmpty
        for child in children {
            switch child {
            case .element(let node):
                if isIndented { text += "\n" + indent + "  " }
                node.write(to: &text, indent: isIndented ? indent + "  " : indent)
            case .comment(let words):
                if isIndented { text += "\n" + indent + "  " }
                text += "<!--\(words)-->"
            case .text(let words):
                // Between elements there is only white space, which is set anew.
                if !isIndented { text += Self.escaped(words, inAttribute: false) }
            }
        }
        if isIndented { text += "\n" + indent }
        text += "</" + tag + ">"
    }

    /// Whether words stand between elements.
    var isMixed: Bool {
        !elements.isEmpty && !text.allSatisfy(\.isWhitespace)
    }

    /// Namespaces first, then what names the element, then the others.
    private static func precedes(_ left: Attribute, _ right: Attribute) -> Bool {
        (rank(left.name), left.name) < (rank(right.name), right.name)
    }

    static func rank(_ name: String) -> Int {
        if name == "xmlns" { return 0 }
        if name.hasPrefix("xmlns:") { return 1 }
        return ["id", "name", "label"].firstIndex(of: name).map { $0 + 2 } ?? 9
    }

    private static func escaped(_ text: String, inAttribute: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"" where inAttribute: result += "&quot;"
            case "\n" where inAttribute, "\t" where inAttribute, "\r":
                result += "&#\(scalar.value);"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
