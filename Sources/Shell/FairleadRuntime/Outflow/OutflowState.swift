public import FairleadCanonical
public import FairleadEngine

/// A system's group of operations, or a model, as work for it fares.
public struct OutflowState: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable { case system, model }

    public enum State: String, Sendable, Hashable, CaseIterable {
        case up
        /// One request tries whether it is back.
        case trying
        case down
    }

    public let subject: String
    public let kind: Kind
    public let state: State
    public let cause: Downtime.Cause?
    public let since: Instant?
    /// When it is tried again, or when a declaration ends by itself.
    public let until: Instant?
    /// What a person said.
    public let declaration: Downtime.Declaration?
    /// Anchors with work that waits for it.
    public let waiting: Int
}
