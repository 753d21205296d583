extension Builtin {
    func numeric(_ arguments: Arguments, _ operators: Operators) throws(Fault) -> Value {
        if self == .abs {
            switch arguments.single(0) {
            case .daysTime(let duration) where duration.total < 0:
                return try operators.negate(arguments.single(0))
            case .yearsMonths(let duration) where duration.months < 0:
                return try operators.negate(arguments.single(0))
            case .daysTime, .yearsMonths: return arguments.single(0)
            default: break
            }
        }
        let number = try arguments.number(0)
        switch self {
        case .abs: return .number(number.magnitude)
        case .decimal: return try round(number, arguments, .halfEven)
        case .floor: return try round(number, arguments, .floor)
        case .ceiling: return try round(number, arguments, .ceiling)
        case .roundUp: return try round(number, arguments, .up)
        case .roundDown: return try round(number, arguments, .down)
        case .roundHalfUp: return try round(number, arguments, .halfUp)
        case .roundHalfDown: return try round(number, arguments, .halfDown)
        case .modulo:
            let divisor = try arguments.number(1)
            guard let rest = number.modulo(divisor) else {
                throw Fault(.divisionByZero, "modulo zero", values: arguments.values)
            }
            return .number(rest)
        case .sqrt:
            guard let root = number.squareRoot else {
                throw Fault(
                    .argument, "a negative number has no square root", values: arguments.values)
            }
            return .number(root)
        case .log:
            guard let logarithm = number.naturalLogarithm else {
                throw Fault(
                    .argument, "only numbers above zero have a logarithm",
                    values: arguments.values)
            }
            return .number(logarithm)
        case .exp:
            guard let power = number.exponential else {
                throw Fault(
                    .overflow, "the result is greater than any number", values: arguments.values)
            }
            return .number(power)
        default:
            guard number.isInteger, let rest = number.modulo(2) else {
                if number.isInteger == false { return .boolean(false) }
                throw Fault(.argument, "a whole number is needed", values: arguments.values)
            }
            return .boolean(rest.isZero == (self == .even))
        }
    }

    private func round(
        _ number: Decimal34, _ arguments: Arguments, _ mode: RoundingMode
    ) throws(Fault) -> Value {
        // One argument only, or a scale left out by name, rounds to whole numbers.
        let scale = arguments.count < 2 ? 0 : try arguments.integer(1)
        guard scale >= -6_111, scale <= 6_176, let result = number.rounded(scale: scale, mode)
        else {
            throw Fault(
                .argument, "a scale lies between -6111 and 6176", values: arguments.values)
        }
        return .number(result)
    }
}
