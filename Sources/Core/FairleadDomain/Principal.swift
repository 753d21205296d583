/// Who acts: a person, an integration's token, a model, or Fairlead itself.
public struct Principal: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case person, integration, model, system
    }

    /// Our own opaque id.
    public let id: String
    public let name: String
    public let kind: Kind
    public let roles: [String]

    public init(id: String, name: String, kind: Kind, roles: [String]) {
        self.id = id
        self.name = name
        self.kind = kind
        self.roles = roles
    }

    /// Fairlead's own hand: timers, dispatch, correlation.
    public static let system = Principal(id: "system", name: "Fairlead", kind: .system, roles: [])
}
