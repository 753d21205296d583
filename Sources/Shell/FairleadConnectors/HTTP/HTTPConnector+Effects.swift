import FairleadCanonical
import FairleadConnector
import FairleadDomain

extension HTTPConnector {
    /// How often a read-back is tried before it counts as differing.
    static let readBackAttemptsMax = 2

    /// Does it, or finds that it was done; then reads back what was declared.
    func effect(_ operation: ConnectorOperation, _ item: WorkItem) async -> Answer {
        if item.mode == .findFirst, let find = operation.find {
            switch await look(for: operation, find, item) {
            case .success(let found?): return await done(found, operation, item)
            case .success(nil): break
            case .failure(let failure):
                // Nothing was learnt, so it must be looked for again: never `retry`, which says
                // that it surely was not done.
                if case .unfit(let code, let message) = failure {
                    return .failed(code: code, message: message)
                }
                return .unknown(code: failure.code)
            }
        }
        switch await exchange(operation, item.arguments, item.reference) {
        case .success(let document):
            let object = operation.answer.at.value(in: MappingScope(root: document))
            return await done(object ?? .object([:]), operation, item)
        case .failure(.unreadable(let code)): return .unknown(code: code)
        case .failure(let failure): return failure.answer(operation, isEffect: true)
        }
    }

    private func done(
        _ raw: JSON, _ operation: ConnectorOperation, _ item: WorkItem
    ) async -> Answer {
        // It is done, whether or not we can read what was said of it.
        let value = try? value(of: raw, operation)
        return .done(
            value: value ?? .null, records: RawAnswer(items: [raw]).records(operation),
            readBack: await readBack(raw, operation, item))
    }

    /// The object that shows that it was done, or nil.
    private func look(
        for operation: ConnectorOperation, _ find: FindRules, _ item: WorkItem
    ) async -> Result<JSON?, ReadFailure> {
        guard let lookUp = definition.operation(find.operation) else { return .success(nil) }
        let scope = scope(item, answer: nil)
        let arguments = arguments(find.arguments, of: lookUp, in: scope)
        switch await read(lookUp, arguments, reference: item.reference) {
        case .failure(let failure): return .failure(failure)
        case .success(let raw): return .success(raw.items.first { meets(find.match, $0, scope) })
        }
    }

    private func readBack(
        _ raw: JSON, _ operation: ConnectorOperation, _ item: WorkItem
    ) async -> Answer.ReadBack {
        guard let rules = operation.readBack, let lookUp = definition.operation(rules.operation)
        else { return .notDeclared }
        let scope = scope(item, answer: raw)
        let arguments = arguments(rules.arguments, of: lookUp, in: scope)
        var code = ""
        for _ in 0..<Self.readBackAttemptsMax {
            switch await read(lookUp, arguments, reference: item.reference) {
            case .failure(let failure): code = failure.code
            case .success(let answer):
                guard let found = answer.items.first(where: { meets(rules.match, $0, scope) })
                else { return .differs("it is not there") }
                let wrong = rules.conditions.first { !meets([$0], found, scope) }
                return wrong.map { .differs("'\($0.path.text)' differs") } ?? .matches
            }
        }
        return .differs("it could not be read: \(code)")
    }

    private func scope(_ item: WorkItem, answer: JSON?) -> MappingScope {
        var named: JSONObject = ["reference": .string(item.reference)]
        if let answer { named["answer"] = answer }
        return MappingScope(
            root: .object(item.arguments), named: named, version: definition.apiVersion)
    }

    /// The look-up's arguments: as declared, or those that it has in common with the effect.
    private func arguments(
        _ fields: [MappedField], of lookUp: ConnectorOperation, in scope: MappingScope
    ) -> JSONObject {
        var evaluator = MappingEvaluator(definition)
        if !fields.isEmpty {
            return (try? evaluator.object(fields, in: scope, field: "")) ?? [:]
        }
        var common = JSONObject()
        for argument in lookUp.declaration.arguments {
            if let value = scope.root[argument.name] { common[argument.name] = value }
        }
        return common
    }

    /// Whether an object of the outside is as the conditions say; what they compare with comes
    /// from the effect's arguments, our reference and its answer.
    private func meets(
        _ conditions: [ValueMapping.Condition], _ object: JSON, _ scope: MappingScope
    ) -> Bool {
        conditions.allSatisfy { condition in
            var evaluator = MappingEvaluator(definition)
            return (try? evaluator.holds([condition], of: object, against: scope)) ?? false
        }
    }
}
