import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadPlaybook

/// What a catalog has that the simulator does not know by name: events that its playbooks hear,
/// systems, and models that choose a label. They are told and answered by their declared types, so
/// that any catalog can be run.
struct Declared {
    /// Kinds of events, sorted; none in the shipped catalog.
    let kinds: [String]
    private let events: [String: EventDeclaration]
    private let schemas: [String: ObjectSchema]
    /// Who tells of an object of a type, as mappings say.
    private let sources: [String: String]

    init(_ catalog: Catalog) {
        let governance = catalog.governance
        events = governance.events
        schemas = governance.schemas
        kinds = Set(governance.playbooks.flatMap(Self.heard))
            .filter { governance.events[$0] != nil && !SimulatedEvents.known.contains($0) }
            .sorted()
        sources = Dictionary(
            catalog.connectors.flatMap { connector in
                connector.objects.map { ($0.type, connector.name) }
            }, uniquingKeysWith: { first, _ in first })
    }

    private static func heard(by playbook: Playbook) -> [String] {
        playbook.opens.map(\.event) + playbook.joins.map(\.event)
            + playbook.reactions.flatMap { [$0.event, $0.until].compactMap { $0 } }
            + playbook.stages.compactMap(\.openingEvent)
    }

    /// Who tells of something of a kind, and what it says of the things of one customer.
    func data(
        _ kind: String, of number: Int, id: Int, at time: Instant, chance: inout Chance
    ) -> (source: String, data: JSONObject) {
        let declared = events[kind]
        var data: JSONObject = ["aliases": [.string("\(kind)/\(id)")]]
        for type in (declared?.objects ?? []) + (declared?.optional ?? []) {
            guard let schema = schemas[type] else { continue }
            let values = SimulatedValues(now: time, draw: chance.next())
            let record = "\(type)-\(number)-\(chance.below(2))"
            data[type] = values.object(schema, id: record, from: [:])
        }
        let source = (declared?.objects ?? []).lazy.compactMap { sources[$0] }.first
        return (source ?? "crm", data)
    }

    /// What a system answers of which nothing is known by name; the same of one case whenever it
    /// is asked. Nil: its answer has no declared type.
    static func answer(
        _ work: WorkItem, _ governance: Governance, at time: Instant
    ) -> (value: JSON, records: [String])? {
        guard let operation = governance.operations[work.operation],
            let type = operation.gives, let schema = governance.schemas[type]
        else { return nil }
        let draw = draw(work.caseID + work.operation)
        let id = "\(type)-\(draw % 6)"
        let object = SimulatedValues(now: time, draw: draw).object(schema, id: id, from: [:])
        guard operation.givesList else { return (object, [id]) }
        return draw % 3 == 0 ? ([], []) : ([object], [id])
    }

    /// From what a model chooses that an operation asks; nil: it does not choose.
    static func labels(_ operation: String, _ governance: Governance) -> [String]? {
        for activity in governance.playbooks.lazy.flatMap(\.activities) {
            if case .estimate(let estimate) = activity.kind, estimate.operation == operation {
                return estimate.choice?.labels
            }
        }
        return nil
    }

    private static func draw(_ text: String) -> UInt64 {
        var chance = Chance(seed: text.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        return chance.next()
    }
}
