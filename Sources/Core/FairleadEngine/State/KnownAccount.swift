public import FairleadCanonical
public import FairleadDomain

/// What is known of one account, whichever case found it out.
public struct KnownAccount: Sendable, Hashable {
    /// Nil: of whatever is nobody's yet.
    public let id: String?
    /// What outside systems call it, as the crosswalk told last.
    public internal(set) var references: [ExternalReference] = []
    /// What was looked up of it: the newest fact of each name.
    public internal(set) var facts: [String: Fact] = [:]
}

/// A fact as it was looked up or told.
public struct Fact: Sendable, Hashable {
    public let name: String
    public let value: JSON
    /// The object type of the value, or of its items, by which its fields are classified.
    public let schema: String?
    /// The labels of the whole, where no schema says more.
    public let labels: Labels
    /// The connector.
    public let source: String
    /// The outside record ids.
    public let records: [String]
    public let asOf: Instant
    public let place: EntryPlace
}

extension AnchorState {
    func known(_ account: String?) -> KnownAccount? { accounts.first { $0.id == account } }

    mutating func change(account: String?, _ change: (inout KnownAccount) -> Void) {
        let index = accounts.firstIndex { $0.id == account } ?? accounts.endIndex
        if index == accounts.endIndex { accounts.append(KnownAccount(id: account)) }
        change(&accounts[index])
    }

    func context(of account: String) -> AccountContext {
        AccountContext(id: account, references: known(account)?.references ?? [])
    }

    /// The fact that a case sees: one that was asked for by what it alone knows, or its account's.
    public func fact(_ name: String, of matter: CaseState) -> Fact? {
        matter.facts[name] ?? known(matter.account)?.facts[name]
    }

    /// All facts that a case sees.
    public func facts(of matter: CaseState) -> [Fact] {
        let shared = known(matter.account)?.facts ?? [:]
        return Array(shared.merging(matter.facts) { _, own in own }.values)
    }

    /// All facts under the anchor.
    public var allFacts: [Fact] {
        accounts.flatMap { Array($0.facts.values) } + cases.flatMap { Array($0.facts.values) }
    }
}
