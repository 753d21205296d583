public import FairleadPlaybook

extension ConnectorDefinition {
    /// Whether what its mappings count has an order: each counts the changes of the record that
    /// its event is about, and all that tell of one kind of record count alike, for a count and a
    /// clock cannot be compared.
    public func checkSequences(
        _ events: [String: EventDeclaration], _ diagnostics: inout Diagnostics
    ) {
        let mappings = self.events?.mappings ?? []
        for mapping in mappings {
            guard let sequence = mapping.sequence, let event = events[mapping.to] else { continue }
            guard let record = event.record else {
                diagnostics.error(
                    "an event '\(event.type)' is about no record whose changes could be counted",
                    at: sequence.position, hint: "say 'record' in events.yaml")
                continue
            }
            guard let told = mapping.data.first(where: { $0.name == record }) else {
                diagnostics.error(
                    "the mapping counts the changes of a '\(record)' and tells of none",
                    at: sequence.position, hint: "data: {\(record): …}")
                continue
            }
            if !hasID(told.value) {
                diagnostics.error(
                    "the '\(record)' has no 'id', so nobody knows whose changes are counted",
                    at: sequence.position)
            }
            if sequence.isGapless, let sweep, sweep.item?.type == mapping.from {
                diagnostics.error(
                    "the sweep '\(sweep.operation)' tells only how a '\(record)' is at last: "
                        + "its count has gaps", at: sequence.position,
                    hint: "leave 'gapless' out")
            }
        }
        checkAlike(mappings, events, &diagnostics)
    }

    private func checkAlike(
        _ mappings: [EventMapping], _ events: [String: EventDeclaration],
        _ diagnostics: inout Diagnostics
    ) {
        for mapping in mappings {
            guard let record = events[mapping.to]?.record,
                mapping.data.contains(where: { $0.name == record }),
                let counted = mappings.first(where: {
                    $0.sequence != nil && events[$0.to]?.record == record
                })?.sequence
            else { continue }
            guard let sequence = mapping.sequence else {
                diagnostics.error(
                    "other mappings count the changes of a '\(record)', and this one does not",
                    at: mapping.position,
                    hint: "all that tell of a '\(record)' say 'sequence', or none")
                continue
            }
            if sequence.isGapless != counted.isGapless {
                diagnostics.error(
                    "the changes of a '\(record)' are counted with gaps in one mapping and "
                        + "without in another", at: sequence.position)
            }
        }
    }

    /// Whether an object that is made has an id.
    private func hasID(_ value: ValueMapping) -> Bool {
        switch value {
        case .use(let name, _):
            // One that is not there is reported elsewhere.
            objects.first { $0.name == name }?.fields.contains { $0.name == "id" } ?? true
        case .object(let fields): fields.contains { $0.name == "id" }
        case .firstOf(let all): all.allSatisfy(hasID)
        case .conditional(_, let then, let otherwise), .version(_, let then, let otherwise):
            hasID(then) && (otherwise.map(hasID) ?? true)
        default: false
        }
    }
}
