@testable import FEEL

/// Evaluates the tree that was parsed as it stands, in the mode of the standard: no compilation, no
/// types, no slots, names searched for where they are met. What it says is what compiled code must.
struct TreeEvaluator {
    /// A name that is bound, the innermost last.
    private struct Binding {
        let name: String
        let value: Value
        /// Whether it is the item of a filter, whose entries may be named directly.
        var isItem = false
    }

    /// What the tree does not say how to evaluate, such as a call of the host.
    struct Unsupported: Error {}

    private var bindings: [Binding] = []
    private let environment: Environment
    private let operators: Operators
    private let turns = Turns()

    /// How often iterations may still turn, for the tree has no steps that are counted; one evaluator
    /// is asked by one test at a time.
    private final class Turns: @unchecked Sendable {
        private var left = 20_000
        /// Whether the body of a function could not be evaluated, which its call cannot tell.
        var metUnsupported = false

        func take() throws {
            left -= 1
            if left < 0 { throw Unsupported() }
        }
    }

    /// The value of what was parsed.
    /// - Throws: `Unsupported`, also where that was met within a function.
    func evaluate(_ syntax: Syntax) throws -> Value {
        let value = try value(syntax)
        if turns.metUnsupported { throw Unsupported() }
        return value
    }

    init(_ inputs: Context, _ environment: Environment) {
        bindings = inputs.entries.map { Binding(name: $0.key, value: $0.value) }
        self.environment = environment
        operators = Operators(environment, isStrict: false)
    }

    private func binding(_ more: Binding...) -> TreeEvaluator {
        var inner = self
        inner.bindings += more
        return inner
    }

    // MARK: Parts

    private func value(_ syntax: Syntax) throws -> Value {
        switch syntax.kind {
        case .literal(let value): return try literal(value)
        case .name(let text): return name(text) ?? .null
        case .path(let base, let field): return entry(field, of: try value(base))
        case .negation(let operand):
            let operand = try value(operand)
            return orNull { () throws(Fault) in try operators.negate(operand) }
        case .arithmetic(let operation, let left, let right):
            return arithmetic(operation, try value(left), try value(right))
        case .comparison(let operation, let left, let right):
            return compared(operation.code, try value(left), try value(right))
        case .and(let parts): return try logic(parts, ending: false)
        case .or(let parts): return try logic(parts, ending: true)
        case .between(let operand, let low, let high):
            let (operand, low, high) = (try value(operand), try value(low), try value(high))
            return orNull { () throws(Fault) in
                let above = try operators.order(low, operand) <= 0
                let below = try operators.order(operand, high) <= 0
                return .boolean(above && below)
            }
        case .in(let operand, let tests): return try tested(try value(operand), tests)
        case .conditional(let condition, let then, let otherwise):
            return try value(try value(condition).boolean == true ? then : otherwise)
        case .iteration(let iterators, let body): return try iterated(iterators, body)
        case .quantified(let every, let iterators, let condition):
            return try quantified(every, iterators, condition)
        case .filter(let list, let condition): return try filtered(try value(list), condition)
        case .call(let function, let arguments): return try called(function, arguments)
        case .list(let items): return .list(try items.map(value))
        case .context(let entries): return try context(entries)
        case .range(let low, let lowIncluded, let high, let highIncluded):
            return try range(low, lowIncluded, high, highIncluded)
        case .comparisonRange(let comparison, let operand):
            return .range(
                RangeValue(comparison == .notEqual ? .notEqual : .equal, try value(operand)))
        case .function(let parameters, let body): return function(parameters, body)
        case .instance(let operand, let type):
            return .boolean(type.isType(of: try value(operand)))
        }
    }

    private func orNull(_ body: () throws(Fault) -> Value) -> Value {
        (try? body()) ?? .null
    }

    /// A literal with a named zone is read when it is evaluated.
    private func literal(_ value: Value) throws -> Value {
        switch value {
        case .time(let time):
            guard case .named = time.zone else { return value }
            return try apply(.time, [.string(value.plainText)])
        case .dateTime(let moment):
            guard case .named = moment.time.zone else { return value }
            return try apply(.dateAndTime, [.string(value.plainText)])
        default: return value
        }
    }

    private func name(_ text: String) -> Value? {
        for binding in bindings.reversed() {
            if binding.isItem, let entry = binding.value.context?[text] { return entry }
            if binding.name == text { return binding.value }
        }
        return Builtin.byName[text].map { .function($0.value) }
    }

    private func entry(_ field: String, of base: Value) -> Value {
        switch base {
        case .context(let context): context[field] ?? .null
        case .list(let items): .list(items.map { entry(field, of: $0) })
        default: operators.property(field, of: base) ?? .null
        }
    }

