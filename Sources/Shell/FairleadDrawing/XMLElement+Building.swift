import Foundation
import FoundationXML

extension XMLElement {
    /// An element with its attributes in the order written, and perhaps a text.
    convenience init(
        _ name: String, _ attributes: KeyValuePairs<String, String>, text: String? = nil
    ) {
        self.init(name: name)
        for (name, value) in attributes { set(name, value) }
        if let text { stringValue = text }
    }

    func set(_ name: String, _ value: String) {
        let attribute = XMLNode(kind: .attribute)
        attribute.name = name
        attribute.stringValue = value
        addAttribute(attribute)
    }
}
