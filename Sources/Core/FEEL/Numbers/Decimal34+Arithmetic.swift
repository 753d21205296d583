// The seam: whatever computes with decimals goes through these operations, each rounding half even
// to 34 digits and giving `nil` where the result is no finite number. Another library of the same
// encoding replaces this file and Decimal34+Rounding.swift.

extension Decimal34 {
    /// The sum, or `nil` beyond the greatest number.
    public func adding(_ other: Decimal34) -> Decimal34? {
        if let left = small, let right = other.small { return Decimal34(left + right) }
        let (upper, lower) = exponent >= other.exponent ? (self, other) : (other, self)
        if lower.isZero && upper.isZero {
            return Decimal34(negative: false, coefficient: 0, exponent: lower.exponent)
        }
        if upper.isZero { return lower }
        let difference = upper.exponent - lower.exponent
        let digits = digitCount(upper.coefficient)
        if digits + difference <= 76 {
            let wide = Self.scaled(upper.coefficient, by: difference)
            return Self.sum(
                wide, upper.isNegative, WideInteger(low: lower.coefficient), lower.isNegative,
                exponent: lower.exponent)
        }
        // The lower number is far below the last digit: it can only break a tie.
        let shift = 37 - digits
        let wide = Self.scaled(upper.coefficient, by: shift)
        let rest = WideInteger(low: lower.isZero ? 0 : 1)
        return Self.sum(
            wide, upper.isNegative, rest, lower.isNegative, exponent: upper.exponent - shift)
    }

    /// The difference, or `nil` beyond the greatest number.
    public func subtracting(_ other: Decimal34) -> Decimal34? {
        if let left = small, let right = other.small { return Decimal34(left - right) }
        return adding(other.negated)
    }

    /// The product, or `nil` beyond the greatest number.
    public func multiplied(by other: Decimal34) -> Decimal34? {
        if let left = small, let right = other.small {
            let (product, overflow) = left.multipliedReportingOverflow(by: right)
            if !overflow { return Decimal34(product) }
        }
        return Self.rounded(
            negative: isNegative != other.isNegative,
            WideInteger(product: coefficient, other.coefficient),
            exponent: exponent + other.exponent)
    }

    /// The quotient; `nil` for a division by zero or beyond the greatest number.
    public func divided(by other: Decimal34) -> Decimal34? {
        guard !other.isZero else { return nil }
        if let left = small, let right = other.small, left % right == 0 {
            return Decimal34(left / right)
        }
        let ideal = exponent - other.exponent
        if isZero { return Self.rounded(negative: false, WideInteger(low: 0), exponent: ideal) }
        let (upper, lower) = (coefficient, other.coefficient)
        let shift = max(0, 35 + digitCount(lower) - digitCount(upper))
        let wide = Self.scaled(upper, by: shift)
        var (quotient, remainder) = wide.divided(by: lower)
        var exponent = ideal - shift
        if remainder == 0 {
            while exponent < ideal {
                let (next, digit) = quotient.divided(by: 10)
                guard digit == 0 else { break }
                quotient = next
                exponent += 1
            }
        }
        return Self.rounded(
            negative: isNegative != other.isNegative, quotient, exponent: exponent,
            sticky: remainder != 0)
    }

    /// What is left after a division with the quotient rounded down, as FEEL's `modulo` has it;
    /// `nil` for a divisor of zero.
    public func modulo(_ divisor: Decimal34) -> Decimal34? {
        guard !divisor.isZero else { return nil }
        if let left = small, let right = divisor.small {
            let rest = left % right
            return Decimal34(rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest)
        }
        let rest = remainderOfMagnitudes(divisor)
        if rest.isZero { return rest }
        let signed = isNegative ? rest.negated : rest
        return isNegative == divisor.isNegative ? signed : signed.adding(divisor)
    }

    /// |self| mod |divisor|, exactly.
    private func remainderOfMagnitudes(_ divisor: Decimal34) -> Decimal34 {
        let difference = exponent - divisor.exponent
        if difference < 0 {
            let scaled = Self.scaled(divisor.coefficient, by: min(-difference, 38))
            if -difference > 38 || scaled.high != 0 || scaled.low > coefficient {
                return magnitude
            }
            return Decimal34(
                negative: false, coefficient: coefficient % scaled.low, exponent: exponent)
        }
        let modulus = divisor.coefficient
        var result = coefficient % modulus
        var factor = UInt128(10) % modulus
        var power = difference
        while power > 0 {
            if power & 1 == 1 {
                result = WideInteger(product: result, factor).divided(by: modulus).1
            }
            factor = WideInteger(product: factor, factor).divided(by: modulus).1
            power >>= 1
        }
        return Decimal34(negative: false, coefficient: result, exponent: divisor.exponent)
    }

    /// The square root, correctly rounded; `nil` for a negative number.
    public var squareRoot: Decimal34? {
        if isZero { return .zero }
        guard !isNegative else { return nil }
        let digits = digitCount(coefficient)
        var shift = 72 - digits
        if (exponent - shift) % 2 != 0 { shift -= 1 }
        let wide = Self.scaled(coefficient, by: shift)
        let root = Self.integerRoot(wide)
        let square = WideInteger(product: root, root)
        let exact = square.high == wide.high && square.low == wide.low
        let rounded = Self.rounded(
            negative: false, WideInteger(low: root), exponent: (exponent - shift) / 2,
            sticky: !exact)
        return exact ? rounded?.normalizedTowards(exponent: min(0, exponent)) : rounded
    }

    /// The greatest integer whose square is not above a number of at most 74 digits.
    private static func integerRoot(_ value: WideInteger) -> UInt128 {
        var estimate = UInt128(1) << ((256 - leadingZeros(value)) / 2 + 1)
        while true {
            let (quotient, _) = value.divided(by: estimate)
            let next = (estimate + quotient.low) >> 1
            if quotient.high == 0 && next >= estimate { return estimate }
            estimate = next
        }
    }

    private static func leadingZeros(_ value: WideInteger) -> Int {
        value.high != 0 ? value.high.leadingZeroBitCount : 128 + value.low.leadingZeroBitCount
    }

    /// Trailing zeros stripped while the exponent is below the one wanted.
    private func normalizedTowards(exponent wanted: Int) -> Decimal34 {
        var (coefficient, exponent) = (coefficient, exponent)
        while exponent < wanted, coefficient % 10 == 0, coefficient != 0 {
            coefficient /= 10
            exponent += 1
        }
        return Decimal34(negative: isNegative, coefficient: coefficient, exponent: exponent)
    }

    static func scaled(_ coefficient: UInt128, by power: Int) -> WideInteger {
        if power <= 38 { return WideInteger(product: coefficient, powersOfTen[power]) }
        let first = WideInteger(product: coefficient, powersOfTen[38])
        let factor = powersOfTen[power - 38]
        let low = WideInteger(product: first.low, factor)
        return WideInteger(high: low.high &+ first.high &* factor, low: low.low)
    }

    private static func sum(
        _ left: WideInteger, _ leftNegative: Bool, _ right: WideInteger, _ rightNegative: Bool,
        exponent: Int
    ) -> Decimal34? {
        if leftNegative == rightNegative {
            return rounded(negative: leftNegative, left + right, exponent: exponent)
        }
        if left < right {
            return rounded(negative: rightNegative, right - left, exponent: exponent)
        }
        let difference = left - right
        let zero = difference.high == 0 && difference.low == 0
        return rounded(negative: leftNegative && !zero, difference, exponent: exponent)
    }
}
