extension FEELType {
    /// A value as one of the type, by the implicit conversions of DMN 1.5, 10.3.2.9.4: a list of
    /// one item becomes the item, a value becomes a list of one, a date becomes midnight in UTC.
    /// `nil` where the value neither conforms nor converts; null stays null.
    public func converting(_ value: Value) -> Value? {
        if holds(value) { return value }
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
            return .dateTime(
                DateTime(date, ClockTime(nanosecondOfDay: 0, zone: .utc)))
        default: return nil
        }
    }
}
