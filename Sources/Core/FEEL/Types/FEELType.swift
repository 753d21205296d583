/// A type of FEEL. Values are not null unless the type says `optional`.
public indirect enum FEELType: Sendable, Hashable {
    /// Anything, null included: nothing is known, and nothing is checked before evaluation.
    case any
    /// Only null.
    case null
    case boolean
    case number
    case string
    /// Texts, of which only these are allowed.
    case enumeration([String])
    case date
    case time
    case dateTime
    case daysTime
    case yearsMonths
    case list(FEELType)
    case range(FEELType)
    case context(ContextType)
    case function([FEELType], result: FEELType)
    /// The type, or null.
    case optional(FEELType)

    /// A context of which no entry is known.
    public static let anyContext = FEELType.context(ContextType([], isOpen: true))

    /// The types that have a name of their own, as expressions and tables write them.
    public static let named: [(name: String, type: FEELType)] = [
        ("days and time duration", .daysTime), ("years and months duration", .yearsMonths),
        ("date and time", .dateTime), ("boolean", .boolean), ("number", .number),
        ("string", .string), ("date", .date), ("time", .time), ("Any", .any), ("any", .any),
        ("Null", .null), ("day-time duration", .daysTime), ("duration", .daysTime),
    ]
}

/// What entries a context has.
public struct ContextType: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public let name: String
        public let type: FEELType

        public init(_ name: String, _ type: FEELType) {
            self.name = name
            self.type = type
        }
    }

    public let fields: [Field]
    /// Whether there may be entries that are not declared.
    public let isOpen: Bool

    public init(_ fields: [Field], isOpen: Bool = false) {
        self.fields = fields
        self.isOpen = isOpen
    }

    public subscript(name: String) -> FEELType? {
        fields.first { $0.name == name }?.type
    }
}

extension FEELType: CustomStringConvertible {
    public var description: String {
        switch self {
        case .any: "any"
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .enumeration(let texts): texts.map(quoted).joined(separator: ", ")
        case .date: "date"
        case .time: "time"
        case .dateTime: "date and time"
        case .daysTime: "days and time duration"
        case .yearsMonths: "years and months duration"
        case .list(let item): "list<\(item)>"
        case .range(let end): "range<\(end)>"
        case .context(let type):
            type.fields.isEmpty
                ? "context"
                : "context<"
                    + type.fields.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + ">"
        case .function(let parameters, let result):
            "function<" + parameters.map(\.description).joined(separator: ", ") + "> -> \(result)"
        case .optional(let type): "\(type) or null"
        }
    }

    public var isOptional: Bool {
        switch self {
        case .optional, .null: true
        default: false
        }
    }

    /// The type without null.
    public var required: FEELType {
        if case .optional(let type) = self { return type.required }
        return self
    }

    /// The type, or null.
    public var orNull: FEELType {
        switch self {
        case .any, .null, .optional: self
        default: .optional(self)
        }
    }

    /// The type with the texts that an enumeration allows forgotten.
    var plain: FEELType {
        if case .enumeration = self { return .string }
        return self
    }

    /// Whether values of the type have an order.
    var isOrdered: Bool {
        switch required {
        case .any, .number, .string, .enumeration, .date, .time, .dateTime, .daysTime,
            .yearsMonths:
            true
        default: false
        }
    }
}

extension FEELType {
    /// Whether some value could belong to both types, null left aside.
    func meets(_ other: FEELType) -> Bool {
        switch (required.plain, other.required.plain) {
        case (.any, _), (_, .any), (.null, _), (_, .null): true
        case (.list(let a), .list(let b)), (.range(let a), .range(let b)): a.meets(b)
        case (.context(let a), .context(let b)):
            a.fields.allSatisfy { field in b[field.name].map(field.type.meets) ?? true }
        case (.function, .function): true
        case (let a, let b): a == b
        }
    }

    /// The smallest type that we can name which holds the values of both.
    func union(_ other: FEELType) -> FEELType {
        if self == other { return self }
        switch (self, other) {
        case (.any, _), (_, .any): return .any
        case (.null, let type), (let type, .null): return type.orNull
        case (.optional(let a), let b), (let b, .optional(let a)):
            return a.union(b.required).orNull
        case (.enumeration(let a), .enumeration(let b)):
            return .enumeration(a + b.filter { !a.contains($0) })
        case (.enumeration, .string), (.string, .enumeration): return .string
        case (.list(let a), .list(let b)): return .list(a.union(b))
        case (.range(let a), .range(let b)): return .range(a.union(b))
        case (.context(let a), .context(let b)):
            let shared = a.fields.compactMap { field in
                b[field.name].map { ContextType.Field(field.name, field.type.union($0)) }
            }
            return .context(ContextType(shared, isOpen: true))
        default: return .any
        }
    }

    /// Whether a value belongs to the type. An open context may hold more than is declared.
    public func contains(_ value: Value) -> Bool {
        switch (self, value) {
        case (.any, _), (.null, .null), (.optional, .null): true
        case (.optional(let type), _): type.contains(value)
        case (_, .null): false
        case (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date),
            (.time, .time), (.dateTime, .dateTime), (.daysTime, .daysTime),
            (.yearsMonths, .yearsMonths), (.function, .function):
            true
        case (.enumeration(let texts), .string(let text)):
            texts.contains { sameText($0, text) }
        case (.list(let item), .list(let values)): values.allSatisfy(item.contains)
        case (.range(let end), .range(let range)):
            [range.low, range.high].allSatisfy { $0.map(end.contains) ?? true }
        case (.context(let type), .context(let context)): type.contains(context)
        default: false
        }
    }
}

extension ContextType {
    func contains(_ context: Context) -> Bool {
        for (at, field) in fields.enumerated() {
            guard field.type.contains(context.value(field.name, near: at) ?? .null) else {
                return false
            }
        }
        return isOpen
            || context.entries.enumerated().allSatisfy { at, entry in
                at < fields.count && fields[at].name == entry.key || self[entry.key] != nil
            }
    }
}