    private func context(_ entries: [Syntax.Entry]) throws -> Value {
        var (inner, context) = (self, Context())
        for entry in entries {
            let value = try inner.value(entry.value)
            context[entry.key] = value
            inner.bindings.append(Binding(name: entry.key, value: value))
        }
        return .context(context)
    }

    private func range(
        _ low: Syntax?, _ lowIncluded: Bool, _ high: Syntax?, _ highIncluded: Bool
    ) throws -> Value {
        let (low, high) = (try low.map(value), try high.map(value))
        if low?.isNull == true || high?.isNull == true { return .null }
        if let low, let high {
            guard let order = try? operators.order(low, high), order <= 0 else { return .null }
        }
        return .range(
            RangeValue(low: low, lowIncluded: lowIncluded, high: high, highIncluded: highIncluded))
    }

    // MARK: Operators

    private func arithmetic(
        _ operation: ArithmeticOperator, _ left: Value, _ right: Value
    ) -> Value {
        if left.isNull || right.isNull { return .null }
        if let a = left.string, let b = right.string, operation == .add { return .string(a + b) }
        return orNull { () throws(Fault) in
            if let a = left.number, let b = right.number {
                return .number(try operators.arithmetic(operation.code, a, b))
            }
            return try operators.temporal(operation.code, left, right)
        }
    }

    private func compared(_ operation: Operation, _ left: Value, _ right: Value) -> Value {
        orNull { () throws(Fault) in
            switch operation {
            case .equal: .boolean(try operators.equal(left, right))
            case .notEqual: .boolean(!(try operators.equal(left, right)))
            default: .boolean(operation.holds(try operators.order(left, right)))
            }
        }
    }

    private func logic(_ parts: [Syntax], ending: Bool) throws -> Value {
        var sawOther = false
        for part in parts {
            let truth = try value(part).boolean
            if truth == ending { return .boolean(ending) }
            if truth == nil { sawOther = true }
        }
        return sawOther ? .null : .boolean(!ending)
    }

    // MARK: Tests

    private func tested(_ input: Value, _ tests: [UnaryTest]) throws -> Value {
        var sawNull = false
        for test in tests {
            let result = try tested(input, test)
            if result == .boolean(true) { return result }
            if result.isNull { sawNull = true }
        }
        return sawNull ? .null : .boolean(false)
    }

    private func tested(_ input: Value, _ test: UnaryTest) throws -> Value {
        switch test {
        case .comparison(let operation, let syntax):
            return compared(operation.code, input, try value(syntax))
        case .expression(let syntax) where syntax.mentionsInput:
            let truth = try binding(Binding(name: "?", value: input)).value(syntax)
            return truth.boolean == nil ? .null : truth
        case .expression(let syntax):
            let operand = try value(syntax)
            if case .range = syntax.kind, operand.isNull { return .null }
            return lies(input, in: operand)
        }
    }

    private func lies(_ input: Value, in operand: Value) -> Value {
        orNull { () throws(Fault) in
            switch (operand, input) {
            case (.range, .range): return .boolean(try operators.equal(input, operand))
            case (.range(let range), _): return .boolean(try operators.includes(range, input))
            case (.list(let items), _):
                if case .list = input, try operators.equal(input, operand) {
                    return .boolean(true)
                }
                return .boolean(
                    items.contains { item in
                        if case .range(let range) = item, !input.isNull {
                            return (try? operators.includes(range, input)) == true
                        }
                        return operators.same(input, item)
                    })
            default: return .boolean(try operators.equal(input, operand))
            }
        }
    }

    // MARK: Lists

    /// Everything that iterators bind, in the order in which they do; `nil` where one cannot be
    /// walked. `body` says whether there is more to do.
    private func walk(
        _ iterators: ArraySlice<Syntax.Iterator>, _ body: (TreeEvaluator) throws -> Bool
    ) throws -> Bool? {
        guard let iterator = iterators.first else { return try body(self) }
        let from = try value(iterator.from)
        let to = try iterator.to.map(value)
        func turn(_ item: Value) throws -> Bool? {
            let inner = binding(Binding(name: iterator.name, value: item))
            return try inner.walk(iterators.dropFirst(), body)
        }
        if to == nil, let items = from.list {
            for item in items {
                let goesOn = try turn(item)
                if goesOn != true { return goesOn }
            }
            return true
        }
        guard let steps = try? operators.steps(from: from, to: to) else { return nil }
        var at = steps.first
        while let number = at {
            let goesOn = try turn(steps.value(number))
            if goesOn != true { return goesOn }
            at = steps.after(number)
        }
        return true
    }

