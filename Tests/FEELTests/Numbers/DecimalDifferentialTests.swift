import Foundation
import Testing

@testable import FEEL

@Suite struct DecimalDifferentialTests {
    private static let modes: [String: RoundingMode] = [
        "qHALF_EVEN": .halfEven, "qHALF_UP": .halfUp, "qHALF_DOWN": .halfDown, "qUP": .up,
        "qDOWN": .down, "qFLOOR": .floor, "qCEILING": .ceiling,
    ]

    /// More by `FAIRLEAD_DECIMAL_CASES`, other ones by `FAIRLEAD_SEED`.
    private static func setting(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    @Test func `arithmetic, rounding, text and order agree with Python's decimal`() throws {
        let count = Self.setting("FAIRLEAD_DECIMAL_CASES", 200_000)
        guard
            let cases = try DecimalOracle.cases(
                count: count, seed: Self.setting("FAIRLEAD_SEED", 1))
        else { return }
        #expect(cases.count > count / 2)
        var wrong: [Substring] = []
        for line in cases where try !Self.agrees(line) { wrong.append(line) }
        #expect(wrong.isEmpty, "\(wrong.count) of \(cases.count), such as \(wrong.prefix(5))")
    }

    private static func agrees(_ line: Substring) throws -> Bool {
        let parts = line.split(separator: " ").map(String.init)
        let a = try #require(Decimal34(parts[1]))
        let b = try #require(Decimal34(parts[2]))
        if parts[0] == "text" { return a.description == parts[3] }
        let wanted = parts[3] == "nil" ? nil : Decimal34(parts[3])
        let found: Decimal34? =
            switch parts[0] {
            case "add": a.adding(b)
            case "sub": a.subtracting(b)
            case "mul": a.multiplied(by: b)
            case "div": a.divided(by: b)
            case "cmp": Decimal34(a.compare(b))
            case "mod": a.modulo(b)
            case "sqrt": a.squareRoot
            case "exp": a.exponential
            case "ln": a.naturalLogarithm
            case "pow": a.raised(to: b)
            case "read": a
            default: try a.rounded(scale: #require(b.integer), #require(modes[parts[0]]))
            }
        guard let found, let wanted else { return found == nil && wanted == nil }
        guard found == wanted else { return isNear(parts[0], found, wanted) }
        // The same digits too, for a scale is seen in a text.
        return ["cmp", "mod", "sqrt", "exp", "ln", "pow"].contains(parts[0])
            || parts[0].hasPrefix("q")
            || found.isZero || found.description == wanted.description
    }

    /// Whether a power or logarithm is wrong by one in the last of 34 digits at most.
    private static func isNear(_ name: String, _ found: Decimal34, _ wanted: Decimal34) -> Bool {
        guard ["exp", "ln", "pow"].contains(name) else { return false }
        let unit = wanted.exponent + digitCount(wanted.coefficient) - Decimal34.digitsMax
        let step = Decimal34(
            negative: false, coefficient: 1, exponent: max(unit, Decimal34.exponentMin))
        guard let difference = found.subtracting(wanted) else { return false }
        return difference.magnitude <= step
    }
}
