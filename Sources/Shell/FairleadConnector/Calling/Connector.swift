public import FairleadCanonical
public import FairleadDomain

/// Carries effects, look-ups and estimates out at one system, and catches up with its changes.
///
/// What it promises (`ConnectorContract` tests it): `done` only for what the system confirmed;
/// `retry` only for what surely was not done; `unknown` for everything in between; never a secret
/// in an answer; never longer than the limits say.
public protocol Connector: Sendable {
    var definition: ConnectorDefinition { get }

    /// One attempt at one piece of work.
    func perform(_ item: WorkItem) async -> Answer

    /// The events at or after a time, in the order of the system.
    func sweep(since: Instant) async -> SweepAnswer
}

/// What a sweep found.
public enum SweepAnswer: Sendable, Hashable {
    /// `next` is where the next sweep begins: the time of the last event seen, less the overlap.
    case events([ReceivedEvent], next: Instant)
    case failed(code: String, message: String)
    /// The system lists no changes.
    case notDeclared
}
