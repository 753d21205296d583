/// A finite decimal number of 34 significant digits, as IEEE 754-2008 decimal128.
///
/// The bits are the standard's binary integer encoding (sign 1, exponent 14, coefficient 113), so
/// that another library of that encoding can stand behind the same operations. There are no
/// infinities and no NaN: an operation that would give one gives `nil`.
public struct Decimal34: Sendable {
    @usableFromInline let high: UInt64
    @usableFromInline let low: UInt64

    static let exponentMin = -6_176
    static let exponentMax = 6_111
    static let digitsMax = 34
    @inlinable @inline(__always) static var smallHigh: UInt64 { 6_176 << 49 }
    @inlinable @inline(__always) static var signBit: UInt64 { 1 << 63 }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// A number made of its parts; the coefficient has at most 34 digits.
    init(negative: Bool, coefficient: UInt128, exponent: Int) {
        precondition(coefficient < powersOfTen[34], "a coefficient has at most 34 digits")
        precondition(exponent >= Self.exponentMin && exponent <= Self.exponentMax)
        let top = UInt64(truncatingIfNeeded: coefficient >> 64)
        let biased = UInt64(exponent - Self.exponentMin) << 49
        high = (negative ? Self.signBit : 0) | biased | top
        low = UInt64(truncatingIfNeeded: coefficient)
    }

    /// The exact number of an integer.
    public init(_ value: Int) {
        high = (value < 0 ? Self.signBit : 0) | Self.smallHigh
        low = UInt64(value.magnitude)
    }

    public static let zero = Decimal34(0)
    public static let one = Decimal34(1)

    /// Whether the sign is minus; true for a negative zero too.
    public var isNegative: Bool { high & Self.signBit != 0 }
    public var isZero: Bool { low == 0 && high & 0x1_FFFF_FFFF_FFFF == 0 }
    var exponent: Int { Int((high >> 49) & 0x3FFF) + Self.exponentMin }
    var coefficient: UInt128 {
        UInt128(high & 0x1_FFFF_FFFF_FFFF) << 64 | UInt128(low)
    }

    /// The value of an integer of at most 62 bits written with exponent 0: the fast path.
    @inlinable @inline(__always)
    public var small: Int? {
        guard high & ~Self.signBit == Self.smallHigh, low < 1 << 62 else { return nil }
        let magnitude = Int(truncatingIfNeeded: low)
        return high & Self.signBit == 0 ? magnitude : -magnitude
    }

    /// The value of an integer below a limit of at most 2⁶² in size and written with exponent 0.
    @inlinable @inline(__always)
    public func small(below limit: UInt64) -> Int? {
        guard high & ~Self.signBit == Self.smallHigh, low < limit else { return nil }
        let magnitude = Int(truncatingIfNeeded: low)
        return high & Self.signBit == 0 ? magnitude : -magnitude
    }

    /// The number as an integer, if it is one that fits.
    public var integer: Int? {
        if let small { return small }
        if isZero { return 0 }
        let plain = normalized
        guard plain.exponent >= 0, plain.exponent <= 18 else { return nil }
        let (product, overflow) = plain.coefficient.multipliedReportingOverflow(
            by: powersOfTen[plain.exponent])
        guard !overflow, product <= UInt128(UInt64(1) << 63) else { return nil }
        if isNegative { return Int(exactly: -Int128(product)) }
        return Int(exactly: product)
    }

    /// Whether the number has no fractional part.
    public var isInteger: Bool { small != nil || isZero || normalized.exponent >= 0 }

    /// The same value with the sign turned.
    public var negated: Decimal34 {
        isZero ? self : Decimal34(high: high ^ Self.signBit, low: low)
    }

    public var magnitude: Decimal34 { Decimal34(high: high & ~Self.signBit, low: low) }

