import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// What expressions of a case see: facts, what its events told, the values of its activities,
/// derived values, the ruling, and what happened.
///
/// A looked-up fact and an event may tell of the same object; field by field the later one wins.
struct CaseScope {
    let state: AnchorState
    let matter: CaseState
    let governance: Governance
    let playbook: Playbook
    let time: Instant
    let zones: any ZoneData
    /// The ruling's outputs, while arguments are evaluated; and its labels.
    var ruling: (value: JSON, labels: Labels, type: FEELType)?
    /// An event that is not part of the case yet: its objects stand under `event`.
    var event: KnownEvent? {
        didSet { read = Read() }
    }
    /// What was read of the case before: a value is read by many expressions.
    private var read = Read()

    private final class Read {
        var values: [String: Value?] = [:]
    }

    init(
        state: AnchorState, matter: CaseState, governance: Governance, playbook: Playbook,
        time: Instant, zones: any ZoneData
    ) {
        self.state = state
        self.matter = matter
        self.governance = governance
        self.playbook = playbook
        self.time = time
        self.zones = zones
    }

    /// The value of a name, or nil if nothing of that name is set.
    func value(_ name: String) throws(ConversionError) -> Value? {
        if name == "ruling" { return try found(name) }
        if let known = read.values[name] { return known }
        let value = try found(name)
        read.values[name] = .some(value)
        return value
    }

    private func found(_ name: String) throws(ConversionError) -> Value? {
        if name == "ruling" {
            return try ruling.map { ruling throws(ConversionError) in
                try Value(ruling.value, as: ruling.type, at: name)
            }
        }
        if name == "event" { return try event.map(eventValue) }
        if let object = event?.data[name] {
            // What the event tells stands for what is known of the case's object.
            return try Value(object, as: governance.schemas[name]?.feelType ?? .any, at: name)
        }
        let type = playbook.types[name] ?? .any
        if let derivation = playbook.derives.first(where: { $0.name == name }) {
            return try? evaluate(derivation.value).get()
        }
        guard let json = json(name) else { return type.isOptional ? .null : nil }
        return try Value(json, as: type, at: name)
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

    /// The JSON behind a name, facts and told values laid over each other.
    func json(_ name: String) -> JSON? {
        let told = matter.values[name]
        guard let fact = state.facts[name] else { return told?.value }
        guard let told, let a = fact.value.objectValue, let b = told.value.objectValue else {
            return fact.value
        }
        return .object(told.time > fact.asOf ? a.merging(b) : b.merging(a))
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
        if name == "ruling" { return ruling?.labels ?? .none }
        if name == "event" {
            guard let field, let schema = governance.schemas[field] else {
                return event?.labels ?? .none
            }
            return Classification.labels(of: nil, in: schema, otherwise: .none)
        }
        if let derivation = playbook.derives.first(where: { $0.name == name }) {
            return labels(of: derivation.value.reads)
        }
        let path = field.map { name + "." + $0 } ?? name
        if governance.declassified.contains(path) { return .none }
        var labels = Labels.none
        if let fact = state.facts[name] {
            labels = Classification.labels(
                of: field, in: fact.schema.flatMap { governance.schemas[$0] },
                otherwise: fact.labels)
        }
        if let told = matter.values[name] {
            labels = labels.union(
                Classification.labels(
                    of: field, in: told.schema.flatMap { governance.schemas[$0] },
                    otherwise: told.labels))
        }
        return labels
    }

    var environment: Environment {
        let functions = HostFunctions(
            matter: matter, governance: governance, time: time, zones: zones)
        return Environment(now: time.dateTime, zones: zones) {
            (function, arguments) throws(Fault) -> Value in
            try functions.call(function, arguments)
        }
    }

    func evaluate(_ expression: Expression) -> Result<Value, EvaluationError> {
        expression.evaluate(environment) { name in
            switch Result(catching: { () throws(ConversionError) in try value(name) }) {
            case .success(let value): value
            case .failure: nil
            }
        }
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    func floorRemainder(by divisor: Int64) -> Int64 {
        let rest = self % divisor
        return rest < 0 ? rest + divisor : rest
    }
}
