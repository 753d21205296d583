/// What an outside system calls one of its objects: a key of the crosswalk.
public struct ExternalReference: Sendable, Hashable, Comparable {
    /// The connector's name in the catalog, such as `billing`.
    public let system: String
    /// The outside kind, such as `customer`.
    public let kind: String
    public let id: String

    public init(system: String, kind: String, id: String) {
        self.system = system
        self.kind = kind
        self.id = id
    }

    public var text: String { "\(system)/\(kind)/\(id)" }

    public static func < (left: ExternalReference, right: ExternalReference) -> Bool {
        (left.system, left.kind, left.id) < (right.system, right.kind, right.id)
    }
}
