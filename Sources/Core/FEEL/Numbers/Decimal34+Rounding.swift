/// How a number that lies between two others is rounded.
public enum RoundingMode: Sendable, Hashable {
    case halfEven, halfUp, halfDown, up, down, floor, ceiling
}

extension Decimal34 {
    /// A number of at most 34 digits nearest to the exact one, half even; nil beyond the greatest.
    /// `sticky` says that something nonzero lies below the last digit.
    static func rounded(
        negative: Bool, _ exact: WideInteger, exponent: Int, sticky: Bool = false
    ) -> Decimal34? {
        let digits = exact.digitCount
        let drop = max(0, digits - digitsMax, exponentMin - exponent)
        if drop == 0 {
            return fitted(negative: negative, exact.low, exponent: exponent)
        }
        guard drop <= digits else {
            return Decimal34(
                negative: negative, coefficient: 0,
                exponent: min(max(exponent + drop, exponentMin), exponentMax))
        }
        let (quotient, half) = dropping(drop, of: exact, sticky: sticky)
        var coefficient = quotient
        if half > 0 || (half == 0 && coefficient & 1 == 1) { coefficient += 1 }
        var exponent = exponent + drop
        if coefficient == powersOfTen[34] {
            coefficient = powersOfTen[33]
            exponent += 1
        }
        return fitted(negative: negative, coefficient, exponent: exponent)
    }

    /// The number without its last digits, and how the rest compares with a half (-1, 0, 1);
    /// -2 says that there is no rest.
    static func dropping(
        _ count: Int, of exact: WideInteger, sticky: Bool
    ) -> (quotient: UInt128, half: Int) {
        var value = exact
        var sticky = sticky
        var rest = count
        while rest > 38 {
            let (quotient, remainder) = value.divided(by: powersOfTen[38])
            value = quotient
            sticky = sticky || remainder != 0
            rest -= 38
        }
        let unit = powersOfTen[rest]
        let (quotient, remainder) = value.divided(by: unit)
        if remainder == 0 { return (quotient.low, sticky ? -1 : -2) }
        let half = unit / 2
        if remainder == half { return (quotient.low, sticky ? 1 : 0) }
        return (quotient.low, remainder > half ? 1 : -1)
    }

    /// The number with an exponent that can be written; `nil` beyond the greatest.
    private static func fitted(
        negative: Bool, _ coefficient: UInt128, exponent: Int
    ) -> Decimal34? {
        if coefficient == 0 {
            return Decimal34(
                negative: negative, coefficient: 0,
                exponent: min(max(exponent, exponentMin), exponentMax))
        }
        if exponent <= exponentMax {
            return Decimal34(negative: negative, coefficient: coefficient, exponent: exponent)
        }
        let shift = exponent - exponentMax
        guard digitCount(coefficient) + shift <= digitsMax else { return nil }
        return Decimal34(
            negative: negative, coefficient: coefficient * powersOfTen[shift],
            exponent: exponentMax)
    }

    /// The number rounded to `scale` digits after the point (before it, where negative).
    public func rounded(scale: Int, _ mode: RoundingMode) -> Decimal34? {
        let wanted = -scale
        if exponent >= wanted {
            let shift = exponent - wanted
            guard digitCount(coefficient) + shift <= Self.digitsMax, wanted >= Self.exponentMin
            else { return self }
            return Decimal34(
                negative: isNegative, coefficient: coefficient * powersOfTen[min(shift, 34)],
                exponent: wanted)
        }
        guard wanted <= Self.exponentMax else { return nil }
        let drop = wanted - exponent
        let exact = WideInteger(low: coefficient)
        let (quotient, half) =
            drop > 38 ? (0, isZero ? -2 : -1) : Self.dropping(drop, of: exact, sticky: false)
        let up =
            switch mode {
            case .halfEven: half > 0 || (half == 0 && quotient & 1 == 1)
            case .halfUp: half >= 0
            case .halfDown: half > 0
            case .up: half != -2
            case .down: false
            case .floor: half != -2 && isNegative
            case .ceiling: half != -2 && !isNegative
            }
        return Self.rounded(
            negative: isNegative, WideInteger(low: quotient + (up ? 1 : 0)), exponent: wanted)
    }

    public var floor: Decimal34 { rounded(scale: 0, .floor) ?? self }
    public var ceiling: Decimal34 { rounded(scale: 0, .ceiling) ?? self }
}
