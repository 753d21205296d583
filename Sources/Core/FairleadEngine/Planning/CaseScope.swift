import FEEL
import FairleadCalendar
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// What expressions of a case see: facts, what its events told, the values of its activities,
/// derived values, what was done before, the ruling, and what happened.
///
/// A looked-up fact and an event may tell of the same object; field by field the later one wins.
final class CaseScope {
    /// The outputs of the decision that governs an act, while its arguments are evaluated.
    struct Outputs {
        let value: JSON
        let labels: Labels
        let type: FEELType
    }

    let state: AnchorState
    let matter: CaseState
    let governance: Governance
    let playbook: Playbook
    let time: Instant
    /// With the calendars in force, whatever catalog the case keeps.
    let business: BusinessTime
    /// The catalog that these calendars are of, where the playbook's values read one.
    let calendarSource: Digest?
    let ruling: Outputs?
    /// An event that is not part of the case yet: its objects stand under `event`.
    let event: KnownEvent?
    /// The run of a repeated stage, whose own values and opening event it sees.
    let run: StageRun?
    /// What is looked at once more before it leaves: it is not past.
    let deciding: EffectState?
    /// What was read of the case before: a value is read by many expressions.
    private let memory: ScopeMemory
    private let age: Int
    private(set) lazy var environment = makeEnvironment()
    /// The same without the functions of the playbook: one for all scopes of a step.
    let plain: Environment

    init(
        state: AnchorState, matter: CaseState, governance: Governance, playbook: Playbook,
        time: Instant, business: BusinessTime, ruling: Outputs? = nil, event: KnownEvent? = nil,
        run: StageRun? = nil, deciding: EffectState? = nil,
        plain: Environment? = nil, memory: ScopeMemory = ScopeMemory(),
        calendarSource: Digest? = nil
    ) {
        self.plain = plain ?? Environment(now: time.dateTime, zones: business.zones)
        self.deciding = deciding
        self.state = state
        self.matter = matter
        self.governance = governance
        self.playbook = playbook
        self.time = time
        self.business = business
        self.calendarSource = calendarSource
        self.ruling = ruling
        self.event = event
        self.run = run
        self.memory = memory
        age = memory.age
    }

    /// The same, where arguments under a ruling are evaluated.
    func ruled(by ruling: Outputs) -> CaseScope {
        varied(ruling, event, run, memory)
    }

    /// The same, where it is for one of a list.
    func with(_ item: StageRun.Item) -> CaseScope {
        varied(ruling, event, StageRun(item: item, of: run))
    }

    /// The same, where an event asks to be taken in.
    func with(_ event: KnownEvent?) -> CaseScope {
        varied(ruling, event, run)
    }

    private func varied(
        _ ruling: Outputs?, _ event: KnownEvent?, _ run: StageRun?,
        _ memory: ScopeMemory = ScopeMemory()
    ) -> CaseScope {
        CaseScope(
            state: state, matter: matter, governance: governance, playbook: playbook, time: time,
            business: business, ruling: ruling, event: event, run: run, deciding: deciding,
            plain: plain, memory: memory, calendarSource: calendarSource)
    }

    var zones: any ZoneData { business.zones }

    /// The value of a name, or nil if nothing of that name is set.
    func value(_ name: String) throws(ConversionError) -> Value? {
        if name == CaseScope.rulingName { return try found(name) }
        if let known = memory.value(name, at: age) { return known }
        let value = try found(name)
        memory.keep(value, of: name, at: age)
        return value
    }

    private static let rulingName = "ruling"

    private func found(_ name: String) throws(ConversionError) -> Value? {
        if name == Self.rulingName {
            return try ruling.map { ruling throws(ConversionError) in
                try Value(ruling.value, as: ruling.type, at: name)
            }
        }
        if name == "event" { return try event.map(eventValue) }
        if let object = event?.data[name] {
            // What the event tells stands for what is known of the case's object.
            return try Value(object, as: governance.schemas[name]?.feelType ?? .any, at: name)
        }
        if let item = run?.item, item.name == name {
            return try Value(item.value, as: item.type, at: name)
        }
        if let object = run?.event?.data[name] {
            return try Value(object, as: governance.schemas[name]?.feelType ?? .any, at: name)
        }
        let type = playbook.types[name] ?? .any
        if let derivation = playbook.derivation(name) {
            return try? evaluate(derivation).get()
        }
        if let history = playbook.history(name) { return past.value(of: history) }
        guard let json = json(name) else { return type.isOptional ? .null : nil }
        return try Value(json, as: type, at: name)
    }