    private func iterated(_ iterators: [Syntax.Iterator], _ body: Syntax) throws -> Value {
        var results: [Value] = []
        let isWalked = try walk(iterators[...]) { inner in
            try turns.take()
            let result: Value
            if body.mentions("partial") {
                let partial = Binding(name: "partial", value: .list(results))
                result = try inner.binding(partial).value(body)
            } else {
                result = try inner.value(body)
            }
            results.append(result)
            return true
        }
        return isWalked == nil ? .null : .list(results)
    }

    private func quantified(
        _ every: Bool, _ iterators: [Syntax.Iterator], _ condition: Syntax
    ) throws -> Value {
        var (sawOther, isDecided) = (false, false)
        let isWalked = try walk(iterators[...]) { inner in
            try turns.take()
            let truth = try inner.value(condition).boolean
            if truth == nil { sawOther = true }
            if truth == !every { isDecided = true }
            return !isDecided
        }
        if isWalked == nil { return .null }
        if isDecided { return .boolean(!every) }
        return sawOther ? .null : .boolean(every)
    }

    private func filtered(_ base: Value, _ condition: Syntax) throws -> Value {
        guard let items = base.list ?? (base.isNull ? nil : [base]) else { return .null }
        if items.isEmpty, case .literal(.number) = condition.kind { return .null }
        var kept: [Value] = []
        for (at, item) in items.enumerated() {
            let test = try binding(Binding(name: "item", value: item, isItem: true))
                .value(condition)
            switch test {
            case .number(let position) where at == 0:
                return Evaluator.index(position, count: items.count).map { items[$0] } ?? .null
            case .boolean(let truth): if truth { kept.append(item) }
            case .null: break
            default: return .null
            }
        }
        return .list(kept)
    }

    // MARK: Functions

    private func called(_ function: Syntax, _ arguments: [Syntax.Argument]) throws -> Value {
        let names = arguments.compactMap(\.name)
        if case .name(let text) = function.kind, let builtin = Builtin.byName[text],
            !bindings.contains(where: { $0.name == text })
        {
            // What fits no parameter is not evaluated, nor what is given twice.
            guard Set(names).count == names.count else { return .null }
            let order = try order(of: names, builtin)
            let values = try arguments.map { try value($0.value) }
            return try apply(builtin, order?.map { $0.map { values[$0] } ?? .null } ?? values)
        }
        var values = try arguments.map { try value($0.value) }
        guard case .function(let called) = try value(function) else { return .null }
        if !names.isEmpty {
            guard names.allSatisfy(called.parameters.contains), Set(names).count == names.count
            else { return .null }
            values = called.parameters.map { parameter in
                names.firstIndex(of: parameter).map { values[$0] } ?? .null
            }
        }
        switch called.body {
        case .builtin(let builtin): return try apply(builtin, values)
        case .native(let native):
            guard values.count == called.parameters.count else { return .null }
            var run = Evaluation(environment)
            return try native(values, &run)
        case .host, .expression: throw Unsupported()
        }
    }

    /// For each parameter of the signature that has all of some names, which of them is its own;
    /// `nil` where there are none.
    private func order(of names: [String], _ builtin: Builtin) throws -> [Int?]? {
        if names.isEmpty { return nil }
        let fitting = builtin.signatures.filter { signature in
            let known = signature.parameters.map(\.name)
            return names.allSatisfy(known.contains) && names.count >= signature.argumentsMin
                && names.count <= signature.argumentsMax
        }
        let inOrder = fitting.first { $0.parameters.map(\.name) == names }
        guard let signature = inOrder ?? fitting.first else { throw Unsupported() }
        let order = signature.parameters.map { names.firstIndex(of: $0.name) }
        return Array(order[...(order.lastIndex { $0 != nil } ?? 0)])
    }

    private func function(_ parameters: [Syntax.Parameter], _ body: Syntax) -> Value {
        let seen = self
        let types = parameters.map { $0.type ?? .any }
        return .function(
            FunctionValue(parameters: parameters.map(\.name), types: types) {
                (arguments: [Value], _) throws(EvaluationError) in
                var inner = seen
                for (at, argument) in arguments.enumerated() {
                    guard let value = types[at].converting(argument) else { return .null }
                    inner.bindings.append(Binding(name: parameters[at].name, value: value))
                }
                do { return try inner.value(body) } catch {
                    turns.metUnsupported = true
                    return .null
                }
            })
    }

    private func apply(_ builtin: Builtin, _ values: [Value]) throws -> Value {
        let code = try Program("null", mode: .conformant).code
        return try code.withFrame { frame throws(EvaluationError) in
            var evaluator = Evaluator(
                code: code, frame: frame, environment: environment,
                stepsLeft: environment.limits.stepsMax, depth: 0)
            return (try? builtin.apply(values, &evaluator)) ?? .null
        }
    }
}
