/// A decimal number read from text, digits kept: for amounts and rates that come as JSON numbers
/// or as text, without a binary fraction in between.
struct PlainDecimal: Sendable, Hashable {
    let isNegative: Bool
    /// The digits before and after the point; no zero leads but the one before the point.
    let whole: String
    let fraction: String

    /// Reads `-12.50`, `1e3`, `.5`; nil: anything else, or more than 34 digits.
    init?(_ text: String) {
        var rest = Substring(text)
        isNegative = rest.first == "-"
        if rest.first == "-" || rest.first == "+" { rest = rest.dropFirst() }
        let parts = rest.split(
            maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: { "eE".contains($0) })
        guard let mantissa = parts.first else { return nil }
        var exponent = 0
        if parts.count == 2 {
            guard parts[1].utf8.count <= 4, let given = Int(parts[1]) else { return nil }
            exponent = given
        }
        let halves = mantissa.split(
            separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var digits = halves.map(String.init).joined()
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            abs(exponent) <= Conversion.decimalDigitsMax,
            digits.utf8.count + abs(exponent) <= 2 * Conversion.decimalDigitsMax
        else { return nil }
        var point = halves[0].utf8.count + exponent
        if point < 0 {
            digits = String(repeating: "0", count: -point) + digits
            point = 0
        } else if point > digits.utf8.count {
            digits += String(repeating: "0", count: point - digits.utf8.count)
        }
        let before = digits.prefix(point).drop { $0 == "0" }
        whole = before.isEmpty ? "0" : String(before)
        fraction = String(digits.dropFirst(point))
        guard whole.utf8.count + fraction.utf8.count <= Conversion.decimalDigitsMax else {
            return nil
        }
    }

    /// Without exponent, digits after the point as received.
    var text: String {
        let isZero = (whole + fraction).allSatisfy { $0 == "0" }
        return (isNegative && !isZero ? "-" : "") + whole
            + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// The number times ten to the power of `scale`, if that is whole and fits.
    func scaled(by scale: Int) -> Int64? {
        let kept = fraction.prefix(scale)
        guard fraction.dropFirst(scale).allSatisfy({ $0 == "0" }) else { return nil }
        let padded = kept + String(repeating: "0", count: scale - kept.count)
        return Int64((isNegative ? "-" : "") + whole + padded)
    }
}
