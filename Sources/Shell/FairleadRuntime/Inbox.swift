import FairleadCanonical
import FairleadDomain

/// Inputs that wait for their turn, in three lines: what has returned from the store goes first,
/// then what somebody waits for, each source and in it each account in its turn: so nobody's flood
/// keeps another waiting for longer than a round of those who wait. What the system does by
/// itself goes on beside that, so that it neither delays an answer nor stands still.
struct Inbox {
    /// Inputs of one turn that somebody waits for; each event of a submission counts.
    static let askedEachTurnMax = 64
    /// Inputs of one turn that nobody waits for.
    static let ownEachTurnMax = 32

    private let limits: RuntimeLimits
    private var returned: [RuntimeInput] = []
    /// Whose turn it is, for each input one.
    private var turns = FairLine<Source, Source>()
    private var asked: [Source: FairLine<Party, RuntimeInput>] = [:]
    /// Events that wait, by their source.
    private(set) var eventsWaiting: [String: Int] = [:]
    private var own = Line<RuntimeInput>()
    /// Bytes of the events that wait.
    private var eventBytes = 0

    /// How many turns a source has in each round; 1 where none is named.
    private let weights: [String: Int]

    /// Who asks: a system by its events, or people.
    enum Source: Hashable {
        case events(String)
        case people
    }

    /// For whom, or about whom.
    enum Party: Hashable {
        case account(ExternalReference)
        case principal(String)
        case none
    }

    /// People have so many turns in each round: what they ask for is little, and they wait.
    static let weightOfPeople = 4
    /// A source may fill so many times what is free, and one party of it fewer: so there is room
    /// for the next, however many are filled (A. Choudhury and E. Hahne, 1998).
    static let sourceShareOfFree = 9
    static let partyShareOfFree = 4

    init(limits: RuntimeLimits, weights: [String: Int] = [:]) {
        self.limits = limits
        self.weights = weights
    }

    var isEmpty: Bool { returned.isEmpty && turns.isEmpty && own.isEmpty }

    /// How many inputs wait that somebody waits for.
    var askedCount: Int { turns.count }

    /// False: too much waits already, and this is not kept. What the system does by itself always
    /// is: what it does is bounded where it is begun.
    mutating func put(_ input: RuntimeInput) -> Bool {
        switch input {
        case .start, .committed, .commitFailed: returned.append(input)
        case .submit, .command, .registry, .read:
            return ask(input)
        case .answered, .tick, .dispatch: own.append(input)
        }
        return true
    }

    private mutating func ask(_ input: RuntimeInput) -> Bool {
        let bytes = eventBytes + input.eventBytes
        let (source, party) = (input.source, input.party)
        let free = limits.inputsWaitingMax - turns.count
        guard bytes <= limits.bytesWaitingMax,
            turns.count(of: source) < Self.sourceShareOfFree * free,
            (asked[source]?.count(of: party) ?? 0) < Self.partyShareOfFree * free
        else { return false }
        eventBytes = bytes
        var weight = Self.weightOfPeople
        if case .events(let name) = source {
            weight = weights[name] ?? 1
            eventsWaiting[name, default: 0] += 1
        }
        turns.append(source, to: source, weight: weight)
        asked[source, default: FairLine()].append(input, to: party)
        return true
    }

    private mutating func popAsked() -> RuntimeInput? {
        guard let source = turns.popFirst(), let input = asked[source]?.popFirst() else {
            return nil
        }
        let isLast = asked[source]?.isEmpty == true
        if isLast { asked[source] = nil }
        if case .events(let name) = source {
            eventsWaiting[name] = isLast ? nil : eventsWaiting[name].map { $0 - 1 }
        }
        return input
    }

    /// The inputs whose turn it is.
    mutating func turn() -> [RuntimeInput] {
        if !returned.isEmpty {
            defer { returned = [] }
            return returned
        }
        var inputs: [RuntimeInput] = []
        var weight = 0
        while weight < Self.askedEachTurnMax, let input = popAsked() {
            weight += input.weight
            eventBytes -= input.eventBytes
            inputs.append(input)
        }
        for _ in 0..<Self.ownEachTurnMax {
            guard let input = own.popFirst() else { break }
            inputs.append(input)
        }
        return inputs
    }
}

extension RuntimeInput {
    fileprivate var eventBytes: Int {
        guard case .submit(_, let events, _, _) = self else { return 0 }
        return events.reduce(0) { $0 + $1.received.count }
    }

    fileprivate var source: Inbox.Source {
        guard case .submit(_, let events, _, _) = self, let first = events.first else {
            return .people
        }
        return .events(first.source)
    }

    fileprivate var party: Inbox.Party {
        switch self {
        case .submit(_, let events, _, _):
            events.first?.parties.first.map { .account($0) } ?? .none
        case .command(_, _, _, _, let principal, _), .registry(_, _, let principal, _):
            .principal(principal.id)
        default: .none
        }
    }

    fileprivate var weight: Int {
        guard case .submit(_, let events, _, _) = self else { return 1 }
        return max(1, events.count)
    }
}
