/// The built-in functions of DMN 1.5, 10.3.4; the raw value is the name in FEEL.
enum Builtin: String, Sendable, Hashable, CaseIterable {
    // Conversion
    case date, time, duration, number, string, range, context, `is`, not
    case dateAndTime = "date and time"
    case yearsAndMonths = "years and months duration"
    // Strings
    case substring, contains, split, matches, replace
    case stringLength = "string length"
    case upperCase = "upper case"
    case lowerCase = "lower case"
    case substringBefore = "substring before"
    case substringAfter = "substring after"
    case startsWith = "starts with"
    case endsWith = "ends with"
    case stringJoin = "string join"
    // Lists
    case count, min, max, sum, mean, all, any, sublist, append, concatenate, remove, reverse
    case union, flatten, product, median, stddev, mode, sort
    case listContains = "list contains"
    case insertBefore = "insert before"
    case indexOf = "index of"
    case distinctValues = "distinct values"
    case listReplace = "list replace"
    // Numbers
    case decimal, floor, ceiling, abs, modulo, sqrt, log, exp, odd, even
    case roundUp = "round up"
    case roundDown = "round down"
    case roundHalfUp = "round half up"
    case roundHalfDown = "round half down"
    // Ranges
    case before, after, meets, overlaps, finishes, includes, during, starts, coincides
    case metBy = "met by"
    case overlapsBefore = "overlaps before"
    case overlapsAfter = "overlaps after"
    case finishedBy = "finished by"
    case startedBy = "started by"
    // Contexts
    case getValue = "get value"
    case getEntries = "get entries"
    case contextPut = "context put"
    case contextMerge = "context merge"
    // Time
    case now, today
    case dayOfYear = "day of year"
    case dayOfWeek = "day of week"
    case monthOfYear = "month of year"
    case weekOfYear = "week of year"

    /// Names of several words, the longest first.
    static let longNames: [[String]] = allCases.map(\.rawValue).filter { $0.contains(" ") }
        .map { $0.split(separator: " ").map(String.init) }
        .sorted { $0.count > $1.count }

    /// The function as a value, with the parameters of its first signature.
    var value: FunctionValue {
        let signature = signatures[0]
        var result = FEELType.any
        if case .type(let type) = signature.result { result = type }
        return FunctionValue(
            parameters: signature.parameters.map(\.name), types: signature.parameters.map(\.type),
            result: result, body: .builtin(self))
    }

    static let byName: [String: Builtin] = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })
}
