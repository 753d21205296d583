import FEEL

/// What the unified queue holds at a moment: what a decision must know of it to keep the share of
/// promoted cases within bounds.
///
/// It lies beyond the shard of any case, so it enters a decision only as a recorded fact; playbooks
/// read it as `queueLoad`.
public struct QueueLoad: Sendable, Hashable {
    /// The name under which expressions read it.
    public static let name = "queueLoad"
    /// Scores of the band into which a case is promoted, in thousandths; above it stands only what
    /// a severity 1 is.
    public static let promotedThousandths: Range<Int64> = 70_000..<90_000

    /// Cases that are not over.
    public var open: Int
    /// Those of them that are promoted.
    public var promoted: Int

    public init(open: Int = 0, promoted: Int = 0) {
        self.open = open
        self.promoted = promoted
    }

    static let type = FEELType.context(
        ContextType([.init("open", .number), .init("promoted", .number)]))
}
