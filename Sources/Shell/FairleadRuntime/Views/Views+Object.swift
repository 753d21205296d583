import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadPlaybook

/// One field of a business object as somebody told it.
private struct ToldField {
    let value: JSON
    let labels: Labels
    let source: String
    let time: Instant
    let place: EntryPlace
}

extension Views {
    /// An object in canonical form: field by field what was told last, with who told it and when.
    ///
    /// `ids` are what it may be known by. Nil: nothing under this anchor tells of it.
    public func object(
        type: String, id: String, ids: [String], account: RegisteredAccount?,
        in state: AnchorState
    ) -> LabelledJSON? {
        guard let schema = governance.schemas[type] else { return nil }
        var fields: [String: ToldField] = [:]
        for fact in state.allFacts.sorted(by: { ($0.asOf, $0.place) < ($1.asOf, $1.place) })
        where fact.schema == type {
            for object in objects(in: fact.value, ids: ids, records: fact.records) {
                tell(
                    object, type, otherwise: fact.labels, fact.source, fact.asOf, fact.place,
                    &fields)
            }
        }
        for matter in state.cases {
            for value in matter.values.values.sorted(by: { $0.place < $1.place })
            where value.schema == type {
                let source = state.event(at: value.place)?.source ?? "event"
                for object in objects(in: value.value, ids: ids, records: []) {
                    tell(
                        object, type, otherwise: value.labels, source, value.time, value.place,
                        &fields)
                }
            }
        }
        if fields.isEmpty { return nil }
        let known = schema.fields.compactMap { field in
            fields[field.name].map { LabelledJSON.Member(field.name, told($0)) }
        }
        return .object(
            LabelledJSON.members([
                "type": .text(type), "id": .text(id),
                "schemaVersion": .number(schema.version),
                "account": account.map { .text($0.id) },
                "references": account.map { .texts($0.references.map(\.text)) },
                "fields": .object(known),
            ]))
    }

    private func objects(in value: JSON, ids: [String], records: [String]) -> [JSONObject] {
        switch value {
        case .object(let object):
            let own = object["id"]?.stringValue
            let isIt = own.map(ids.contains) ?? records.contains(where: ids.contains)
            return isIt ? [object] : []
        case .array(let items):
            return items.flatMap { objects(in: $0, ids: ids, records: []) }
        default: return []
        }
    }

    private func tell(
        _ object: JSONObject, _ type: String, otherwise: Labels, _ source: String,
        _ time: Instant, _ place: EntryPlace, _ fields: inout [String: ToldField]
    ) {
        for (name, value) in object {
            if let known = fields[name], known.time > time { continue }
            fields[name] = ToldField(
                value: value,
                labels: labels(of: name, in: type, catalog: nil, otherwise: otherwise),
                source: source, time: time, place: place)
        }
    }

    private func told(_ field: ToldField) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "value": .value(field.value, field.labels),
                "source": .text(field.source),
                "asOf": .time(field.time),
                "age": age(since: field.time),
                "entry": .place(field.place),
            ]))
    }
}
