import FEEL

/// Values of a type worth trying: those that constants part from each other, and the constants.
struct SampleValues {
    /// The constants of what is to be tried.
    let constants: [Value]

    /// The most values for one input or entry.
    static let valuesMax = 60

    /// The values of a type, and whether there are no others.
    func values(of type: FEELType) -> (values: [Value], areAll: Bool) {
        switch type {
        case .optional(let inner):
            let (values, areAll) = values(of: inner)
            return ([.null] + values, areAll)
        case .null: return ([.null], true)
        case .boolean: return ([.boolean(true), .boolean(false)], true)
        case .enumeration(let texts): return (texts.map(Value.string), true)
        case .string: return (texts, false)
        case .number, .date, .daysTime, .yearsMonths: return (ordered(type), false)
        case .list(let item):
            let items = values(of: item).values.prefix(Self.valuesMax / 4)
            let pairs = zip(items, items.dropFirst()).map { Value.list([$0, $1]) }
            return ([.list([])] + items.map { .list([$0]) } + pairs, false)
        case .context(let context): return (contexts(context), false)
        case .any:
            let values = ordered(.number) + texts + [.boolean(true), .boolean(false), .null]
            return (Array(values.prefix(Self.valuesMax)), false)
        case .time, .dateTime, .range, .function:
            return (constants.filter { type.contains($0) }, false)
        }
    }

    /// Some contexts, with each entry's values in turn.
    private func contexts(_ type: ContextType) -> [Value] {
        let entries = type.fields.map { field in
            (name: field.name, values: self.values(of: field.type).values)
        }
        let count = min(8, max(1, entries.map(\.values.count).max() ?? 1))
        return (0..<count).map { number in
            var context = Context()
            for (at, entry) in entries.enumerated() {
                let count = entry.values.count
                context[entry.name] = count == 0 ? .null : entry.values[(number + at) % count]
            }
            return .context(context)
        }
    }

    private var texts: [Value] {
        let named = constants.filter { $0.string != nil }.prefix(Self.valuesMax - 1)
        var other = "other"
        while named.contains(.string(other)) { other += "_" }
        return named + [.string(other)]
    }

    /// The constants of an ordered type with a value between each two and beyond both ends.
    private func ordered(_ type: FEELType) -> [Value] {
        var bounds: [Value] = []
        for value in constants.filter({ type.contains($0) })
            .sorted(by: { (Value.order($0, $1) ?? 0) < 0 }) where bounds.last != value
        {
            bounds.append(value)
        }
        bounds = Array(bounds.prefix(Self.valuesMax / 2 - 1))
        if bounds.isEmpty { bounds = Self.start(of: type) }
        guard let first = bounds.first, let last = bounds.last else { return [] }
        var values = [first.neighbour(-1)].compactMap { $0 }
        for (at, bound) in bounds.enumerated() {
            values.append(bound)
            guard at + 1 < bounds.count else { continue }
            if let middle = Value.between(bound, bounds[at + 1]) { values.append(middle) }
        }
        return values + [last.neighbour(1)].compactMap { $0 }
    }

    private static func start(of type: FEELType) -> [Value] {
        switch type {
        case .number: [.number(0), .number(100)]
        case .date: CalendarDate(year: 2_026, month: 1, day: 1).map { [.date($0)] } ?? []
        case .daysTime: DaysTimeDuration(seconds: 86_400).map { [.daysTime($0)] } ?? []
        case .yearsMonths: YearsMonthsDuration(months: 1).map { [.yearsMonths($0)] } ?? []
        default: []
        }
    }
}
