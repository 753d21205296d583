extension FEELType {
    /// A value as one of the type, by the implicit conversions of DMN 1.5, 10.3.2.9.4: a list of
    /// one item becomes the item, a value becomes a list of one, a date becomes midnight in UTC.
    /// `nil` where the value neither conforms nor converts. Null conforms to every type.
    public func converting(_ value: Value) -> Value? {
        if conforms(value) { return value }
        switch (required, value) {
        case (.list(let item), .list(let values)):
            var converted: [Value] = []
            for value in values {
                guard case .dateTime = item.required, let moment = item.converting(value) else {
                    return nil
                }
                converted.append(moment)
            }
            return .list(converted)
        case (.list(let item), _): return item.converting(value).map { .list([$0]) }
        case (_, .list(let values)): return values.count == 1 ? converting(values[0]) : nil
        case (.dateTime, .date(let date)):
            return .dateTime(DateTime(date, ClockTime(nanosecondOfDay: 0, zone: .utc)))
        default: return nil
        }
    }

    /// Whether a value conforms to the type by DMN 1.5, 10.3.2.9.3, null to every type, and a
    /// context that has more entries than the type's.
    private func conforms(_ value: Value) -> Bool {
        switch (required, value) {
        case (_, .null): true
        case (.list(let item), .list(let values)): values.allSatisfy(item.conforms)
        case (.context(let type), .context(let context)):
            type.fields.allSatisfy { field in
                context[field.name].map(field.type.conforms) ?? field.type.isOptional
            }
        default: contains(value)
        }
    }
}
