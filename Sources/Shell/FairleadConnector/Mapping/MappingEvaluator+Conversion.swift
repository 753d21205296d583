import FairleadCanonical
import FairleadDomain

extension MappingEvaluator {
    /// The conversions between outside and canonical forms of money, time and numbers.
    mutating func converted(
        _ mapping: ValueMapping, in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSON? {
        switch mapping {
        case .minorUnits(let amount, let currency):
            return try money(amount, currency, isMinor: true, in: scope, field: field)
        case .amount(let amount, let currency):
            return try money(amount, currency, isMinor: false, in: scope, field: field)
        case .epochSeconds(let inner):
            return try map(inner, in: scope, field: field) { (value, at) throws(MappingFailure) in
                .string(try Conversion.instant(epochSeconds: value, at: at).rfc3339)
            }
        case .instant(let inner):
            return try map(inner, in: scope, field: field) { (value, at) throws(MappingFailure) in
                .string(try Conversion.instant(rfc3339: value, at: at).rfc3339)
            }
        case .date(let inner):
            return try map(inner, in: scope, field: field) { (value, at) throws(MappingFailure) in
                .string(try Conversion.date(value, at: at))
            }
        case .decimal(let inner):
            return try map(inner, in: scope, field: field) { (value, at) throws(MappingFailure) in
                guard let text = value.numberText ?? value.stringValue else {
                    throw MappingFailure(.type, "a number", at: at)
                }
                return .string(try Conversion.decimal(text, at: at))
            }
        case .number(let inner):
            return try map(inner, in: scope, field: field) { (value, at) throws(MappingFailure) in
                try Conversion.number(value, at: at)
            }
        case .mailDomain(let inner):
            return try map(inner, in: scope, field: field) { (value, _) throws(MappingFailure) in
                value.stringValue.flatMap(Conversion.mailDomain).map { .string($0) }
            }
        case .toMinorUnits(let inner):
            return try toMinorUnits(inner, in: scope, field: field)
        case .toEpochSeconds(let inner):
            return try map(inner, in: scope, field: field) { (value, at) throws(MappingFailure) in
                let instant = try Conversion.instant(rfc3339: value, at: at)
                return .integer(instant.milliseconds / 1_000)
            }
        default: return nil
        }
    }

    private mutating func map(
        _ inner: ValueMapping, in scope: MappingScope, field: String,
        _ convert: (JSON, String) throws(MappingFailure) -> JSON?
    ) throws(MappingFailure) -> JSON? {
        guard let value = try value(inner, in: scope, field: field) else { return nil }
        return try convert(value, inner.place(in: scope) ?? field)
    }

    private mutating func money(
        _ amount: ValueMapping, _ currency: ValueMapping, isMinor: Bool, in scope: MappingScope,
        field: String
    ) throws(MappingFailure) -> JSON? {
        guard let value = try value(amount, in: scope, field: field) else { return nil }
        let place = amount.place(in: scope) ?? field
        guard let code = try self.value(currency, in: scope, field: field) else {
            throw MappingFailure(.missing, "the currency", at: currency.place(in: scope) ?? place)
        }
        let letters = code.stringValue?.uppercased() ?? ""
        guard letters.utf8.count == 3, letters.utf8.allSatisfy({ (0x41...0x5A).contains($0) })
        else {
            throw MappingFailure(
                .value, "a currency of ISO 4217", at: currency.place(in: scope) ?? field)
        }
        let units: Int64
        if isMinor {
            guard let whole = value.integerValue ?? value.stringValue.flatMap(Int64.init) else {
                throw MappingFailure(.type, "a whole number of minor units", at: place)
            }
            units = whole
        } else {
            guard let text = value.numberText ?? value.stringValue else {
                throw MappingFailure(.type, "an amount", at: place)
            }
            units = try Conversion.minorUnits(text, scale: Money.scale(of: letters), at: place)
        }
        let money = Money(minorUnits: units, currency: letters)
        return ["amount": .string(money.amount), "currency": .string(letters)]
    }

    private mutating func toMinorUnits(
        _ inner: ValueMapping, in scope: MappingScope, field: String
    ) throws(MappingFailure) -> JSON? {
        guard case .path(let path) = inner, let value = path.value(in: scope) else { return nil }
        let place = scope.place(of: path)
        guard let amount = value["amount"]?.stringValue,
            let currency = value["currency"]?.stringValue
        else { throw MappingFailure(.type, "an amount with its currency", at: place) }
        return .integer(
            try Conversion.minorUnits(amount, scale: Money.scale(of: currency), at: place))
    }
}

/// Conversions of single values, strict: what cannot be meant is refused.
enum Conversion {
    /// Digits of a decimal; more is no amount and no rate.
    static let decimalDigitsMax = 34

