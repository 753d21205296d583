import FEEL
import FairleadDomain

/// Follows values back to where they come from: through what the playbook derives, through
/// decisions to their inputs, and through models to what they were told.
struct Provenance {
    let scope: PlaybookScope
    /// The arguments of each activity that has some, by its id.
    let arguments: [String: [Argument]]

    /// Paths with every derived value, and every item of a list, replaced by what that reads.
    func base(of reads: [[String]]) -> [[String]] {
        var result: [[String]] = []
        for path in reads {
            let under: Expression
            switch path.first.flatMap({ scope[$0]?.origin }) {
            case .derived(let value)?: under = value
            case .item(let item)?: under = item.list
            default:
                if !result.contains(path) { result.append(path) }
                continue
            }
            for inner in base(of: under.reads) where !result.contains(inner) {
                result.append(inner)
            }
        }
        return result
    }

    /// Whether one of the paths depends, by whatever way, on a model's answer; the way there.
    func estimate(in reads: [[String]], seen: [String] = []) -> [String]? {
        for path in reads {
            guard let name = path.first, !seen.contains(name), let origin = scope[name]?.origin
            else { continue }
            if let way = estimate(by: origin, path, seen: seen + [name]) { return [name] + way }
        }
        return nil
    }

    private func estimate(
        by origin: PlaybookScope.Origin, _ path: [String], seen: [String]
    ) -> [String]? {
        switch origin {
        case .estimate: return []
        case .derived(let value): return estimate(in: value.reads, seen: seen)
        case .item(let item): return estimate(in: item.list.reads, seen: seen)
        case .decision(let decision): return estimate(in: decision.reads, seen: seen)
        case .each(let single, let item):
            // Whatever of it is read: each item came of the list, and of what was done for it.
            return estimate(by: single, [path[0], "answer"], seen: seen)
                ?? estimate(in: item.list.reads, seen: seen)
        case .answer, .outcome:
            // What was asked for by a model's answer follows from it.
            if case .outcome = origin, path.count < 2 || path[1] != "answer" { return nil }
            for argument in arguments[path[0]] ?? [] {
                if let way = estimate(in: argument.value.reads, seen: seen) { return way }
            }
            return nil
        case .parameter(let parameter): return parameter.isEvidence ? [] : nil
        case .called(let given):
            if path.count > 1, let one = given.first(where: { $0.name == path[1] }),
                !one.isEvidence
            {
                return nil
            }
            return given.contains(where: \.isEvidence) ? [] : nil
        // What is summed is money, which no model says anywhere.
        case .object, .form, .past: return nil
        }
    }

    /// The union of the labels of all that the paths read.
    func labels(of reads: [[String]], seen: [String] = []) -> Labels {
        var labels = Labels.none
        for path in reads {
            guard let name = path.first, !seen.contains(name), let origin = scope[name]?.origin
            else { continue }
            let declared = path.prefix(2).joined(separator: ".")
            if scope.vocabulary.declassified.contains(declared) { continue }
            labels = labels.union(self.labels(of: origin, path, seen: seen + [name]))
        }
        return labels
    }

    private func labels(
        of origin: PlaybookScope.Origin, _ path: [String], seen: [String]
    ) -> Labels {
        let schemas = scope.vocabulary.types.schemas
        switch origin {
        case .object(let type), .answer(let type):
            return objectLabels(Array(path.dropFirst()), in: schemas[type])
        case .derived(let value): return labels(of: value.reads, seen: seen)
        case .item(let item):
            return labels(of: item, Array(path.dropFirst()), seen: seen)
        case .each(let single, let item):
            if path.count > 2, path[1] == ForEach.items, path[2] == item.name {
                return labels(of: item, Array(path.dropFirst(3)), seen: seen)
            }
            return labels(of: single, [path[0]], seen: seen)
                .union(labels(of: item.list.reads, seen: seen))
        case .decision(let decision): return labels(of: decision.reads, seen: seen)
        case .form(let own), .past(let own): return own
        case .parameter(let parameter): return labels(of: parameter)
        case .called(let given):
            return given.reduce(Labels.none) { all, one in
                path.count < 2 || one.name == path[1] ? all.union(labels(of: one)) : all
            }
        case .estimate, .outcome:
            return (arguments[path[0]] ?? []).reduce(Labels.none) { all, argument in
                all.union(labels(of: argument.value.reads, seen: seen))
            }
        }
    }

    /// What is read of an item: of an object its field, of an item of a plain list what is read
    /// there.
    private func labels(
        of item: PlaybookReader.ItemName, _ fields: [String], seen: [String]
    ) -> Labels {
        if let object = item.object {
            return objectLabels(fields, in: scope.vocabulary.types.schemas[object])
        }
        let reads = item.list.reads
        guard reads.count == 1, item.list.text == reads[0].joined(separator: ".") else {
            return labels(of: reads, seen: seen)
        }
        return labels(of: [reads[0] + fields], seen: seen)
    }

    /// What a value that goes over from one playbook to another may carry.
    func labels(of parameter: PlaybookSignature.Parameter) -> Labels {
        parameter.labels.union(
            objectLabels([], in: parameter.object.flatMap { scope.vocabulary.types.schemas[$0] }))
    }

    /// A field carries its own labels and those of what is inside; an object those of all.
    private func objectLabels(_ fields: [String], in schema: ObjectSchema?) -> Labels {
        guard let schema else { return .none }
        guard let first = fields.first else {
            return schema.fields.reduce(.none) { labels, field in
                labels.union(field.labels).union(nested([], field))
            }
        }
        guard let field = schema.field(first) else { return .none }
        return field.labels.union(nested(Array(fields.dropFirst()), field))
    }

    private func nested(_ fields: [String], _ field: ObjectSchema.Field) -> Labels {
        guard let inner = scope.vocabulary.types.schema(named: field.type) else { return .none }
        return objectLabels(fields, in: inner)
    }
}