    /// The same value with no trailing zeros in its coefficient; zero is 0.
    public var normalized: Decimal34 {
        var coefficient = coefficient
        guard coefficient != 0 else { return .zero }
        var exponent = exponent
        while exponent < Self.exponentMax {
            let (quotient, remainder) = coefficient.quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { break }
            coefficient = quotient
            exponent += 1
        }
        return Decimal34(negative: isNegative, coefficient: coefficient, exponent: exponent)
    }
}

extension Decimal34: Comparable, Hashable {
    /// Equality of value: 1.0 and 1.00 are equal.
    public static func == (left: Decimal34, right: Decimal34) -> Bool {
        if left.high == right.high && left.low == right.low { return true }
        return left.compare(right) == 0
    }

    public static func < (left: Decimal34, right: Decimal34) -> Bool {
        left.compare(right) < 0
    }

    public func hash(into hasher: inout Hasher) {
        let plain = normalized
        hasher.combine(plain.high)
        hasher.combine(plain.low)
    }

    /// Negative, zero or positive, as this number is less than, equal to or greater than another.
    func compare(_ other: Decimal34) -> Int {
        if let left = small, let right = other.small {
            return left < right ? -1 : (left > right ? 1 : 0)
        }
        let left = isZero ? 0 : (isNegative ? -1 : 1)
        let right = other.isZero ? 0 : (other.isNegative ? -1 : 1)
        if left != right { return left < right ? -1 : 1 }
        if left == 0 { return 0 }
        return left * compareMagnitude(other)
    }

    private func compareMagnitude(_ other: Decimal34) -> Int {
        let (mine, its) = (coefficient, other.coefficient)
        let (myHeight, itsHeight) = (
            digitCount(mine) + exponent, digitCount(its) + other.exponent
        )
        if myHeight != itsHeight { return myHeight < itsHeight ? -1 : 1 }
        // Of the same height, so that the aligned coefficients have at most 34 digits.
        let difference = exponent - other.exponent
        let left = difference > 0 ? mine * powersOfTen[difference] : mine
        let right = difference < 0 ? its * powersOfTen[-difference] : its
        return left < right ? -1 : (left > right ? 1 : 0)
    }
}

extension Decimal34: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self.init(value) }
}

/// 10⁰ … 10³⁸.
let powersOfTen: [UInt128] = {
    var powers: [UInt128] = [1]
    for _ in 1...38 { powers.append(powers[powers.count - 1] * 10) }
    return powers
}()

/// How many decimal digits a number has; zero has none.
func digitCount(_ value: UInt128) -> Int {
    guard value != 0 else { return 0 }
    let bits = 128 - value.leadingZeroBitCount
    let estimate = (bits * 1_233) >> 12
    return value < powersOfTen[estimate] ? estimate : estimate + 1
}

extension Decimal34 {
    /// The greatest whole number that is not above this one times ten to a power of at most 18,
    /// and whether it is that number; `nil` where it needs more than 62 bits, or 18 digits after
    /// the point.
    public func scaled(byTenTo power: Int) -> (floor: Int, isWhole: Bool)? {
        if power == 0, let small { return (small, true) }
        let digits = exponent + power
        guard digits >= -18, digits <= 18, high & 0x1_FFFF_FFFF_FFFF == 0, low < 1 << 62 else {
            return isZero ? (0, true) : nil
        }
        let factor = smallPowersOfTen[abs(digits)]
        let magnitude: Int
        var isWhole = true
        if digits >= 0 {
            let (product, overflow) = Int(low).multipliedReportingOverflow(by: factor)
            if overflow || product >= 1 << 62 { return nil }
            magnitude = product
        } else {
            let (quotient, rest) = Int(low).quotientAndRemainder(dividingBy: factor)
            isWhole = rest == 0
            magnitude = quotient + (isNegative && !isWhole ? 1 : 0)
        }
        return (isNegative ? -magnitude : magnitude, isWhole)
    }
}

/// 10⁰ … 10¹⁸.
private let smallPowersOfTen: [Int] = (0...18).map { Int(powersOfTen[$0]) }
