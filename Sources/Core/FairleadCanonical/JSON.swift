/// A JSON value (RFC 8259) as it was received: member order and the text of numbers are kept.
///
/// A number is `integer` exactly when it is written as one (no fraction, no exponent, not `-0`)
/// and fits 64 bits; any other keeps its text, so that nothing is rounded on the way through.
/// Equality is that of JSON: the order of an object's members does not matter, and strings are
/// compared as Swift compares them (by canonical equivalence). Where each byte matters, compare
/// bytes or digests.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// Any other number: its text as received.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)

    /// Whether this is JSON's `null`.
    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// The truth value, or nil if this is something else.
    public var boolValue: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The integer, or nil if this is something else (a number with a fraction, too).
    public var integerValue: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The text of a number, whole or not, or nil if this is something else.
    public var numberText: String? {
        switch self {
        case .integer(let value): String(value)
        case .number(let text): text
        default: nil
        }
    }

    /// The string, or nil if this is something else.
    public var stringValue: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The elements, or nil if this is something else.
    public var arrayValue: [JSON]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, or nil if this is something else.
    public var objectValue: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member of this name, or nil if there is none or this is no object.
    public subscript(_ key: String) -> JSON? {
        if case .object(let object) = self { object[key] } else { nil }
    }

    /// The element at this index, or nil if there is none or this is no array.
    public subscript(_ index: Int) -> JSON? {
        guard case .array(let elements) = self, elements.indices.contains(index) else {
            return nil
        }
        return elements[index]
    }

    /// The value at a path such as `customer.emails.0`: names of members and indices of elements.
    public subscript(path path: String) -> JSON? {
        var current = self
        for step in path.split(separator: ".", omittingEmptySubsequences: false) {
            let next: JSON?
            switch current {
            case .object(let object): next = object[String(step)]
            case .array: next = Int(step).flatMap { current[$0] }
            default: next = nil
            }
            guard let next else { return nil }
            current = next
        }
        return current
    }
}