    private var past: PastEffects {
        PastEffects(
            state: state, account: matter.account, time: time, deciding: deciding)
    }

    private func eventValue(_ event: KnownEvent) throws(ConversionError) -> Value {
        var context = Context()
        for (type, object) in event.data {
            let schema = governance.schemas[type]
            context[type] = try Value(object, as: schema?.feelType ?? .any, at: "event." + type)
        }
        context["type"] = .string(event.type)
        return .context(context)
    }

    /// Where the value of a name stands: of an activity that may be under way several times, its
    /// own run's or the newest.
    private func key(of name: String) -> String {
        matter.runs.isEmpty ? name : matter.newest(name, run, playbook)
    }

    /// The JSON behind a name, facts and told values laid over each other.
    func json(_ name: String) -> JSON? {
        let told = matter.values[key(of: name)]
        guard let fact = state.fact(name, of: matter) else { return told?.value }
        guard let told, let a = fact.value.objectValue, let b = told.value.objectValue else {
            return fact.value
        }
        // Of the same moment, what was learnt last.
        let isTold = (told.time, told.place) > (fact.asOf, fact.place)
        return .object(isTold ? a.merging(b) : b.merging(a))
    }

    /// The labels of what a set of paths reads, such as `account.tier`.
    func labels(of reads: [[String]]) -> Labels {
        var labels = Labels.none
        for path in reads {
            guard let name = path.first else { continue }
            labels = labels.union(self.labels(name, field: path.count > 1 ? path[1] : nil))
        }
        return labels
    }

    private func labels(_ name: String, field: String?) -> Labels {
        if name == Self.rulingName { return ruling?.labels ?? .none }
        if let known = memory.labels(name, field: field, at: age) { return known }
        let found = foundLabels(name, field: field)
        memory.keep(found, of: name, field: field, at: age)
        return found
    }

    private func foundLabels(_ name: String, field: String?) -> Labels {
        if name == "event" {
            guard let field, let schema = governance.schemas[field] else {
                return event?.labels ?? .none
            }
            return Classification.labels(of: nil, in: schema, otherwise: .none)
        }
        if let item = run?.item, item.name == name {
            return Classification.labels(
                of: field, in: item.object.flatMap { governance.schemas[$0] },
                otherwise: item.labels)
        }
        if let derivation = playbook.derivation(name) { return labels(of: derivation.reads) }
        if let history = playbook.history(name) { return past.labels(of: history) }
        let path = field.map { name + "." + $0 } ?? name
        if governance.declassified.contains(path) { return .none }
        var labels = Labels.none
        if let fact = state.fact(name, of: matter) {
            labels = Classification.labels(
                of: field, in: fact.schema.flatMap { governance.schemas[$0] },
                otherwise: fact.labels)
        }
        if let object = run?.event, object.data[name] != nil {
            labels = labels.union(object.labels)
        }
        if let told = matter.values[key(of: name)] {
            labels = labels.union(
                Classification.labels(
                    of: field, in: told.schema.flatMap { governance.schemas[$0] },
                    otherwise: told.labels))
        }
        return labels
    }

    private func makeEnvironment() -> Environment {
        let functions = HostFunctions(
            matter: matter, governance: governance, time: time, business: business, plain: plain)
        return Environment(now: plain.now, zones: zones) {
            (function, arguments) throws(Fault) -> Value in
            try functions.call(function, arguments)
        }
    }

    func evaluate(_ expression: Expression) -> Result<Value, EvaluationError> {
        expression.evaluate(expression.callsHost ? environment : plain) { name in
            switch Result(catching: { () throws(ConversionError) in try value(name) }) {
            case .success(let value): value
            case .failure: nil
            }
        }
    }
}
