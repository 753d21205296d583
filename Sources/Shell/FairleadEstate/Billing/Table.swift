/// Objects of one kind by id, in the order in which they were made.
struct Table<Object: Sendable>: Sendable {
    private var order: [String] = []
    private var byID: [String: Object] = [:]

    subscript(id: String) -> Object? {
        get { byID[id] }
        set {
            precondition(newValue != nil, "billing forgets nothing")
            if byID[id] == nil { order.append(id) }
            byID[id] = newValue
        }
    }

    var all: [Object] { order.compactMap { byID[$0] } }
}
