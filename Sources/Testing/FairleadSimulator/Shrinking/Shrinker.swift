/// Makes a run that fails smaller: fewer steps, and no fault that it does not need. What remains
/// breaks the same invariant.
public struct Shrinker {
    /// Runs that may be spent.
    private static let runsMax = 160

    private let run: (_ steps: Int, _ without: Set<Fault>) throws -> Violation?
    private var runs = 0

    /// `run` takes the seed's run anew, and tells what it violated.
    public init(run: @escaping (_ steps: Int, _ without: Set<Fault>) throws -> Violation?) {
        self.run = run
    }

    /// The smallest run that was found; the violation itself, if none is smaller.
    public mutating func shrink(_ violation: Violation) throws -> Violation {
        var least = try shrinkSteps(of: violation)
        for fault in Fault.allCases where !least.without.contains(fault) {
            let without = least.without.union([fault])
            if let found = try attempt(least.steps, without, like: violation) { least = found }
        }
        return try shrinkSteps(of: least)
    }

    private mutating func shrinkSteps(of violation: Violation) throws -> Violation {
        var least = violation
        // What broke in its midst needs no more steps than it took.
        if violation.step < violation.steps,
            let found = try attempt(violation.step, violation.without, like: violation)
        {
            least = found
        }
        var part = least.steps / 2
        while part > 0 {
            while least.steps > part,
                let found = try attempt(least.steps - part, least.without, like: violation)
            {
                least = found
            }
            part /= 2
        }
        return least
    }

    private mutating func attempt(
        _ steps: Int, _ without: Set<Fault>, like violation: Violation
    ) throws -> Violation? {
        guard runs < Self.runsMax, steps > 0 else { return nil }
        runs += 1
        guard let found = try run(steps, without), found.invariant == violation.invariant else {
            return nil
        }
        return found
    }
}
