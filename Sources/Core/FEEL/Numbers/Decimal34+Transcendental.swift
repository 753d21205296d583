extension LongFraction {
    static let ln2 = LongFraction(
        0,
        fraction: "69314718055994530941723212145817656807550013436025"
            + "5254120680009493393621969694715")
    static let ln10 = LongFraction(
        2,
        fraction: "30258509299404568401799145468436420760110148862877"
            + "2976033327900967572609677352480")
    /// 1 / ln 10, to as many digits as choosing a power of ten needs.
    private static let perLn10 = LongFraction(
        negative: false, coefficient: 43_429_448_190_325_182_765, exponent: -20)

    /// e to the power of this number, as a number from 0.09 to 11 times a power of ten.
    var exponential: (LongFraction, power: Int) {
        let power = (self * Self.perLn10).whole
        // Halved eight times, so that the series is short; squared as many times afterwards.
        let part = (self - LongFraction(power) * Self.ln10) / 256
        var sum = Self.one
        var term = Self.one
        var count = 1
        while !term.isZero {
            term = term * part / count
            sum = sum + term
            count += 1
        }
        for _ in 0..<8 { sum = sum * sum }
        return (sum, power)
    }
}

extension Decimal34 {
    /// e to the power of the number, rounded to 34 digits; `nil` beyond the greatest number.
    public var exponential: Decimal34? {
        if self > 14_150 { return nil }
        if self < -14_300 { return .zero }
        let (value, power) = LongFraction(
            negative: isNegative, coefficient: coefficient, exponent: exponent
        ).exponential
        return value.decimal(timesTenTo: power)
    }

    /// The natural logarithm, rounded to 34 digits; `nil` for zero and below.
    public var naturalLogarithm: Decimal34? {
        guard !isZero, !isNegative else { return nil }
        return longLogarithm.decimal(timesTenTo: 0)
    }

    /// The natural logarithm of a number above zero.
    private var longLogarithm: LongFraction {
        // As m · 10ⁿ with 0.75 ≤ m < 1.5 after some halvings, so that near 1 nothing cancels out.
        let digits = digitCount(coefficient)
        var power = exponent + digits - 1
        var rough = Double(coefficient)
        for _ in 1..<max(digits, 2) where digits > 1 { rough /= 10 }
        if rough >= 7.5 {
            rough /= 10
            power += 1
        }
        var mantissa = LongFraction(
            negative: false, coefficient: coefficient, exponent: exponent - power)
        var halvings = 0
        while rough >= 1.5 {
            rough /= 2
            mantissa = mantissa / 2
            halvings += 1
        }
        let start = LongFraction(Self.roughLogarithm(rough))
        // ln m = s + ln(m / eˢ), and m / eˢ is so near 1 that a few terms of the series do.
        let (inverse, ten) = start.negated.exponential
        precondition(ten == 0, "a rough logarithm is near zero")
        let rest = mantissa * inverse - .one
        var result = start
        var term = rest
        var count = 1
        while !term.isZero {
            let part = term / count
            result = count % 2 == 1 ? result + part : result - part
            term = term * rest
            count += 1
        }
        return result + LongFraction(halvings) * LongFraction.ln2
            + LongFraction(power) * LongFraction.ln10
    }

    /// The logarithm of a number from 0.75 to 1.5 to about 15 digits: 2 artanh((m − 1) / (m + 1)).
    private static func roughLogarithm(_ number: Double) -> Double {
        let ratio = (number - 1) / (number + 1)
        let square = ratio * ratio
        var sum = 0.0
        var term = ratio
        var count = 1.0
        while count < 31 {
            sum += term / count
            term *= square
            count += 2
        }
        return 2 * sum
    }

    /// The power, rounded to 34 digits; exact where the exact power has no more. `nil` where it is
    /// no finite number: for zero to a negative power, a fractional power of a negative number, and
    /// an exponent beyond ±999,999,999, where DMN 1.5, table 60, ends.
    public func raised(to power: Decimal34) -> Decimal34? {
        guard power.magnitude <= 999_999_999 else { return nil }
        if power.isZero { return .one }
        if isZero { return power.isNegative ? nil : .zero }
        let whole = power.integer
        if isNegative && whole == nil { return nil }
        if let whole, let exact = Self.exactPower(self, whole) { return exact }
        let product =
            magnitude.longLogarithm
            * LongFraction(
                negative: power.isNegative, coefficient: power.coefficient,
                exponent: power.exponent)
        guard abs(product.whole) < 15_000 else { return product.isNegative ? .zero : nil }
        let (value, ten) = product.exponential
        let result = value.decimal(timesTenTo: ten)
        return isNegative && (whole ?? 0) % 2 != 0 ? result?.negated : result
    }

    /// The power where its coefficient fits in 34 digits; otherwise `nil`.
    private static func exactPower(_ base: Decimal34, _ power: Int) -> Decimal34? {
        let short = base.normalized
        var coefficient: UInt128 = 1
        if short.coefficient > 1 {
            guard power > 0, power <= 113 else { return nil }
            for _ in 0..<power {
                let (product, overflow) = coefficient.multipliedReportingOverflow(
                    by: short.coefficient)
                guard !overflow, product < powersOfTen[34] else { return nil }
                coefficient = product
            }
        }
        let exponent = short.exponent * power
        guard exponent >= exponentMin, exponent <= exponentMax else { return nil }
        return Decimal34(
            negative: base.isNegative && power % 2 != 0, coefficient: coefficient,
            exponent: exponent)
    }
}

extension LongFraction {
    /// The exact number of a small floating-point one, cut off after 18 digits.
    fileprivate init(_ value: Double) {
        let scaled = Int128(value * 1e18)
        self.init(
            negative: scaled < 0, coefficient: UInt128(scaled.magnitude), exponent: -18)
    }
}
