/// Why something received cannot be mapped, and where; it quotes no value, so that it may be
/// shown whatever the classification.
public struct MappingFailure: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// The body is no JSON document within the limits.
        case syntax
        /// The body is no object.
        case envelope
        /// Something needed is not there.
        case missing
        /// A value is of another kind than the mapping says.
        case type
        /// A value is of the right kind and yet none that can be: a date, an amount, a time.
        case value
        /// A list is longer than `EventMapper.listItemsMax`.
        case tooMany
    }

    public let code: Code
    public let message: String
    /// The path in the received body, or line and column where there is no path.
    public let place: String

    init(_ code: Code, _ expected: String, at place: String) {
        self.code = code
        self.place = place
        message =
            switch code {
            case .syntax, .envelope: expected
            case .missing: "\(expected) is missing"
            case .type: "\(expected) is expected here"
            case .value: "this is not \(expected)"
            case .tooMany: "more than \(expected)"
            }
    }
}

/// A value of an enumeration that the connector's mapping does not know: an exception for a
/// person, one per connector, field and value.
public struct UnmappedValue: Sendable, Hashable {
    public let connector: String
    /// The canonical field, such as `invoice.status`.
    public let field: String
    /// The outside value; enumerations are not personal, yet it is cut at 64 characters.
    public let value: String

    public init(connector: String, field: String, value: String) {
        self.connector = connector
        self.field = field
        self.value = String(value.prefix(64))
    }
}
