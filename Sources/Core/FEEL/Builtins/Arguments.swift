/// The arguments of a call, taken as what the function needs; anything else is a fault.
struct Arguments {
    let values: [Value]
    /// Whether a single value may stand for a list of one, as the standard allows.
    let coerces: Bool

    var count: Int { values.count }

    /// The argument, or null where it was left out.
    subscript(at: Int) -> Value { at < values.count ? values[at] : .null }

    func number(_ at: Int) throws(Fault) -> Decimal34 {
        if case .number(let number) = single(at) { return number }
        throw wrong(at, "a number")
    }

    func integer(_ at: Int) throws(Fault) -> Int {
        let number = try number(at)
        if let integer = number.integer { return integer }
        // The standard's numbers are cut off where a whole one is meant.
        if coerces, let integer = number.rounded(scale: 0, .down)?.integer { return integer }
        throw Fault(.argument, "a whole number is needed", values: [self[at]])
    }

    func string(_ at: Int) throws(Fault) -> String {
        if case .string(let text) = single(at) { return text }
        throw wrong(at, "a string")
    }

    func boolean(_ at: Int) throws(Fault) -> Bool {
        if case .boolean(let truth) = single(at) { return truth }
        throw wrong(at, "true or false")
    }

    func list(_ at: Int) throws(Fault) -> [Value] {
        if case .list(let items) = self[at] { return items }
        if coerces, !self[at].isNull { return [self[at]] }
        throw wrong(at, "a list")
    }

    func context(_ at: Int) throws(Fault) -> Context {
        if case .context(let context) = single(at) { return context }
        throw wrong(at, "a context")
    }

    /// The only item of a list, where the standard takes it for the item.
    func single(_ at: Int) -> Value {
        if coerces, case .list(let items) = self[at], items.count == 1 { return items[0] }
        return self[at]
    }

    /// All arguments, or the items of the list that is the only one.
    func items() throws(Fault) -> [Value] {
        if count == 1 {
            if case .list(let items) = values[0] { return items }
            if values[0].isNull { throw wrong(0, "a list") }
        }
        return values
    }

    func wrong(_ at: Int, _ wanted: String) -> Fault {
        let value = self[at]
        return Fault(
            value.isNull ? .missing : .type,
            "\(wanted) is needed, but this is \(value.kindWithArticle)", values: [value])
    }
}

extension Builtin {
    /// Applies the function to arguments in the order of its parameters; one left out is null.
    func apply(_ values: [Value], _ evaluator: inout Evaluator) throws(Fault) -> Value {
        let arguments = Arguments(values: values, coerces: !evaluator.isStrict)
        guard
            signatures.contains(where: {
                values.count >= $0.argumentsMin && values.count <= $0.argumentsMax
            })
        else {
            throw Fault(.argument, "\(rawValue) does not take \(values.count) arguments")
        }
        switch self {
        case .date, .time, .dateAndTime, .duration, .yearsAndMonths, .now, .today, .dayOfYear,
            .dayOfWeek, .monthOfYear, .weekOfYear:
            return try temporal(arguments, evaluator)
        case .number, .string, .range, .context, .is, .not:
            return try conversion(arguments, &evaluator)
        case .matches, .replace, .split: return try pattern(arguments, &evaluator)
        case .substring, .contains, .stringLength, .upperCase, .lowerCase,
            .substringBefore, .substringAfter, .startsWith, .endsWith, .stringJoin:
            return try text(arguments, &evaluator)
        case .decimal, .floor, .ceiling, .abs, .modulo, .sqrt, .log, .exp, .odd, .even, .roundUp,
            .roundDown, .roundHalfUp, .roundHalfDown:
            return try numeric(arguments, evaluator.operators)
        case .min, .max, .sum, .mean, .product, .median, .stddev, .mode, .all, .any, .count:
            return try aggregate(arguments, &evaluator)
        case .before, .after, .meets, .overlaps, .finishes, .includes, .during, .starts,
            .coincides, .metBy, .overlapsBefore, .overlapsAfter, .finishedBy, .startedBy:
            return .boolean(
                try RangeRelation(operators: evaluator.operators).holds(
                    self, arguments[0], arguments[1]))
        case .getValue, .getEntries, .contextPut, .contextMerge:
            return try entries(arguments, &evaluator)
        case .sublist, .append, .concatenate, .remove, .reverse, .union, .flatten, .sort,
            .listContains, .insertBefore, .indexOf, .distinctValues, .listReplace:
            return try list(arguments, &evaluator)
        }
    }
}
