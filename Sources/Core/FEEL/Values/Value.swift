/// A value of FEEL.
///
/// `==` is identity of content: numbers by value, texts by their code points, moments as written.
/// The language's own equality, which compares moments across zones, is the evaluator's.
public enum Value: Sendable {
    case null
    case boolean(Bool)
    case number(Decimal34)
    case string(String)
    case date(CalendarDate)
    indirect case time(ClockTime)
    indirect case dateTime(DateTime)
    case daysTime(DaysTimeDuration)
    case yearsMonths(YearsMonthsDuration)
    case list([Value])
    case context(Context)
    indirect case range(RangeValue)
    case function(FunctionValue)

    public static func number(_ value: Int) -> Value { .number(Decimal34(value)) }

    public var isNull: Bool {
        if case .null = self { return true }
        return false
    }

    public var boolean: Bool? {
        if case .boolean(let value) = self { return value }
        return nil
    }

    public var number: Decimal34? {
        if case .number(let value) = self { return value }
        return nil
    }

    public var string: String? {
        if case .string(let value) = self { return value }
        return nil
    }

    public var list: [Value]? {
        if case .list(let value) = self { return value }
        return nil
    }

    public var context: Context? {
        if case .context(let value) = self { return value }
        return nil
    }

    /// What kind of value it is, as an error message names it.
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "boolean"
        case .number: "number"
        case .string: "string"
        case .date: "date"
        case .time: "time"
        case .dateTime: "date and time"
        case .daysTime: "days and time duration"
        case .yearsMonths: "years and months duration"
        case .list: "list"
        case .context: "context"
        case .range: "range"
        case .function: "function"
        }
    }
}

extension Value: Hashable {
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): sameText(a, b)
        case (.date(let a), .date(let b)): a == b
        case (.time(let a), .time(let b)): a == b
        case (.dateTime(let a), .dateTime(let b)): a == b
        case (.daysTime(let a), .daysTime(let b)): a == b
        case (.yearsMonths(let a), .yearsMonths(let b)): a == b
        case (.list(let a), .list(let b)): a == b
        case (.context(let a), .context(let b)): a == b
        case (.range(let a), .range(let b)): a == b
        case (.function(let a), .function(let b)): a == b
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .boolean(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(value)
        case .date(let value): hasher.combine(value)
        case .time(let value): hasher.combine(value)
        case .dateTime(let value): hasher.combine(value)
        case .daysTime(let value): hasher.combine(value)
        case .yearsMonths(let value): hasher.combine(value)
        case .list(let value): hasher.combine(value)
        case .context(let value): hasher.combine(value)
        case .range(let value): hasher.combine(value)
        case .function(let value): hasher.combine(value)
        }
    }
}

/// Whether two texts have the same code points; Swift's own `==` takes canonically equivalent
/// texts for equal, which policy must not.
@inline(__always)
func sameText(_ left: String, _ right: String) -> Bool {
    left == right && (left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8))
}

/// The order of two texts by code point.
func textPrecedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(Decimal34(value)) }
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    public init(arrayLiteral elements: Value...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Value)...) {
        var context = Context()
        for (key, value) in elements { context[key] = value }
        self = .context(context)
    }
}
