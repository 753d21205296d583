public import FairleadCanonical

/// A row of the lists that people work from: a case, approval, task or exception. It follows from
/// the ledger and is compared with it by `verify`; it holds no classified value.
public struct Item: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case `case`, approval, task, exception
    }

    public let id: String
    public let kind: Kind
    public let shard: Int
    public let anchor: String
    public let caseID: String
    public let account: String?
    /// `open`, `gathering`, `waiting`, `closed`, `merged`, `claimed`, `granted`, …
    public let state: String
    public let playbook: String?
    public let queue: String?
    /// The shared priority in thousandths; the greater, the sooner.
    public let scoreThousandths: Int64
    public let opened: Instant
    public let due: Instant?

    public init(
        id: String, kind: Kind, shard: Int, anchor: String, caseID: String, account: String?,
        state: String, playbook: String?, queue: String?, scoreThousandths: Int64,
        opened: Instant, due: Instant?
    ) {
        self.id = id
        self.kind = kind
        self.shard = shard
        self.anchor = anchor
        self.caseID = caseID
        self.account = account
        self.state = state
        self.playbook = playbook
        self.queue = queue
        self.scoreThousandths = scoreThousandths
        self.opened = opened
        self.due = due
    }
}

/// When an anchor has something to do next: at once, at a time, or never.
public struct Agenda: Sendable, Hashable {
    public let shard: Int
    public let anchor: String
    /// Nil: nothing waits. Work that is ready now is due at `Instant(milliseconds: 0)`.
    public let due: Instant?

    public init(shard: Int, anchor: String, due: Instant?) {
        self.shard = shard
        self.anchor = anchor
        self.due = due
    }
}
