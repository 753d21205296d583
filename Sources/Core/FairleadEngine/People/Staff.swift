public import FairleadCanonical
public import FairleadDomain

/// What is known of people beyond the shard of any case: it enters a case only as what a record
/// says of it. Made anew when the registry or the catalog changes.
public final class Staff: Sendable {
    public static let none = Staff()

    /// A person with tokens.
    public struct Member: Sendable, Hashable {
        /// The roles that a token gives, and until when; nil: until it is revoked.
        public struct Grant: Sendable, Hashable {
            public let roles: [String]
            public let expires: Instant?
        }

        public let id: String
        public let name: String
        public let grants: [Grant]

        /// The roles at a time, sorted.
        public func roles(at time: Instant) -> [String] {
            var roles: [String] = []
            for grant in grants where grant.expires.map({ time < $0 }) ?? true {
                for role in grant.roles where !roles.contains(role) { roles.append(role) }
            }
            return roles.sorted()
        }

        /// As who acts.
        public func principal(at time: Instant) -> Principal {
            Principal(id: id, name: name, kind: .person, roles: roles(at: time))
        }
    }

    /// Sorted by id.
    public let members: [Member]
    public let availabilities: [Availability]

    private init() {
        members = []
        availabilities = []
    }

    public init(_ registry: RegistryState) {
        availabilities = registry.availabilities
        var grants: [String: [Member.Grant]] = [:]
        var names: [String: String] = [:]
        for token in registry.tokens.values.sorted(by: { $0.id < $1.id })
        where token.principal.kind == .person && token.revoked == nil {
            names[token.principal.id] = token.principal.name
            grants[token.principal.id, default: []].append(
                .init(roles: token.principal.roles, expires: token.expires))
        }
        members = names.keys.sorted().map { id in
            Member(id: id, name: names[id] ?? "", grants: grants[id] ?? [])
        }
    }

    public func member(_ id: String) -> Member? { members.first { $0.id == id } }

    /// A member by name or id.
    public func member(named name: String) -> Member? {
        members.first { $0.name == name || $0.id == name }
    }

    /// For whom this principal stands in at a time.
    func lenders(to principal: String, at time: Instant) -> [Member] {
        availabilities.filter { $0.delegate == principal && $0.holds(at: time) }
            .compactMap { member($0.person) }
    }

    func isAway(_ id: String, at time: Instant) -> Bool {
        availabilities.contains { $0.person == id && $0.isAway && $0.holds(at: time) }
    }
}
