public import FairleadCanonical
import FairleadDomain

/// Systems and models that are down at the moment: by a person's word, or by their answers.
public struct Downtime: Sendable, Hashable {
    public enum Cause: String, Sendable, Hashable {
        case declared, circuit
    }

    /// A person's word that something is down.
    public struct Declaration: Sendable, Hashable {
        public let since: Instant
        /// When it ends by itself; nil: when it is lifted.
        public let until: Instant?
        /// The principal's id.
        public let by: String
        public let reason: String
    }

    /// A circuit that its system's answers opened.
    public struct OpenCircuit: Sendable, Hashable {
        public let since: Instant
        /// When the system is tried again.
        public let until: Instant
    }

    /// By subject: a connector, a part of it such as `billing.writes`, or a model.
    public internal(set) var declared: [String: Declaration] = [:]
    /// By group of operations.
    public internal(set) var circuits: [String: OpenCircuit] = [:]

    public init() {}

    public var isEmpty: Bool { declared.isEmpty && circuits.isEmpty }

    /// Why a group of operations is not asked; nil: it is.
    public func cause(ofGroup group: String, at time: Instant) -> Cause? {
        if isEmpty { return nil }
        if isDeclared(group) { return .declared }
        return circuits[group].map { time < $0.until } ?? false ? .circuit : nil
    }

    /// Whether somebody said that a group of operations, or its whole connector, is down.
    public func isDeclared(_ group: String) -> Bool {
        if declared.isEmpty { return false }
        return declared[group] != nil || declared[group.connector] != nil
    }
}
