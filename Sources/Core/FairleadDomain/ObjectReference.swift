/// One of our objects, and in what part it appears in a record (OCEL's qualifier).
public struct ObjectReference: Sendable, Hashable {
    public let type: String
    /// Our own opaque id.
    public let id: String
    public let qualifier: String

    public init(type: String, id: String, qualifier: String) {
        self.type = type
        self.id = id
        self.qualifier = qualifier
    }
}
