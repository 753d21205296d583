import FEEL

/// How a value becomes one of a type: of the language's, or of one that a model names.
indirect enum ValueType: Sendable, Hashable {
    case feel(FEELType)
    /// By its place among the named types, so that types may contain themselves.
    case named(Int)
    case components([Component])

    struct Component: Sendable, Hashable {
        let name: String
        let type: ValueType
    }
}

/// The named types of all models of a graph, and the tests that their values must pass.
final class ItemTypes: Sendable {
    struct Item: Sendable {
        var name: String
        var structure: ValueType
        var isCollection: Bool
        var isNullable = false
        /// Tests of each value, or of each item of a collection.
        var allowed: TestProgram?
        /// Tests of the whole value.
        var constraint: TestProgram?
        /// The meaning of the type in one fixed form.
        var text = ""
    }

    let items: [Item]

    init(_ items: [Item]) { self.items = items }

    static let none = ItemTypes([])

    /// Whether what expressions know of a type is all that there is to it, so that what is of the
    /// known type needs no further test.
    func isPlain(_ type: ValueType, within: [Int] = []) -> Bool {
        switch type {
        case .feel: return true
        case .components(let components):
            return components.allSatisfy { isPlain($0.type, within: within) }
        case .named(let at):
            guard !within.contains(at), items[at].constraint == nil else { return false }
            if let allowed = items[at].allowed {
                let listed = allowed.tests.listedValues
                guard !listed.isEmpty, listed.allSatisfy({ $0.string != nil || $0.isNull }) else {
                    return false
                }
            }
            return isPlain(items[at].structure, within: within + [at])
        }
    }

    /// Whether nothing but a value says whether it is of the type.
    fileprivate func isConstant(_ type: ValueType, within: [Int] = []) -> Bool {
        switch type {
        case .feel: return true
        case .components(let components):
            return components.allSatisfy { isConstant($0.type, within: within) }
        case .named(let at):
            let tests = [items[at].allowed, items[at].constraint]
            guard !within.contains(at), tests.allSatisfy({ $0?.isClosed ?? true }) else {
                return false
            }
            return isConstant(items[at].structure, within: within + [at])
        }
    }

    /// Whether a value that a column takes is one of a type as it is.
    fileprivate func changesNothing(_ type: ValueType, _ clause: InputClause) -> Bool {
        if isPlain(type) { return true }
        guard case .named(let at) = type, !items[at].isCollection, items[at].constraint == nil,
            let allowed = items[at].allowed, allowed.source.text == clause.allowed?.text
        else { return false }
        return isPlain(items[at].structure)
    }

    /// The meaning of a type in one fixed form.
    func text(_ type: ValueType) -> String {
        switch type {
        case .feel(let type): return type.description
        case .named(let at): return items[at].text
        case .components(let components):
            let texts = components.map { "\($0.name): \(text($0.type))" }
            return "context<\(texts.joined(separator: ", "))>"
        }
    }

    /// A value as one of a type, by implicit conversions; `nil` where it is none. Null stays null.
    func convert(
        _ value: Value, to type: ValueType, _ run: inout Evaluation
    ) throws(EvaluationError) -> Value? {
        if value.isNull { return value }
        switch type {
        case .feel(let type): return type.converting(value)
        case .named(let at): return try convert(value, to: items[at], &run)
        case .components(let components):
            return try single(value, &run) { value, run throws(EvaluationError) in
                try self.convert(value, components, &run)
            }
        }
    }

    private func convert(
        _ value: Value, to item: Item, _ run: inout Evaluation
    ) throws(EvaluationError) -> Value? {
        let converted: Value?
        if item.isCollection {
            var values: [Value] = []
            for value in value.list ?? [value] {
                guard let value = try convertOne(value, to: item, &run) else { return nil }
                values.append(value)
            }
            converted = .list(values)
        } else {
            converted = try convertOne(value, to: item, &run)
        }
        guard let converted, !converted.isNull, let tests = item.constraint else {
            return converted
        }
        return try tests.matches(converted, frame: [], in: &run) ? converted : nil
    }

    private func convertOne(
        _ value: Value, to item: Item, _ run: inout Evaluation
    ) throws(EvaluationError) -> Value? {
        let converted = try convert(value, to: item.structure, &run)
        guard let converted, !converted.isNull, let tests = item.allowed else { return converted }
        return try tests.matches(converted, frame: [], in: &run) ? converted : nil
    }

    /// Converts a value, or the only item of a list.
    private func single(
        _ value: Value, _ run: inout Evaluation,
        _ body: (Value, inout Evaluation) throws(EvaluationError) -> Value?
    ) throws(EvaluationError) -> Value? {
        if let items = value.list {
            return items.count == 1 ? try body(items[0], &run) : nil
        }
        return try body(value, &run)
    }

    private func convert(
        _ value: Value, _ components: [ValueType.Component], _ run: inout Evaluation
    ) throws(EvaluationError) -> Value? {
        guard case .context(var context) = value else { return nil }
        for component in components {
            guard let entry = context[component.name] else { continue }
            guard let converted = try convert(entry, to: component.type, &run) else { return nil }
            context[component.name] = converted
        }
        return .context(context)
    }
}

/// How the values of a table's columns become values of the types that a model names.
struct TableConversions: Sendable {
    var types = ItemTypes.none
    var inputs: [ValueType?] = []
    var outputs: [ValueType?] = []
    /// The listed values of each output's type.
    var outputValues: [[Value]] = []

    var isEmpty: Bool { inputs.allSatisfy { $0 == nil } && outputs.allSatisfy { $0 == nil } }

    func type(ofInput at: Int) -> ValueType? { at < inputs.count ? inputs[at] : nil }

    func type(ofOutput at: Int) -> ValueType? { at < outputs.count ? outputs[at] : nil }

    /// A constant output converted; `nil` where it cannot be, or only when it is evaluated.
    func constant(_ value: Value, output at: Int) -> Value? {
        guard at < outputs.count, let type = outputs[at] else { return value }
        guard types.isConstant(type) else { return nil }
        var run = Evaluation()
        return try? types.convert(value, to: type, &run)
    }

    /// Whether converting changes no value that the column takes.
    func changesNothing(input at: Int, _ clause: InputClause) -> Bool {
        guard at < inputs.count, let type = inputs[at] else { return true }
        return types.changesNothing(type, clause)
    }

    func output(_ at: Int) -> [Value] { at < outputValues.count ? outputValues[at] : [] }

    func convert(
        _ value: Value, input at: Int, _ run: inout Evaluation
    ) throws(EvaluationError) -> Value? {
        guard at < inputs.count, let type = inputs[at] else { return value }
        return try types.convert(value, to: type, &run)
    }

    func convert(
        _ value: Value, output at: Int, _ run: inout Evaluation
    ) throws(EvaluationError) -> Value? {
        guard at < outputs.count, let type = outputs[at] else { return value }
        return try types.convert(value, to: type, &run)
    }
}
