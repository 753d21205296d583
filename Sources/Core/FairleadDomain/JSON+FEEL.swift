public import FEEL
public import FairleadCanonical

/// A value of canonical JSON that is not of its declared type.
public struct ConversionError: Error, Sendable, Hashable {
    /// The path inside the value, such as `items.2.dueOn`.
    public let path: String
    public let message: String

    public init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    /// The same of a value that stands inside another.
    func inside(_ step: String) -> ConversionError {
        ConversionError(path: path.isEmpty ? step : step + "." + path, message: message)
    }
}

extension JSON {
    /// A FEEL value as canonical JSON: dates, times and durations as their ISO 8601 text, numbers
    /// that are no integer below 2⁵³ as JSON numbers with their decimal text.
    public init(_ value: FEEL.Value) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .bool(flag)
        case .number(let number):
            let text = number.description
            if let integer = Int64(text), integer.magnitude < 1 << 53 {
                self = .integer(integer)
            } else {
                self = .number(text)
            }
        case .string(let text): self = .string(text)
        case .list(let items): self = .array(items.map { JSON($0) })
        case .context(let context):
            var object = JSONObject()
            for entry in context.entries { object[entry.key] = JSON(entry.value) }
            self = .object(object)
        case .date, .time, .dateTime, .daysTime, .yearsMonths, .range, .function:
            self = .string(value.plainText)
        }
    }
}

extension FEEL.Value {
    /// Canonical JSON as a FEEL value of a declared type; an absent field of a context is null,
    /// a field that the type does not name is left out of closed contexts and kept in open ones.
    public init(
        _ json: JSON, as type: FEELType, at path: String = ""
    ) throws(ConversionError) {
        do {
            self = try Value(json, as: type.required)
        } catch {
            throw path.isEmpty ? error : error.inside(path)
        }
    }

    private init(_ json: JSON, as type: FEELType) throws(ConversionError) {
        if json.isNull {
            self = .null
            return
        }
        switch type {
        case .context(let fields): self = try Value.context(json, fields)
        case .list(let item):
            guard let items = json.arrayValue else { throw wrong(json, type) }
            let item = item.required
            var values: [FEEL.Value] = []
            values.reserveCapacity(items.count)
            for element in items {
                do {
                    values.append(try Value(element, as: item))
                } catch { throw error.inside(String(values.count)) }
            }
            self = .list(values)
        case .date, .dateTime, .time, .daysTime, .yearsMonths:
            guard let text = json.stringValue, let value = Value.temporal(text, type)
            else { throw wrong(json, type) }
            self = value
        case .number:
            if case .integer(let integer) = json {
                self = .number(Decimal34(Int(integer)))
                return
            }
            guard let text = json.numberText ?? json.stringValue, let number = Decimal34(text)
            else { throw wrong(json, type) }
            self = .number(number)
        default: self = Value(untyped: json)
        }
    }

    /// JSON whose type nobody declared, as it stands.
    public init(untyped json: JSON) {
        switch json {
        case .null: self = .null
        case .bool(let flag): self = .boolean(flag)
        case .integer(let integer): self = .number(Decimal34(Int(integer)))
        case .number(let text): self = Decimal34(text).map { .number($0) } ?? .null
        case .string(let text): self = .string(text)
        case .array(let items): self = .list(items.map { Value(untyped: $0) })
        case .object(let object):
            let entries = object.map { Context.Entry(key: $0.key, value: Value(untyped: $0.value)) }
            self = .context(Context(uniqueEntries: entries))
        }
    }

    private static func context(
        _ json: JSON, _ type: ContextType
    ) throws(ConversionError) -> Value {
        guard let object = json.objectValue else { throw wrong(json, .context(type)) }
        var entries: [Context.Entry] = []
        entries.reserveCapacity(
            type.isOpen ? max(object.count, type.fields.count) : type.fields.count)
        for field in type.fields {
            do {
                let value = try Value(object[field.name] ?? .null, as: field.type.required)
                entries.append(Context.Entry(key: field.name, value: value))
            } catch { throw error.inside(field.name) }
        }
        if type.isOpen {
            for (key, value) in object where type[key] == nil {
                entries.append(Context.Entry(key: key, value: Value(untyped: value)))
            }
        }
        return .context(Context(uniqueEntries: entries))
    }

    private static func temporal(_ text: String, _ type: FEELType) -> Value? {
        switch type {
        case .date: CalendarDate(text).map { .date($0) }
        case .dateTime: DateTime(text).map { .dateTime($0) }
        case .time: ClockTime(text).map { .time($0) }
        case .daysTime: DaysTimeDuration(text).map { .daysTime($0) }
        default: YearsMonthsDuration(text).map { .yearsMonths($0) }
        }
    }
}

private func wrong(_ json: JSON, _ type: FEELType) -> ConversionError {
    let kind =
        switch json {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    return ConversionError(path: "", message: "\(kind) stands where \(type) is declared")
}
