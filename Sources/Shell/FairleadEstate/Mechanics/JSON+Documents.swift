import FairleadCanonical

extension JSON {
    /// The string of a member, or nil.
    func text(_ key: String) -> String? {
        self[key]?.stringValue
    }

    /// The integer of a member, or nil.
    func whole(_ key: String) -> Int64? {
        self[key]?.integerValue
    }

    /// A member as a query would write it, or nil if it is no plain value.
    func plain(_ key: String) -> String? {
        switch self[key] {
        case .string(let text): text
        case .integer(let value): String(value)
        case .bool(let value): String(value)
        default: nil
        }
    }

    /// This object with these members put in place.
    func with(_ changes: KeyValuePairs<String, JSON>) -> JSON {
        var object = objectValue ?? [:]
        for (key, value) in changes { object[key] = value }
        return .object(object)
    }

    /// This object, changed once more.
    func revised(at time: Int64) -> JSON {
        with(["updatedAt": .time(time), "revision": .integer((whole("revision") ?? 0) + 1)])
    }

    /// This object with one element more at the end of a member's array.
    func appending(_ key: String, _ element: JSON) -> JSON {
        with([key: .array((self[key]?.arrayValue ?? []) + [element])])
    }

    /// The string, or null for nil.
    static func optional(_ text: String?) -> JSON {
        text.map { .string($0) } ?? .null
    }

    /// The integer, or null for nil.
    static func optional(_ value: Int64?) -> JSON {
        value.map { .integer($0) } ?? .null
    }

    /// Money as the systems other than billing write it; `minor` is in cents.
    static func money(_ minor: Int64, _ currency: String) -> JSON {
        let sign = minor < 0 ? "-" : ""
        let cents = minor.magnitude % 100
        return [
            "amount": "\(sign)\(minor.magnitude / 100).\(cents < 10 ? "0" : "")\(cents)",
            "currency": .string(currency),
        ]
    }

    /// The cents of money as those systems write it; nil where it is none, or finer than a cent.
    var cents: Int64? {
        guard let text = self.text("amount") else { return nil }
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : "00"
        guard (1...2).contains(fraction.count), fraction.allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return Int64(parts[0] + fraction + (fraction.count == 1 ? "0" : ""))
    }

    /// A moment in RFC 3339, from milliseconds.
    static func time(_ milliseconds: Int64) -> JSON {
        .string(Instant(milliseconds: milliseconds).rfc3339)
    }

    /// The date in UTC of a moment, as `2026-11-20`.
    static func date(_ milliseconds: Int64) -> JSON {
        .string(String(Instant(milliseconds: milliseconds).rfc3339.prefix(10)))
    }
}

/// Milliseconds of a day.
let dayMilliseconds: Int64 = 86_400_000