    static func instant(
        epochSeconds value: JSON, at place: String
    ) throws(MappingFailure) -> Instant {
        guard let seconds = value.integerValue else {
            throw MappingFailure(.type, "whole seconds since 1970", at: place)
        }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        let instant = Instant(milliseconds: milliseconds)
        guard !overflow, instant.milliseconds == milliseconds else {
            throw MappingFailure(.value, "a time of the calendar", at: place)
        }
        return instant
    }

    static func instant(
        rfc3339 value: JSON, at place: String
    ) throws(MappingFailure) -> Instant {
        guard let text = value.stringValue else {
            throw MappingFailure(.type, "a time in RFC 3339", at: place)
        }
        guard let instant = Instant(rfc3339: text) else {
            throw MappingFailure(.value, "a time in RFC 3339", at: place)
        }
        return instant
    }

    static func date(_ value: JSON, at place: String) throws(MappingFailure) -> String {
        if value.integerValue != nil {
            return String(try instant(epochSeconds: value, at: place).rfc3339.prefix(10))
        }
        guard let text = value.stringValue else {
            throw MappingFailure(.type, "a date", at: place)
        }
        if isDate(text) { return text }
        guard Instant(rfc3339: text) != nil else {
            throw MappingFailure(.value, "a date", at: place)
        }
        return String(text.prefix(10))
    }

    /// `YYYY-MM-DD`, a day of the calendar.
    static func isDate(_ text: String) -> Bool {
        text.utf8.count == 10 && Instant(rfc3339: text + "T00:00:00Z") != nil
    }

    static func decimal(
        _ text: String, _ scope: MappingScope, _ path: ValuePath
    ) throws(MappingFailure) -> String {
        try decimal(text, at: scope.place(of: path))
    }

    /// The plain text of a decimal: an exponent is written out.
    static func decimal(_ text: String, at place: String) throws(MappingFailure) -> String {
        guard let decimal = PlainDecimal(text) else {
            throw MappingFailure(.value, "a decimal number", at: place)
        }
        return decimal.text
    }

    static func number(_ value: JSON, at place: String) throws(MappingFailure) -> JSON {
        if value.numberText != nil { return value }
        guard let text = value.stringValue else {
            throw MappingFailure(.type, "a number", at: place)
        }
        let plain = try decimal(text, at: place)
        return Int64(plain).map { .integer($0) } ?? .number(plain)
    }

    /// Minor units of an amount such as `1200.5`; digits beyond the scale must be zeros.
    static func minorUnits(
        _ text: String, scale: Int, at place: String
    ) throws(MappingFailure) -> Int64 {
        guard let decimal = PlainDecimal(text), let units = decimal.scaled(by: scale) else {
            throw MappingFailure(.value, "an amount with \(scale) decimals", at: place)
        }
        return units
    }

    static func mailDomain(_ address: String) -> String? {
        guard let at = address.lastIndex(of: "@"), at != address.startIndex else { return nil }
        let domain = address[address.index(after: at)...].lowercased()
        let isDomain =
            domain.contains(".") && !domain.hasPrefix(".") && !domain.hasSuffix(".")
            && domain.utf8.count <= 253
            && domain.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "." || $0 == "-"
            }
        return isDomain ? domain : nil
    }
}
