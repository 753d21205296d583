public import FairleadCanonical
public import FairleadDomain
public import FairleadEngine
public import FairleadStore

/// Whoever waits for a reply; the driver knows whom it means.
public struct Ticket: Sendable, Hashable {
    public let number: UInt64
    public init(_ number: UInt64) { self.number = number }
}

/// What comes to the runtime.
public enum RuntimeInput: Sendable {
    /// Takes up what the last run left: called once, before anything else.
    case start
    /// Events that were verified and mapped; all of them are kept, or none.
    case submit(Ticket, [Event], by: Principal, keep: Keep? = nil)
    /// A request to change what is under an anchor.
    case command(Ticket, shard: Int, anchor: String, Command, by: Principal, keep: Keep?)
    case registry(Ticket, RegistryCommand, by: Principal, keep: Keep?)
    /// The state of an anchor, once all that it shows is durable.
    case read(Ticket, shard: Int, anchor: String)
    /// The last commit returned.
    case committed
    /// Sends what has become ready under anchors that were committed.
    case dispatch
    case commitFailed(StoreError)
    /// The outside answered.
    case answered(work: String, shard: Int, anchor: String, Answer)
    /// Time has passed.
    case tick
}

/// Makes the answer that a repeated request with the same key gets, from the reply.
public typealias Keep = @Sendable (RuntimeReply) -> KeptAnswer?

/// What the runtime wants done; the drivers do it.
public enum RuntimeAction: Sendable {
    /// One at a time: the next comes after `committed`.
    case commit(SteppedBatch)
    case reply(Ticket, RuntimeReply)
    case perform(WorkItem, shard: Int, anchor: String)
    /// Come back with `dispatch`, when nothing more urgent waits.
    case dispatch
    /// Come back with `tick` at this time, or earlier.
    case wake(at: Instant)
    /// Entries that are durable now, in order within a shard.
    case publish([PublishedEntry])
    /// The store cannot be trusted any more: stop, and start anew from what is durable.
    case stop(StoreError)
}

public enum RuntimeReply: Sendable {
    case receipts([EventReceipt])
    /// An item of a batch says something else under an id that is known; nothing was kept.
    case conflict(index: Int, source: String, id: String)
    case done(at: EntryPlace?)
    case rejected(Rejection)
    case state(AnchorState)
    /// Too much waits already; come again later.
    case overloaded
}

/// What the sender of an event is told.
public struct EventReceipt: Sendable, Hashable {
    public let source: String
    public let id: String
    public let place: EntryPlace
    public let isDuplicate: Bool
    public let cases: [String]
    /// Whether its first step was not taken yet.
    public var isPending = false
}

/// An entry as subscribers see it.
public struct PublishedEntry: Sendable, Hashable {
    public let place: EntryPlace
    public let anchor: String
    public let time: Instant
    public let type: String
    public let caseID: String?
    public let fields: JSONObject
}
