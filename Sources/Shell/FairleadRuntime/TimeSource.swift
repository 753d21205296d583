public import FairleadCanonical

/// Tells the time; given, so that tests and the simulator can.
public protocol TimeSource: Sendable {
    /// What the clock says. Somebody may set it.
    func now() -> Instant
    /// Milliseconds of a clock that nobody sets, from any origin; it goes on while the machine
    /// sleeps.
    func steady() -> Int64
}

extension TimeSource {
    /// A clock that is not set by anybody tells both.
    public func steady() -> Int64 { now().milliseconds }

    func moment() -> Moment { Moment(clock: now(), steady: steady()) }
}

/// A moment as the clock has it, and as a clock has it that nobody sets.
public struct Moment: Sendable {
    let clock: Instant
    /// Milliseconds from any origin.
    let steady: Int64

    public init(clock: Instant, steady: Int64) {
        self.clock = clock
        self.steady = steady
    }
}
