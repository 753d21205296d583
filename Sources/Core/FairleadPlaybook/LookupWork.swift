/// A question to an outside system in the middle of a plan.
public final class LookupWork: Sendable {
    /// `connector.operation`.
    public let operation: String
    public let with: [Argument]
    /// How long an answer is waited for, in milliseconds.
    public let withinMilliseconds: Int64
    /// What follows when there is none; nil: an exception.
    public let ifFailed: WayOut?

    public init(
        operation: String, with: [Argument], withinMilliseconds: Int64, ifFailed: WayOut?
    ) {
        self.operation = operation
        self.with = with
        self.withinMilliseconds = withinMilliseconds
        self.ifFailed = ifFailed
    }
}
