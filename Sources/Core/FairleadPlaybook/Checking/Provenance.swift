import FEEL
import FairleadDomain

/// Follows values back to where they come from: through what the playbook derives, through
/// decisions to their inputs, and through models to what they were told.
struct Provenance {
    let scope: PlaybookScope
    /// The arguments of each activity that has some, by its id.
    let arguments: [String: [Argument]]

    /// Paths with every derived value replaced by what it reads.
    func base(of reads: [[String]]) -> [[String]] {
        var result: [[String]] = []
        for path in reads {
            guard let name = path.first, case .derived(let value)? = scope[name]?.origin else {
                if !result.contains(path) { result.append(path) }
                continue
            }
            for inner in base(of: value.reads) where !result.contains(inner) {
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
            switch origin {
            case .estimate: return [name]
            case .derived(let value):
                if let way = estimate(in: value.reads, seen: seen + [name]) { return [name] + way }
            case .decision(let decision):
                let inner = decision.reads
                if let way = estimate(in: inner, seen: seen + [name]) { return [name] + way }
            case .answer, .outcome:
                // What was asked for by a model's answer follows from it.
                if case .outcome = origin, path.count < 2 || path[1] != "answer" { continue }
                for argument in arguments[name] ?? [] {
                    if let way = estimate(in: argument.value.reads, seen: seen + [name]) {
                        return [name] + way
                    }
                }
            case .parameter(let parameter): if parameter.isEvidence { return [name] }
            case .called(let given):
                if path.count > 1, let one = given.first(where: { $0.name == path[1] }),
                    !one.isEvidence
                {
                    continue
                }
                if given.contains(where: \.isEvidence) { return [name] }
            case .object, .form: continue
            }
        }
        return nil
    }

    /// The union of the labels of all that the paths read.
    func labels(of reads: [[String]], seen: [String] = []) -> Labels {
        var labels = Labels.none
        for path in reads {
            guard let name = path.first, !seen.contains(name), let origin = scope[name]?.origin
            else { continue }
            let declared = path.prefix(2).joined(separator: ".")
            if scope.vocabulary.declassified.contains(declared) { continue }
            switch origin {
            case .object(let type):
                let schema = scope.vocabulary.types.schemas[type]
                labels = labels.union(objectLabels(Array(path.dropFirst()), in: schema))
            case .derived(let value):
                labels = labels.union(self.labels(of: value.reads, seen: seen + [name]))
            case .decision(let decision):
                labels = labels.union(self.labels(of: decision.reads, seen: seen + [name]))
            case .form(let own): labels = labels.union(own)
            case .parameter(let parameter): labels = labels.union(self.labels(of: parameter))
            case .called(let given):
                for one in given where path.count < 2 || one.name == path[1] {
                    labels = labels.union(self.labels(of: one))
                }
            case .answer(let type):
                let schema = scope.vocabulary.types.schemas[type]
                labels = labels.union(objectLabels(Array(path.dropFirst()), in: schema))
            case .estimate, .outcome:
                for argument in arguments[name] ?? [] {
                    labels = labels.union(
                        self.labels(of: argument.value.reads, seen: seen + [name]))
                }
            }
        }
        return labels
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
