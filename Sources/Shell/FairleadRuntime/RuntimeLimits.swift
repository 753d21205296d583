/// The bounds of a runtime; each refusal beyond one is clear, and each has a test.
public struct RuntimeLimits: Sendable {
    /// Inputs taken and not yet durable; beyond it `overloaded` is answered.
    public var inputsWaitingMax = 20_000
    /// Inputs taken and not yet durable beyond which a receipt is committed alone, and its first
    /// step taken after that.
    public var inputsSteppedMax = 10_000
    /// Bytes of events taken and not yet durable.
    public var bytesWaitingMax = 64 << 20
    /// Segments of one commit.
    public var commitSegmentsMax = 2_000
    /// Anchors kept in memory; the rest is read again when it is needed.
    public var anchorsHeldMax = 50_000
    /// Anchors that one `dispatch`, or one `tick`, looks at; the others wait for the next.
    public var anchorsEachTurnMax = 64
    /// Anchors with work that waits to leave; beyond it events are answered `overloaded`.
    public var anchorsWaitingOutMax = 100_000
    /// Work under way at one connector.
    public var connectorWorkMax = 32
    /// Milliseconds from the beginning of an attempt until it leaves: one that was kept longer, by
    /// a disk or a machine that stood still, begins anew.
    public var leavingMillisecondsMax: Int64 = 60_000
    /// Events of one batch.
    public var batchEventsMax = 1_000

    public init() {}
}
