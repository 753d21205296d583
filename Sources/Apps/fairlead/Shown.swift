import FairleadCanonical

// How answers of the API are put into words.
extension JSON {
    /// A value as a cell or a line shows it; nil where it is not there.
    var words: String? {
        switch self {
        case .null: nil
        case .bool(let flag): flag ? "yes" : "no"
        case .integer, .number: numberText
        case .string(let text): text
        case .array(let items): items.compactMap(\.words).joined(separator: ", ")
        case .object(let object):
            if let amount = object["amount"]?.words, let currency = object["currency"]?.words {
                "\(currency) \(amount)"
            } else {
                object.compactMap { key, value in value.words.map { "\(key) \($0)" } }
                    .joined(separator: ", ")
            }
        }
    }

    func words(_ path: String) -> String? { self[path: path]?.words }

    /// A time to the minute.
    func minute(_ path: String) -> String? {
        words(path).map { String($0.prefix(16).map { $0 == "T" ? " " : $0 }) }
    }

    var items: [JSON] { arrayValue ?? [] }

    /// The line that names what may not be seen; nil where all may be.
    var maskedLine: String? {
        let paths = self["masked"]?.items.compactMap(\.stringValue) ?? []
        return paths.isEmpty ? nil : "Not for your eyes: " + paths.joined(separator: ", ")
    }
}
