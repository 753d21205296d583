/// Somebody who may not do or approve something: separation of duties, and of interests.
public enum Exclusion: Sendable {
    case role(String)
    /// A person's name or id, or a list of them, as facts have it: `account.owner`.
    case person(Expression)
    /// Whoever did a task, or gave a consent, of this activity.
    case whoDid(String)

    public var role: String? {
        if case .role(let name) = self { name } else { nil }
    }
}
