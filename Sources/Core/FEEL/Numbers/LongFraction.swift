/// A fixed-point number with 81 digits after the point: room enough to find the 34 digits of a
/// logarithm or a power and to round them once.
///
/// Digits in groups of nine, the least first; a product needs no carry wider than 64 bits.
struct LongFraction {
    private static let base: UInt64 = 1_000_000_000
    private static let baseDigits = 9
    /// How many groups stand after the point.
    private static let fractionGroups = 9
    static let fractionDigits = baseDigits * fractionGroups

    private(set) var isNegative = false
    /// No zeros at the high end; none at all for zero.
    private var groups: [UInt64] = []

    var isZero: Bool { groups.isEmpty }

    private init(isNegative: Bool, groups: [UInt64]) {
        var groups = groups
        while groups.last == 0 { groups.removeLast() }
        self.groups = groups
        self.isNegative = isNegative && !groups.isEmpty
    }

    static let zero = LongFraction(isNegative: false, groups: [])
    static let one = LongFraction(1)

    init(_ value: Int) {
        self.init(
            isNegative: value < 0,
            groups: Array(repeating: 0, count: Self.fractionGroups) + Self.split(value.magnitude))
    }

    /// A coefficient times a power of ten; what lies beyond the last digit is cut off.
    init(negative: Bool, coefficient: UInt128, exponent: Int) {
        let shift = exponent + Self.fractionDigits
        var coefficient = coefficient
        var groups: [UInt64] = []
        if shift < 0 {
            coefficient = -shift > 38 ? 0 : coefficient / powersOfTen[-shift]
        } else {
            groups = Array(repeating: 0, count: shift / Self.baseDigits)
            let wide = WideInteger(
                product: coefficient, powersOfTen[shift % Self.baseDigits])
            var rest = wide
            while rest.high != 0 {
                let (quotient, remainder) = rest.divided(by: UInt128(Self.base))
                groups.append(UInt64(remainder))
                rest = quotient
            }
            coefficient = rest.low
        }
        while coefficient != 0 {
            let (quotient, remainder) = coefficient.quotientAndRemainder(
                dividingBy: UInt128(Self.base))
            groups.append(UInt64(remainder))
            coefficient = quotient
        }
        self.init(isNegative: negative, groups: groups)
    }

    /// The digits after the point of a constant, with the number before it.
    init(_ whole: Int, fraction digits: String) {
        var groups: [UInt64] = []
        var group: UInt64 = 0
        for (at, digit) in digits.utf8.prefix(Self.fractionDigits).enumerated() {
            group = group * 10 + UInt64(digit - 48)
            if at % Self.baseDigits == Self.baseDigits - 1 {
                groups.append(group)
                group = 0
            }
        }
        precondition(groups.count == Self.fractionGroups, "a constant has 81 digits")
        self.init(isNegative: false, groups: groups.reversed() + Self.split(whole.magnitude))
    }

    private static func split(_ value: UInt) -> [UInt64] {
        var groups: [UInt64] = []
        var rest = UInt64(value)
        while rest != 0 {
            groups.append(rest % base)
            rest /= base
        }
        return groups
    }

    /// The number before the point, cut off; it must fit.
    var whole: Int {
        var value = 0
        for group in groups.dropFirst(Self.fractionGroups).reversed() {
            value = value * Int(Self.base) + Int(group)
        }
        return isNegative ? -value : value
    }

    // MARK: Arithmetic

    var negated: LongFraction { LongFraction(isNegative: !isNegative, groups: groups) }

    static func + (left: LongFraction, right: LongFraction) -> LongFraction {
        if left.isNegative == right.isNegative {
            return LongFraction(
                isNegative: left.isNegative, groups: sum(left.groups, right.groups))
        }
        if isLess(left.groups, right.groups) {
            return LongFraction(
                isNegative: right.isNegative, groups: difference(right.groups, left.groups))
        }
        return LongFraction(
            isNegative: left.isNegative, groups: difference(left.groups, right.groups))
    }

    static func - (left: LongFraction, right: LongFraction) -> LongFraction {
        left + right.negated
    }

    static func * (left: LongFraction, right: LongFraction) -> LongFraction {
        let (a, b) = (left.groups, right.groups)
        guard !a.isEmpty, !b.isEmpty else { return .zero }
        var product = [UInt64](repeating: 0, count: a.count + b.count)
        for i in a.indices where a[i] != 0 {
            var carry: UInt64 = 0
            for j in b.indices {
                let value = product[i + j] + a[i] * b[j] + carry
                product[i + j] = value % base
                carry = value / base
            }
            product[i + b.count] += carry
        }
        return LongFraction(
            isNegative: left.isNegative != right.isNegative,
            groups: Array(product.dropFirst(fractionGroups)))
    }

    static func / (left: LongFraction, right: Int) -> LongFraction {
        let divisor = UInt64(right.magnitude)
        precondition(divisor > 0 && divisor < base, "a divisor is small")
        var quotient = left.groups
        var rest: UInt64 = 0
        for at in quotient.indices.reversed() {
            let value = rest * base + quotient[at]
            quotient[at] = value / divisor
            rest = value % divisor
        }
        return LongFraction(isNegative: left.isNegative != (right < 0), groups: quotient)
    }

    private static func sum(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var result = a.count >= b.count ? a : b
        let shorter = a.count >= b.count ? b : a
        var carry: UInt64 = 0
        for at in result.indices {
            if at >= shorter.count && carry == 0 { return result }
            let value = result[at] + (at < shorter.count ? shorter[at] : 0) + carry
            result[at] = value % base
            carry = value / base
        }
        if carry != 0 { result.append(carry) }
        return result
    }

    private static func difference(_ a: [UInt64], _ b: [UInt64]) -> [UInt64] {
        var result = a
        var borrow: UInt64 = 0
        for at in result.indices {
            if at >= b.count && borrow == 0 { return result }
            let taken = (at < b.count ? b[at] : 0) + borrow
            borrow = result[at] < taken ? 1 : 0
            result[at] = result[at] + borrow * base - taken
        }
        return result
    }

    private static func isLess(_ a: [UInt64], _ b: [UInt64]) -> Bool {
        if a.count != b.count { return a.count < b.count }
        for at in a.indices.reversed() where a[at] != b[at] { return a[at] < b[at] }
        return false
    }

    // MARK: As a decimal

    /// The number times a power of ten, rounded half even to 34 digits, no zeros at its end; `nil`
    /// beyond the greatest.
    func decimal(timesTenTo power: Int) -> Decimal34? {
        var digits: [UInt8] = []
        for group in groups.reversed() {
            let text = Array(String(group).utf8)
            if !digits.isEmpty {
                digits += [UInt8](repeating: 48, count: Self.baseDigits - text.count)
            }
            digits += text
        }
        let kept = min(digits.count, 37)
        var coefficient: UInt128 = 0
        for digit in digits.prefix(kept) { coefficient = coefficient * 10 + UInt128(digit - 48) }
        let exponent = power - Self.fractionDigits + digits.count - kept
        guard exponent < 10_000 else { return nil }
        return Decimal34.rounded(
            negative: isNegative, WideInteger(low: coefficient), exponent: max(exponent, -20_000),
            sticky: digits.dropFirst(kept).contains { $0 != 48 })?.normalized
    }
}
