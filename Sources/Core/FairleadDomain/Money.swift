/// An amount in the currency's minor unit, such as cents.
public struct Money: Sendable, Hashable {
    /// Minor units; its scale is ISO 4217's for the currency.
    public let minorUnits: Int64
    /// ISO 4217 code in capitals.
    public let currency: String

    public init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Digits after the point, by ISO 4217; 2 for all that are not listed.
    public static func scale(of currency: String) -> Int {
        switch currency {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
            "VND", "VUV", "XAF", "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        default: 2
        }
    }

    /// The amount as a plain decimal, such as `1200.00`.
    public var amount: String {
        let scale = Money.scale(of: currency)
        let digits = String(minorUnits.magnitude)
        let sign = minorUnits < 0 ? "-" : ""
        if scale == 0 { return sign + digits }
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
    }
}
