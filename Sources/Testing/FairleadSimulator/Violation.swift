/// A promise of the design that did not hold.
public struct Violation: Error, Sendable, CustomStringConvertible {
    public let seed: UInt64
    /// Steps that the run was asked for; another number comes to rest elsewhere.
    public let steps: Int
    public let step: Int
    public let message: String

    public var description: String {
        "seed \(seed), step \(step): \(message)\n"
            + "  fairlead simulate --seed \(seed) --steps \(steps)"
    }
}
