/// What a role may do, and which classified values it may see; data of the catalog.
public struct Role: Sendable, Hashable {
    public let name: String
    /// Permissions such as `cases:read`, `approvals:decide`, `events:write`.
    public let permissions: [String]
    public let sees: Labels

    public init(name: String, permissions: [String], sees: Labels) {
        self.name = name
        self.permissions = permissions
        self.sees = sees
    }
}
