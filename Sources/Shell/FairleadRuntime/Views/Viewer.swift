public import FairleadDomain
public import FairleadEngine

/// Who looks or acts, with what the roles in force grant at this moment.
public struct Viewer: Sendable, Hashable {
    public let principal: Principal
    /// Sorted.
    public let permissions: [String]
    public let sees: Labels
    /// Event sources that it may write for; nil: any.
    public let sources: [String]?

    public init(
        principal: Principal, permissions: [String], sees: Labels, sources: [String]?
    ) {
        self.principal = principal
        self.permissions = Set(permissions).sorted()
        self.sees = sees
        self.sources = sources
    }

    /// The bearer of a token: the scopes narrow what its roles grant.
    public init(_ token: TokenState, roles: [String: Role]) {
        let held = token.principal.roles.sorted().compactMap { roles[$0] }
        let granted = held.flatMap(\.permissions)
        self.init(
            principal: token.principal,
            permissions: token.scopes.isEmpty ? granted : granted.filter(token.scopes.contains),
            sees: held.reduce(Labels.everybodys) { $0.union($1.sees) }, sources: token.sources)
    }

    /// Who runs the machine: known by owning the socket beside the store, and an administrator.
    public static func machineOperator(roles: [String: Role]) -> Viewer {
        let role = roles["admin"]
        return Viewer(
            principal: Principal(
                id: "operator", name: "operator", kind: .person, roles: ["admin"]),
            permissions: (role?.permissions ?? []) + ["tokens:manage"],
            sees: Labels.everybodys.union(role?.sees ?? .none), sources: [])
    }

    public func may(_ permission: String) -> Bool { permissions.contains(permission) }

    public func mayWrite(for source: String) -> Bool {
        sources.map { $0.contains(source) } ?? true
    }
}
