extension Builtin {
    func aggregate(_ arguments: Arguments, _ evaluator: inout Evaluator) throws(Fault) -> Value {
        let items = self == .count ? try arguments.list(0) : try arguments.items()
        try evaluator.charge(items.count)
        switch self {
        case .count: return .number(items.count)
        case .all: return try truth(items, ending: false, evaluator)
        case .any: return try truth(items, ending: true, evaluator)
        case .mode where items.isEmpty: return .list([])
        default: break
        }
        guard !items.isEmpty else {
            throw Fault(.missing, "\(rawValue) of an empty list", values: [])
        }
        switch self {
        case .min: return try extreme(items, -1, evaluator.operators)
        case .max: return try extreme(items, 1, evaluator.operators)
        case .sum: return try total(items, evaluator.operators)
        default: break
        }
        let numbers = try self.numbers(items)
        let operators = evaluator.operators
        switch self {
        case .product:
            var result = Decimal34.one
            for number in numbers {
                result = try operators.arithmetic(.multiply, result, number)
            }
            return .number(result)
        case .mean: return .number(try mean(numbers, operators))
        case .median: return .number(try median(numbers, operators))
        case .stddev: return .number(try deviation(numbers, operators))
        default: return .list(Self.modes(numbers))
        }
    }

    private func numbers(_ items: [Value]) throws(Fault) -> [Decimal34] {
        var numbers: [Decimal34] = []
        for item in items {
            guard case .number(let number) = item else {
                throw Fault(
                    item.isNull ? .missing : .type,
                    "\(rawValue) needs numbers, but this is \(item.kindWithArticle)",
                    values: [item])
            }
            numbers.append(number)
        }
        return numbers
    }

    private func truth(
        _ items: [Value], ending: Bool, _ evaluator: Evaluator
    ) throws(Fault) -> Value {
        var sawNull = false
        for item in items {
            switch item {
            case .boolean(ending): return .boolean(ending)
            case .boolean: continue
            case .null where !evaluator.isStrict: sawNull = true
            default:
                throw Fault(
                    item.isNull ? .missing : .type,
                    "\(rawValue) needs true or false, but this is \(item.kindWithArticle)",
                    values: [item])
            }
        }
        return sawNull ? .null : .boolean(!ending)
    }

    private func extreme(
        _ items: [Value], _ direction: Int, _ operators: Operators
    ) throws(Fault) -> Value {
        var best = items[0]
        if items.count == 1 { _ = try operators.order(best, best) }
        for item in items.dropFirst() where try operators.order(item, best) * direction > 0 {
            best = item
        }
        return best
    }

    private func total(_ items: [Value], _ operators: Operators) throws(Fault) -> Value {
        if case .number = items[0] {
            var sum = Decimal34.zero
            for number in try numbers(items) { sum = try operators.arithmetic(.add, sum, number) }
            return .number(sum)
        }
        switch items[0] {
        // The standard sums numbers only, and has null for durations.
        case .daysTime where operators.isStrict, .yearsMonths where operators.isStrict: break
        default: _ = try numbers(items)
        }
        var sum = items[0]
        for item in items.dropFirst() { sum = try operators.temporal(.add, sum, item) }
        return sum
    }

    private func mean(
        _ numbers: [Decimal34], _ operators: Operators
    ) throws(Fault) -> Decimal34 {
        var sum = Decimal34.zero
        for number in numbers { sum = try operators.arithmetic(.add, sum, number) }
        return try operators.arithmetic(.divide, sum, Decimal34(numbers.count))
    }

    private func median(
        _ numbers: [Decimal34], _ operators: Operators
    ) throws(Fault) -> Decimal34 {
        let sorted = numbers.sorted()
        let middle = sorted.count / 2
        if sorted.count % 2 == 1 { return sorted[middle] }
        return try mean([sorted[middle - 1], sorted[middle]], operators)
    }

    /// The standard deviation of a sample.
    private func deviation(
        _ numbers: [Decimal34], _ operators: Operators
    ) throws(Fault) -> Decimal34 {
        guard numbers.count > 1 else {
            throw Fault(.argument, "a deviation needs two numbers at least")
        }
        let mean = try mean(numbers, operators)
        var squares = Decimal34.zero
        for number in numbers {
            let distance = try operators.arithmetic(.subtract, number, mean)
            let square = try operators.arithmetic(.multiply, distance, distance)
            squares = try operators.arithmetic(.add, squares, square)
        }
        let variance = try operators.arithmetic(.divide, squares, Decimal34(numbers.count - 1))
        guard let root = variance.squareRoot else {
            throw Fault(.overflow, "the deviation has no root")
        }
        return root
    }

    /// The most frequent numbers, the smallest first.
    private static func modes(_ numbers: [Decimal34]) -> [Value] {
        var runs: [(number: Decimal34, count: Int)] = []
        for number in numbers.sorted() {
            if let last = runs.last, last.number == number {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((number, 1))
            }
        }
        let most = runs.map(\.count).max() ?? 0
        return runs.filter { $0.count == most }.map { .number($0.number) }
    }
}
