public import FairleadCanonical

/// How one value is made of what was received, or of an operation's arguments: data, no code.
///
/// What is not there or null gives nothing: the field is absent. What is there but not of the
/// kind that the mapping says is a `MappingFailure` with its place.
public indirect enum ValueMapping: Sendable, Hashable {
    /// A string, a number, a boolean, or a list of them, as it stands.
    case path(ValuePath)
    /// Text with places: `invoice/{id}`; nothing if one of them is not there.
    case template(MappingTemplate)
    case constant(JSON)
    /// The first that gives something.
    case firstOf([ValueMapping])
    /// The canonical value of an outside one; another outside value is reported, never guessed.
    case enumeration(ValueMapping, [EnumerationMember])
    /// An amount in minor units, such as cents, with the scale of ISO 4217.
    case minorUnits(ValueMapping, currency: ValueMapping)
    /// An amount as a decimal, text or number.
    case amount(ValueMapping, currency: ValueMapping)
    /// Seconds since 1970, as RFC 3339.
    case epochSeconds(ValueMapping)
    /// RFC 3339, in UTC.
    case instant(ValueMapping)
    /// The date of a date, of an instant as it is written, or of seconds since 1970 in UTC.
    case date(ValueMapping)
    /// A number or its text, as the text of a plain decimal.
    case decimal(ValueMapping)
    /// A number or its text, as a JSON number: for what is no record, such as a model's inputs.
    case number(ValueMapping)
    /// The domain of a mail address, in lower case.
    case mailDomain(ValueMapping)
    case list(ValuePath, each: ValueMapping)
    case object([MappedField])
    /// By the connector's object mapping of this name, of the value at the path.
    case use(String, at: ValuePath)
    case conditional([Condition], then: ValueMapping, otherwise: ValueMapping?)
    /// By the sender's API version, compared as text: versions begin with a date.
    case version(before: String, use: ValueMapping, otherwise: ValueMapping?)
    /// Canonical money as minor units, for systems that want them.
    case toMinorUnits(ValueMapping)
    /// RFC 3339 as seconds since 1970.
    case toEpochSeconds(ValueMapping)

    public struct EnumerationMember: Sendable, Hashable {
        public let outside: String
        public let canonical: JSON
    }

    /// A test on what was received.
    public struct Condition: Sendable, Hashable {
        public enum Test: Sendable, Hashable {
            case present(Bool)
            case oneOf([JSON])
            case equals(ValueMapping)
        }

        public let path: ValuePath
        public let test: Test
    }
}

/// A field of a canonical object, or of a request, and how it is made.
public struct MappedField: Sendable, Hashable {
    public let name: String
    public let value: ValueMapping

    public init(name: String, value: ValueMapping) {
        self.name = name
        self.value = value
    }
}

/// Text with places for values: `decline/invoice/{id}/attempt/{attempt_count}`.
public struct MappingTemplate: Sendable, Hashable {
    public enum Part: Sendable, Hashable {
        case text(String)
        case place(ValuePath)
    }

    public let parts: [Part]

    /// Nil: a brace without its partner, or no path between them.
    public init?(_ text: String) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}"),
                let path = ValuePath(String(rest[rest.index(after: open)..<close])),
                !path.text.contains("{")
            else { return nil }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.place(path))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    /// The names that it takes from the arguments.
    public var paths: [ValuePath] {
        parts.compactMap { if case .place(let path) = $0 { path } else { nil } }
    }

    /// The text; nil if a place has no value. Each value goes through `encode`.
    public func text(
        in scope: MappingScope, encode: (String) -> String = { $0 }
    ) throws(MappingFailure) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .text(let part): text += part
            case .place(let path):
                guard let value = path.value(in: scope) else { return nil }
                guard let part = value.stringValue ?? value.numberText ?? value.boolText else {
                    throw MappingFailure(
                        .type, "text, a number or a boolean", at: scope.place(of: path))
                }
                text += encode(part)
            }
        }
        return text
    }
}

extension JSON {
    var boolText: String? { boolValue.map { $0 ? "true" : "false" } }
}
