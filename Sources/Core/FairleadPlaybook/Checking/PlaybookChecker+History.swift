import FairleadDomain

extension PlaybookChecker {
    /// The labels that effects of the playbook may carry, by operation: those of their arguments.
    var effectLabels: [String: Labels] {
        var all: [String: Labels] = [:]
        for activity in playbook.activities {
            guard case .act(let act) = activity.kind else { continue }
            var provenance = provenance
            if let decision = scope.vocabulary.decisions[act.governedBy] {
                provenance = Provenance(
                    scope: scope.under(ruling: decision), arguments: provenance.arguments)
            }
            var labels = act.with.reduce(Labels.none) {
                $0.union(provenance.labels(of: $1.value.reads))
            }
            if let template = act.template.flatMap({ scope.vocabulary.templates[$0] }) {
                labels = labels.union(template.mayRead)
            }
            if let each = activity.forEach, each.isBatch {
                labels = labels.union(provenance.labels(of: each.list.reads))
            }
            all[act.operation] = labels.union(all[act.operation] ?? .none)
        }
        return all
    }
}

extension Playbook {
    /// What it looks back at tells of what others did: its labels must be theirs, whichever
    /// playbook did it. `effects` has the labels of each operation's effects, by playbook.
    public func checkHistory(
        against effects: [(playbook: String, labels: [String: Labels])],
        _ diagnostics: inout Diagnostics
    ) {
        for history in history {
            let declared = history.labels.union(Labels(["internal"]))
            for (name, labels) in effects {
                guard let carried = labels[history.operation], !carried.isSubset(of: declared)
                else { continue }
                let all = history.labels.union(carried).names.filter { $0 != "internal" }
                diagnostics.error(
                    "'\(history.name)' does not carry \(carried.text), as \(history.operation)"
                        + " of '\(name)' does", at: history.position,
                    hint: "labels: [\(all.joined(separator: ", "))]")
            }
        }
    }
}
