public import FEEL

extension TextTemplate {
    /// A value as people read it: money as `USD 4,180.00`, whole days as `7 days`, anything else
    /// as FEEL's `string` writes it. Deterministic, the same in every place and language.
    public static func words(for value: Value) -> String {
        switch value {
        case .context(let context):
            guard context.count == 2, let amount = context["amount"]?.number,
                let currency = context["currency"]?.string
            else { return value.plainText }
            return currency + " " + grouped(amount.description)
        case .daysTime(let duration):
            let day = 86_400
            guard duration.seconds % day == 0, duration.seconds != 0 else {
                return value.plainText
            }
            let days = duration.seconds / day
            return days == 1 ? "1 day" : "\(days) days"
        default: return value.plainText
        }
    }

    /// A decimal's text with its thousands apart and at least two digits after the point.
    private static func grouped(_ text: String) -> String {
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.drop { $0 == "-" }.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first, whole.allSatisfy(\.isNumber) else { return text }
        var fraction = parts.count > 1 ? String(parts[1]) : ""
        while fraction.count < 2 { fraction += "0" }
        var groups: [Substring] = []
        var rest = whole
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return sign + groups.joined(separator: ",") + "." + fraction
    }
}
