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
}

extension JSON {
    /// A FEEL value as canonical JSON: dates, times and durations as their ISO 8601 text, numbers
    /// that are no integer below 2⁵³ as JSON numbers with their decimal text.
    public init(_ value: FEEL.Value) {
        switch value {
        case .null: self = .null
        case .boolean(let flag): self = .bool(flag)
        case .number(let number):
            if let small = number.small, small.magnitude < 1 << 53 {
                self = .integer(Int64(small))
                return
            }
            let text = number.description
            if let integer = Int64(text), integer.magnitude < 1 << 53 {
                self = .integer(integer)
            } else {
                self = .number(text)
            }
        case .string(let text): self = .string(text)
        case .list(let items): self = .array(items.map { JSON($0) })
        case .context(let context):
            let entries = context.entries
            self = .object(
                JSONObject(distinct: entries.count) { place in
                    (entries[place].key, JSON(entries[place].value))
                })
        case .date, .time, .dateTime, .daysTime, .yearsMonths, .range, .function:
            self = .string(value.plainText)
        }
    }
}

extension FEEL.Value {
    /// Appends what `JSON(self).write(into:)` would, without making it.
    public func writeJSON(into bytes: inout ByteWriter) {
        switch self {
        case .boolean(let flag): JSON.write(flag, into: &bytes)
        case .number(let number):
            guard let small = number.small, small.magnitude < 1 << 53 else {
                return JSON(self).write(into: &bytes)
            }
            JSON.write(Int64(small), into: &bytes)
        case .string(let text): JSON.write(text, into: &bytes)
        case .list(let items):
            var separator = UInt8(ascii: "[")
            for item in items {
                bytes.append(separator)
                item.writeJSON(into: &bytes)
                separator = UInt8(ascii: ",")
            }
            if items.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "]"))
        case .context(let context):
            var separator = UInt8(ascii: "{")
            for entry in context.entries {
                bytes.append(separator)
                JSON.write(entry.key, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                entry.value.writeJSON(into: &bytes)
                separator = UInt8(ascii: ",")
            }
            if context.isEmpty { bytes.append(separator) }
            bytes.append(UInt8(ascii: "}"))
        default: JSON(self).write(into: &bytes)
        }
    }

    /// Canonical JSON as a FEEL value of a declared type; an absent field of a context is null,
    /// a field that the type does not name is left out of closed contexts and kept in open ones.
    public init(
        _ json: JSON, as type: FEELType, at path: String = ""
    ) throws(ConversionError) {
        do throws(ConversionError) {
            self = try Value.converted(json, type)
        } catch { throw error.within(path) }
    }

    /// The path of an error is that inside of the value: most values have none, so that no path is
    /// put together for them.
    private static func converted(
        _ json: JSON, _ type: FEELType
    ) throws(ConversionError) -> Value {
        switch (type, json) {
        case (_, .null): return .null
        case (.string, .string(let text)): return .string(text)
        case (.number, .integer(let integer)): return .number(Decimal34(Int(integer)))
        default: break
        }
        switch type.required {
        case .context(let fields): return try context(json, fields)
        case .list(let item):
            guard let items = json.arrayValue else { throw wrong(json, type) }
            var values: [FEEL.Value] = []
            values.reserveCapacity(items.count)
            for (index, element) in items.enumerated() {
                do throws(ConversionError) {
                    values.append(try converted(element, item))
                } catch { throw error.within(".\(index)") }
            }
            return .list(values)
        case .date, .dateTime, .time, .daysTime, .yearsMonths:
            guard let text = json.stringValue, let value = temporal(text, type.required) else {
                throw wrong(json, type)
            }
            return value
        case .number:
            if case .integer(let integer) = json { return .number(Decimal34(Int(integer))) }
            guard let text = json.numberText ?? json.stringValue, let number = Decimal34(text)
            else { throw wrong(json, type) }
            return .number(number)
        default: return Value(untyped: json)
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
            let entries = object.map { Context.Entry(key: $0, value: Value(untyped: $1)) }
            self = .context(Context(uniqueEntries: entries))
        }
    }

    private static func context(
        _ json: JSON, _ type: ContextType
    ) throws(ConversionError) -> Value {
        guard let object = json.objectValue else { throw wrong(json, .context(type)) }
        var entries: [Context.Entry] = []
        entries.reserveCapacity(max(type.fields.count, type.isOpen ? object.count : 0))
        for (at, field) in type.fields.enumerated() {
            guard let member = object.value(field.name, near: at) else {
                entries.append(Context.Entry(key: field.name, value: .null))
                continue
            }
            do throws(ConversionError) {
                let value = try converted(member, field.type)
                entries.append(Context.Entry(key: field.name, value: value))
            } catch { throw error.within(field.name) }
        }
        if type.isOpen {
            for (key, value) in object where type[key] == nil {
                entries.append(Context.Entry(key: key, value: Value(untyped: value)))
            }
        }
        return .context(
            type.hasDistinctNames
                ? Context(uniqueEntries: entries) : Context(entries.map { ($0.key, $0.value) }))
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

extension ConversionError {
    /// The error of a part that stands at a path of a whole.
    fileprivate func within(_ whole: String) -> ConversionError {
        let isJoined = whole.isEmpty || path.isEmpty || path.hasPrefix(".")
        return ConversionError(
            path: isJoined ? whole + path : whole + "." + path, message: message)
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
