import Foundation

/// How much a test does: few on every run, many when `make fuzz` or `make soak` asks for it.
public enum TestScale {
    /// Cases of a fuzz test: `FAIRLEAD_FUZZ_CASES`, which `make fuzz` sets to a million.
    public static func fuzzCases(otherwise cases: Int) -> Int {
        number("FAIRLEAD_FUZZ_CASES") ?? cases
    }

    /// Kills of the process in a soak test: `FAIRLEAD_SOAK_KILLS`, which `make soak` sets to 200.
    public static func soakKills(otherwise kills: Int) -> Int {
        number("FAIRLEAD_SOAK_KILLS") ?? kills
    }

    /// Generated cases of a soak test: `FAIRLEAD_SOAK_CASES`, which `make soak` sets to 10,000.
    public static func soakCases(otherwise cases: Int) -> Int {
        number("FAIRLEAD_SOAK_CASES") ?? cases
    }

    private static func number(_ variable: String) -> Int? {
        guard let text = ProcessInfo.processInfo.environment[variable] else { return nil }
        guard let value = Int(text), value > 0 else {
            preconditionFailure("\(variable) must be a whole number above 0, not \(text)")
        }
        return value
    }
}
