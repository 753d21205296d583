import FairleadCanonical
import FairleadDomain

/// Inputs that wait for their turn, in three lines: what has returned from the store goes first,
/// then what somebody waits for. What the system does by itself goes on beside that, so that it
/// neither delays an answer nor stands still.
struct Inbox {
    /// Inputs of one turn that somebody waits for; each event of a submission counts.
    static let askedEachTurnMax = 64
    /// Inputs of one turn that nobody waits for.
    static let ownEachTurnMax = 32

    private let limits: RuntimeLimits
    private var returned: [RuntimeInput] = []
    private var asked = Line<RuntimeInput>()
    private var own = Line<RuntimeInput>()
    /// Bytes of the events that wait.
    private var eventBytes = 0

    init(limits: RuntimeLimits) { self.limits = limits }

    var isEmpty: Bool { returned.isEmpty && asked.isEmpty && own.isEmpty }

    /// How many inputs wait that somebody waits for.
    var askedCount: Int { asked.count }

    /// False: too much waits already, and this is not kept. What the system does by itself always
    /// is: what it does is bounded where it is begun.
    mutating func put(_ input: RuntimeInput) -> Bool {
        switch input {
        case .start, .committed, .commitFailed: returned.append(input)
        case .submit, .command, .registry, .read:
            let bytes = eventBytes + input.eventBytes
            guard asked.count < limits.inputsWaitingMax, bytes <= limits.bytesWaitingMax else {
                return false
            }
            eventBytes = bytes
            asked.append(input)
        case .answered, .tick, .dispatch: own.append(input)
        }
        return true
    }

    /// The inputs whose turn it is.
    mutating func turn() -> [RuntimeInput] {
        if !returned.isEmpty {
            defer { returned = [] }
            return returned
        }
        var inputs: [RuntimeInput] = []
        var weight = 0
        while weight < Self.askedEachTurnMax, let input = asked.popFirst() {
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

    fileprivate var weight: Int {
        guard case .submit(_, let events, _, _) = self else { return 1 }
        return max(1, events.count)
    }
}
