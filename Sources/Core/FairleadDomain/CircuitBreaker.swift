/// Spares a system that keeps failing, and us the waiting: a state machine, the clock comes in.
///
/// Closed: requests pass. After `failuresMax` failures in a row it opens: nothing is sent for
/// `openMilliseconds`. Then one request at a time tries whether the system is back; its success
/// closes the breaker, its failure opens it again (M. Nygard, "Release It!", chapter 5).
public struct CircuitBreaker: Sendable, Hashable {
    public struct Limits: Sendable, Hashable {
        public var failuresMax = 5
        public var openMilliseconds: Int64 = 30_000

        public init() {}

        public init(failuresMax: Int, openMilliseconds: Int64) {
            self.failuresMax = failuresMax
            self.openMilliseconds = openMilliseconds
        }
    }

    public enum State: Sendable, Hashable {
        case closed(failures: Int)
        case open(untilMilliseconds: Int64)
        /// One request is trying; if it is never heard of again, the next may try then.
        case halfOpen(triesAgainAtMilliseconds: Int64)
    }

    public enum Admission: Sendable, Hashable {
        case pass
        /// Nothing is sent; worth another attempt after so long.
        case refuse(afterMilliseconds: Int64)
    }

    public let limits: Limits
    public private(set) var state = State.closed(failures: 0)

    public init(limits: Limits, state: State = .closed(failures: 0)) {
        self.limits = limits
        self.state = state
    }

    /// When a request would be sent again, where it is not now, in milliseconds.
    public var opensAgain: Int64 {
        switch state {
        case .closed: 0
        case .open(let until), .halfOpen(let until): until
        }
    }

    /// Whether a request would be sent at this time.
    public func wouldAdmit(at milliseconds: Int64) -> Bool {
        switch state {
        case .closed: true
        case .open(let until), .halfOpen(let until): milliseconds >= until
        }
    }

    /// Asks whether a request may be sent at this time.
    public mutating func admit(at milliseconds: Int64) -> Admission {
        switch state {
        case .closed: return .pass
        case .open(let until), .halfOpen(let until):
            guard milliseconds >= until else {
                return .refuse(afterMilliseconds: until - milliseconds)
            }
            state = .halfOpen(triesAgainAtMilliseconds: milliseconds + limits.openMilliseconds)
            return .pass
        }
    }

    /// The system answered, be it with a refusal: it is there.
    public mutating func succeeded() {
        state = .closed(failures: 0)
    }

    /// The system did not answer, or answered that it is broken.
    public mutating func failed(at milliseconds: Int64) {
        switch state {
        case .closed(let failures) where failures + 1 < limits.failuresMax:
            state = .closed(failures: failures + 1)
        case .closed, .halfOpen:
            state = .open(untilMilliseconds: milliseconds + limits.openMilliseconds)
        case .open:
            // A request that was under way when the breaker opened: no news.
            break
        }
    }
}
