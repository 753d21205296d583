extension Decimal34: CustomStringConvertible, LosslessStringConvertible {
    /// The number of a text: digits with at most one point, a sign and an exponent allowed.
    /// More than 34 digits are rounded half even; `nil` for anything else and beyond the greatest.
    public init?(_ text: String) {
        self.init(text: Substring(text))
    }

    init?(text: Substring) {
        var bytes = text.utf8[...]
        var negative = false
        if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            bytes = bytes.dropFirst()
        }
        var reader = DigitReader()
        while let byte = bytes.first, reader.take(byte) { bytes = bytes.dropFirst() }
        guard reader.digitsSeen > 0 else { return nil }
        var exponent = reader.exponent
        if !bytes.isEmpty {
            guard bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E"),
                let power = Self.power(bytes.dropFirst())
            else { return nil }
            exponent += power
        }
        let limited = min(max(exponent, -100_000), 100_000)
        guard
            let value = Self.rounded(
                negative: negative && reader.coefficient != 0,
                WideInteger(low: reader.coefficient), exponent: limited, sticky: reader.sticky)
        else { return nil }
        self = value
    }

    private static func power(_ bytes: Substring.UTF8View) -> Int? {
        var rest = bytes
        var negative = false
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        guard !rest.isEmpty else { return nil }
        var value = 0
        for byte in rest {
            guard byte >= 48, byte <= 57 else { return nil }
            value = min(value * 10 + Int(byte - 48), 1_000_000)
        }
        return negative ? -value : value
    }

    /// The number in plain digits, its trailing zeros kept: what FEEL's `string` gives.
    public var description: String {
        let digits = String(coefficient)
        let exponent = exponent
        let sign = isNegative && !isZero ? "-" : ""
        if exponent >= 0 {
            return isZero ? "0" : sign + digits + String(repeating: "0", count: exponent)
        }
        if isZero && exponent < -34 { return "0" }
        let point = digits.utf8.count + exponent
        if point <= 0 {
            return sign + "0." + String(repeating: "0", count: -point) + digits
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}

/// Takes digits and one point, keeping 37 digits and whether anything nonzero came after them.
private struct DigitReader {
    var coefficient: UInt128 = 0
    var exponent = 0
    var digitsSeen = 0
    var sticky = false
    private var kept = 0
    private var pointSeen = false

    mutating func take(_ byte: UInt8) -> Bool {
        if byte == UInt8(ascii: ".") {
            guard !pointSeen else { return false }
            pointSeen = true
            return true
        }
        guard byte >= 48, byte <= 57 else { return false }
        digitsSeen += 1
        if kept < 37 {
            coefficient = coefficient * 10 + UInt128(byte - 48)
            if coefficient != 0 { kept += 1 }
            if pointSeen { exponent -= 1 }
        } else {
            sticky = sticky || byte != 48
            if !pointSeen { exponent += 1 }
        }
        return true
    }
}
