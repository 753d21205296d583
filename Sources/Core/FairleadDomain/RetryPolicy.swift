public import FairleadCanonical

/// When and how often an attempt is repeated after an error that allows it.
public struct RetryPolicy: Sendable, Hashable {
    public let attemptsMax: Int
    /// The wait before the second attempt.
    public let firstWaitMilliseconds: Int64
    public let waitMillisecondsMax: Int64
    /// Each wait is so many times the one before it.
    public let factor: Int64
    /// The share of a wait that chance spreads, so that what failed together does not come back
    /// together.
    public let jitterPercent: Int64
    /// No attempt begins later than this after the first one; nil: the attempts alone count.
    public let giveUpAfterMilliseconds: Int64?
    /// What holds instead of all this after an error of one kind.
    public let kinds: [ErrorKind: RetryPolicy]

    public static let factorDefault: Int64 = 2
    public static let jitterPercentDefault: Int64 = 50

    public init(
        attemptsMax: Int, firstWaitMilliseconds: Int64, waitMillisecondsMax: Int64,
        factor: Int64 = factorDefault, jitterPercent: Int64 = jitterPercentDefault,
        giveUpAfterMilliseconds: Int64? = nil, kinds: [ErrorKind: RetryPolicy] = [:]
    ) {
        self.attemptsMax = attemptsMax
        self.firstWaitMilliseconds = firstWaitMilliseconds
        self.waitMillisecondsMax = waitMillisecondsMax
        self.factor = factor
        self.jitterPercent = jitterPercent
        self.giveUpAfterMilliseconds = giveUpAfterMilliseconds
        self.kinds = kinds
    }

    /// For effects: twenty attempts in about three quarters of an hour, for a system may be down
    /// for a while.
    public static let standard = RetryPolicy(
        attemptsMax: 20, firstWaitMilliseconds: 1_000, waitMillisecondsMax: 300_000)

    /// For questions, which do no harm: nearly four hours.
    public static let ofQuestions = RetryPolicy(
        attemptsMax: 50, firstWaitMilliseconds: 1_000, waitMillisecondsMax: 300_000)

    public func policy(for kind: ErrorKind) -> RetryPolicy { kinds[kind] ?? self }

    /// The wait before attempt `number` (2 is the first repetition), spread by `jitter`, a number
    /// in 0..<1000 that arrives with the command.
    public func wait(beforeAttempt number: Int, jitter: Int64) -> Int64 {
        var ceiling = min(firstWaitMilliseconds, waitMillisecondsMax)
        for _ in 0..<max(0, min(number - 2, 60)) {
            guard factor > 1, ceiling < waitMillisecondsMax else { break }
            let (longer, overflow) = ceiling.multipliedReportingOverflow(by: factor)
            ceiling = overflow ? waitMillisecondsMax : min(longer, waitMillisecondsMax)
        }
        let spread = ceiling / 100 * jitterPercent + ceiling % 100 * jitterPercent / 100
        return ceiling - spread + spread / 1_000 * (jitter % 1_000)
            + spread % 1_000 * (jitter % 1_000) / 1_000
    }

    /// Whether another attempt may begin at `next`, after so many that began at `first`.
    public func allowsAttempt(after attempts: Int, since first: Instant, at next: Instant) -> Bool {
        guard attempts < attemptsMax else { return false }
        guard let giveUpAfterMilliseconds else { return true }
        return next.milliseconds - first.milliseconds <= giveUpAfterMilliseconds
    }
}
