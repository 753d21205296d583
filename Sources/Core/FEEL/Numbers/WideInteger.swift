/// An unsigned integer of 256 bits: what the product of two coefficients needs.
struct WideInteger {
    var high: UInt128
    var low: UInt128

    init(high: UInt128 = 0, low: UInt128) {
        self.high = high
        self.low = low
    }

    init(product left: UInt128, _ right: UInt128) {
        let full = left.multipliedFullWidth(by: right)
        high = full.high
        low = full.low
    }

    static func + (left: WideInteger, right: WideInteger) -> WideInteger {
        let (low, carry) = left.low.addingReportingOverflow(right.low)
        return WideInteger(high: left.high &+ right.high &+ (carry ? 1 : 0), low: low)
    }

    static func - (left: WideInteger, right: WideInteger) -> WideInteger {
        let (low, borrow) = left.low.subtractingReportingOverflow(right.low)
        return WideInteger(high: left.high &- right.high &- (borrow ? 1 : 0), low: low)
    }

    static func < (left: WideInteger, right: WideInteger) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }

    func divided(by divisor: UInt128) -> (quotient: WideInteger, remainder: UInt128) {
        if high == 0 {
            let (quotient, remainder) = low.quotientAndRemainder(dividingBy: divisor)
            return (WideInteger(low: quotient), remainder)
        }
        let (top, rest) = high.quotientAndRemainder(dividingBy: divisor)
        let (bottom, remainder) = divisor.dividingFullWidth((rest, low))
        return (WideInteger(high: top, low: bottom), remainder)
    }

    var digitCount: Int {
        if high == 0 { return FEEL.digitCount(low) }
        let (quotient, _) = divided(by: powersOfTen[38])
        return quotient.high == 0 ? FEEL.digitCount(quotient.low) + 38 : 77
    }
}
