import FairleadCanonical

/// One resource of a system: its documents by id, in the order in which they were made.
struct Documents: Sendable {
    private var order: [String] = []
    private var byID: [String: JSON] = [:]

    subscript(id: String) -> JSON? {
        get { byID[id] }
        set {
            if byID[id] == nil, newValue != nil { order.append(id) }
            if newValue == nil { order.removeAll { $0 == id } }
            byID[id] = newValue
        }
    }

    var count: Int { order.count }

    /// All documents for which every given field has the given value; a nil value does not filter.
    func all(_ filters: KeyValuePairs<String, String?> = [:]) -> [JSON] {
        order.compactMap { byID[$0] }.filter { document in
            filters.allSatisfy { key, value in
                value == nil || document.plain(key) == value
            }
        }
    }

    /// The document of this id; a kind's name says what there is not.
    func required(_ id: String, _ name: String) throws(Refusal) -> JSON {
        guard let document = byID[id] else { throw .notFound("\(name) \(id)") }
        return document
    }

    /// The first document for which every given field has the given value.
    func first(_ filters: KeyValuePairs<String, String?>) -> JSON? {
        all(filters).first
    }
}
