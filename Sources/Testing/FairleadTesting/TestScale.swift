import Foundation

/// How much a test does: few on every run, many when `make fuzz` or `make soak` asks for it.
public enum TestScale {
    /// Cases of a fuzz test: `FAIRLEAD_FUZZ_CASES`, which `make fuzz` sets to a million.
    public static func fuzzCases(otherwise cases: Int) -> Int {
        number("FAIRLEAD_FUZZ_CASES") ?? cases
    }

    /// The numbers of a fuzz test's cases, in parts that run side by side: as many as
    /// `fuzzCases(otherwise:)` says, or so many for each hundred of them, from
    /// `FAIRLEAD_FUZZ_FROM` on, so that a long run can be done in pieces.
    public static func fuzzParts(
        otherwise cases: Int, percent: Int = 100
    ) -> [Range<UInt64>] {
        guard let asked = number("FAIRLEAD_FUZZ_CASES") else { return [0..<UInt64(cases)] }
        let first = UInt64((number("FAIRLEAD_FUZZ_FROM", atLeast: 0) ?? 0) / 100 * percent)
        let end = first + UInt64(max(100, asked) / 100 * percent)
        let size = max(1, (end - first) / 8)
        return stride(from: first, to: end, by: Int(size)).map { $0..<min(end, $0 + size) }
    }

    /// Kills of the process in a soak test: `FAIRLEAD_SOAK_KILLS`, which `make soak` sets to 200.
    public static func soakKills(otherwise kills: Int) -> Int {
        number("FAIRLEAD_SOAK_KILLS") ?? kills
    }

    /// Seeds of the simulator for a catalog of the tests: `FAIRLEAD_SEEDS`.
    public static func seeds(otherwise seeds: Int) -> Int {
        number("FAIRLEAD_SEEDS") ?? seeds
    }

    /// Generated cases of a soak test: `FAIRLEAD_SOAK_CASES`, which `make soak` sets to 10,000.
    public static func soakCases(otherwise cases: Int) -> Int {
        number("FAIRLEAD_SOAK_CASES") ?? cases
    }

    private static func number(_ variable: String, atLeast least: Int = 1) -> Int? {
        guard let text = ProcessInfo.processInfo.environment[variable] else { return nil }
        guard let value = Int(text), value >= least else {
            preconditionFailure("\(variable) must be a whole number from \(least), not \(text)")
        }
        return value
    }
}
