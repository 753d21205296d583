import FairleadCanonical
import FairleadDomain

/// The JSON form of canonical values by their FEEL type.
enum CanonicalForm {
    /// The value as records hold it, or nil if it is not of the type: times in UTC, decimals as
    /// text, money with its scale, no null and no number but integers inside.
    static func of(_ value: JSON, type: String) -> JSON? {
        let type = type.hasSuffix("?") ? String(type.dropLast()) : type
        if type.hasPrefix("list<"), type.hasSuffix(">") {
            let element = String(type.dropFirst(5).dropLast())
            guard let items = value.arrayValue else { return nil }
            let canonical = items.compactMap { of($0, type: element) }
            return canonical.count == items.count ? .array(canonical) : nil
        }
        switch type {
        case "string": return value.stringValue.map { .string($0) }
        case "boolean": return value.boolValue.map { .bool($0) }
        case "number": return number(value)
        case "date":
            guard let text = value.stringValue, Conversion.isDate(text) else { return nil }
            return value
        case "date and time":
            return value.stringValue.flatMap { Instant(rfc3339: $0) }.map { .string($0.rfc3339) }
        case "money": return money(value)
        default:
            guard (try? value.canonicalBytes()) != nil else { return nil }
            return value
        }
    }

    private static func number(_ value: JSON) -> JSON? {
        if let whole = value.integerValue, whole.magnitude < JSON.canonicalIntegerLimit.magnitude {
            return value
        }
        guard let text = value.numberText ?? value.stringValue else { return nil }
        return PlainDecimal(text).map { .string($0.text) }
    }

    private static func money(_ value: JSON) -> JSON? {
        guard let amount = value["amount"]?.stringValue,
            let currency = value["currency"]?.stringValue, currency.utf8.count == 3,
            currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }),
            let units = PlainDecimal(amount)?.scaled(by: Money.scale(of: currency))
        else { return nil }
        let money = Money(minorUnits: units, currency: currency)
        return ["amount": .string(money.amount), "currency": .string(currency)]
    }
}
