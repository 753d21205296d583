/// What a call gives, seen from the types of its arguments.
enum ResultType: Sendable {
    case type(FEELType)
    /// The item type of the list that is the argument, or of the arguments themselves.
    case element
    /// The type of the first argument.
    case first
    /// A list of what the lists of all arguments hold.
    case joined
}

struct BuiltinSignature: Sendable {
    let parameters: [FunctionSignature.Parameter]
    let isVariadic: Bool
    let result: ResultType

    var argumentsMin: Int { parameters.count { !$0.isOptional } }
    var argumentsMax: Int { isVariadic ? Int.max : parameters.count }

    /// Parameters written as `name: type`, `name?: type` for one that may be left out, and a last
    /// `name…: type` for one that may be repeated.
    init(_ text: String, _ result: ResultType) {
        var parameters: [FunctionSignature.Parameter] = []
        var isVariadic = false
        for part in text.split(separator: ",") {
            let pieces = part.split(separator: ":")
            var name = pieces[0].drop { $0 == " " }
            let isOptional = name.hasSuffix("?")
            if isOptional { name = name.dropLast() }
            if name.hasSuffix("…") {
                isVariadic = true
                name = name.dropLast()
            }
            let type = Self.types[String(pieces[1].drop { $0 == " " })]
            precondition(type != nil, "a signature names a type that is not in the table")
            parameters.append(
                FunctionSignature.Parameter(String(name), type ?? .any, isOptional: isOptional))
        }
        self.parameters = parameters
        self.isVariadic = isVariadic
        self.result = result
    }

    private static let types: [String: FEELType] = [
        "any": .any, "number": .number, "string": .string, "boolean": .boolean, "date": .date,
        "time": .time, "duration": .daysTime, "list": .list(.any), "strings": .list(.string),
        "numbers": .list(.number), "context": .anyContext, "contexts": .list(.anyContext),
    ]
}

extension Builtin {
    /// The ways in which the function may be called; which one is told by the arguments.
    var signatures: [BuiltinSignature] { Self.table[self] ?? [] }

    private static let table: [Builtin: [BuiltinSignature]] = {
        var table: [Builtin: [BuiltinSignature]] = [:]
        for (builtin, text, result) in conversions + texts + lists + numbers + others {
            table[builtin, default: []].append(BuiltinSignature(text, result))
        }
        for builtin in rangeFunctions {
            let names =
                switch builtin {
                case .includes, .finishedBy, .startedBy: ("range", "point")
                case .during, .starts, .finishes: ("point", "range")
                default: ("point1", "point2")
                }
            let boolean = ResultType.type(.boolean)
            table[builtin] = [
                BuiltinSignature("\(names.0): any, \(names.1): any", boolean),
                BuiltinSignature("range1: any, range2: any", boolean),
                BuiltinSignature("point: any, range: any", boolean),
                BuiltinSignature("range: any, point: any", boolean),
            ]
        }
        return table
    }()

    private static let rangeFunctions: [Builtin] = [
        .before, .after, .meets, .metBy, .overlaps, .overlapsBefore, .overlapsAfter, .finishes,
        .finishedBy, .includes, .during, .starts, .startedBy, .coincides,
    ]

    private typealias Row = (Builtin, String, ResultType)

    private static let conversions: [Row] = [
        (.date, "from: any", .type(.date)),
        (.date, "year: number, month: number, day: number", .type(.date)),
        (.time, "from: any", .type(.time)),
        (
            .time, "hour: number, minute: number, second: number, offset?: any", .type(.time)
        ),
        (.dateAndTime, "from: any", .type(.dateTime)),
        (.dateAndTime, "date: any, time: time", .type(.dateTime)),
        (.duration, "from: string", .type(.any)),
        (.yearsAndMonths, "from: any, to: any", .type(.yearsMonths)),
        (.number, "from: any", .type(.number)),
        (
            .number, "from: string, grouping separator: any, decimal separator: any",
            .type(.number)
        ),
        (.string, "from: any", .type(.string)),
        (.string, "from: any, mask: string", .type(.string)),
        (.range, "from: string", .type(.range(.any))),
        (.context, "entries: contexts", .type(.anyContext)),
        (.is, "value1: any, value2: any", .type(.boolean)),
        (.not, "negand: boolean", .type(.boolean)),
    ]

