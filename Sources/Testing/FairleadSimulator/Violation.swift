/// A promise of the design that did not hold, and how to see it again.
public struct Violation: Error, Sendable, CustomStringConvertible {
    public let seed: UInt64
    /// Steps that the run was asked for; another number comes to rest elsewhere.
    public let steps: Int
    public let step: Int
    /// The number of the invariant in the design; 0: the run itself.
    public let invariant: Int
    public let message: String
    /// What the run was spared.
    public let without: Set<Fault>
    /// Whether it was a company's life; its steps are days.
    public let isCompany: Bool

    /// The command that repeats it, with the same release and the same catalog.
    public var command: String {
        if isCompany { return "fairlead simulate --company --seed \(seed) --days \(steps)" }
        let spared = Fault.allCases.filter(without.contains).map(\.rawValue)
        return "fairlead simulate --seed \(seed) --steps \(steps)"
            + (spared.isEmpty ? "" : " --without \(spared.joined(separator: ","))")
    }

    /// What did not hold, and where.
    public var sentence: String {
        "seed \(seed), step \(step), invariant \(invariant): \(message)"
    }

    public var description: String { "\(sentence)\n  \(command)" }
}