    private static let texts: [Row] = [
        (
            .substring, "string: string, start position: number, length?: number",
            .type(.string)
        ),
        (.stringLength, "string: string", .type(.number)),
        (.upperCase, "string: string", .type(.string)),
        (.lowerCase, "string: string", .type(.string)),
        (.substringBefore, "string: string, match: string", .type(.string)),
        (.substringAfter, "string: string, match: string", .type(.string)),
        (.contains, "string: string, match: string", .type(.boolean)),
        (.startsWith, "string: string, match: string", .type(.boolean)),
        (.endsWith, "string: string, match: string", .type(.boolean)),
        (.matches, "input: string, pattern: string, flags?: any", .type(.boolean)),
        (
            .replace, "input: string, pattern: string, replacement: string, flags?: any",
            .type(.string)
        ),
        (.split, "string: string, delimiter: string", .type(.list(.string))),
        (.stringJoin, "list: list, delimiter?: any", .type(.string)),
    ]

    private static let lists: [Row] = [
        (.listContains, "list: list, element: any", .type(.boolean)),
        (.count, "list: list", .type(.number)),
        (.min, "list: list", .element), (.min, "c…: any", .element),
        (.max, "list: list", .element), (.max, "c…: any", .element),
        (.sum, "list: list", .element), (.sum, "n…: any", .element),
        (.mean, "list: list", .type(.number)), (.mean, "n…: any", .type(.number)),
        (.product, "list: list", .type(.number)), (.product, "n…: any", .type(.number)),
        (.median, "list: list", .type(.number)), (.median, "n…: any", .type(.number)),
        (.stddev, "list: list", .type(.number)), (.stddev, "n…: any", .type(.number)),
        (.mode, "list: list", .type(.list(.number))),
        (.mode, "n…: any", .type(.list(.number))),
        (.all, "list: list", .type(.boolean)), (.all, "b…: any", .type(.boolean)),
        (.any, "list: list", .type(.boolean)), (.any, "b…: any", .type(.boolean)),
        (.sublist, "list: list, start position: number, length?: number", .first),
        (.append, "list: list, item…: any", .type(.list(.any))),
        (.concatenate, "list…: list", .joined),
        (.insertBefore, "list: list, position: number, newItem: any", .type(.list(.any))),
        (.remove, "list: list, position: number", .first),
        (.reverse, "list: list", .first),
        (.indexOf, "list: list, match: any", .type(.list(.number))),
        (.union, "list…: list", .joined),
        (.distinctValues, "list: list", .first),
        (.flatten, "list: list", .type(.list(.any))),
        (.sort, "list: list, precedes: any", .first),
        (.sort, "list: list", .first),
        (.listReplace, "list: list, position: number, newItem: any", .type(.list(.any))),
        (.listReplace, "list: list, match: any, newItem: any", .type(.list(.any))),
    ]

    private static let numbers: [Row] = [
        (.decimal, "n: number, scale: number", .type(.number)),
        (.floor, "n: number, scale?: number", .type(.number)),
        (.ceiling, "n: number, scale?: number", .type(.number)),
        (.roundUp, "n: number, scale: number", .type(.number)),
        (.roundDown, "n: number, scale: number", .type(.number)),
        (.roundHalfUp, "n: number, scale: number", .type(.number)),
        (.roundHalfDown, "n: number, scale: number", .type(.number)),
        (.abs, "n: any", .first),
        (.modulo, "dividend: number, divisor: number", .type(.number)),
        (.sqrt, "number: number", .type(.number)),
        (.log, "number: number", .type(.number)),
        (.exp, "number: number", .type(.number)),
        (.odd, "number: number", .type(.boolean)),
        (.even, "number: number", .type(.boolean)),
    ]

    private static let others: [Row] = [
        (.getValue, "m: context, key: string", .type(.any)),
        (.getValue, "m: context, keys: strings", .type(.any)),
        (.getEntries, "m: context", .type(.list(.anyContext))),
        (.contextPut, "context: context, key: string, value: any", .type(.anyContext)),
        (.contextPut, "context: context, keys: strings, value: any", .type(.anyContext)),
        (.contextMerge, "contexts: contexts", .type(.anyContext)),
        (.now, "", .type(.dateTime)),
        (.today, "", .type(.date)),
        (.dayOfYear, "date: any", .type(.number)),
        (.dayOfWeek, "date: any", .type(.string)),
        (.monthOfYear, "date: any", .type(.string)),
        (.weekOfYear, "date: any", .type(.number)),
    ]
}
