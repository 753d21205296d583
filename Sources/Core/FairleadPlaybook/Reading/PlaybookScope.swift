import FEEL
import FairleadDomain

/// The names that a playbook's expressions may read, each with its type and where it comes from.
///
/// These are: the objects that its events bring, by their type (the latest of each); its inputs,
/// which stand for an object of the same name; what was done before; what it derives; and its
/// activities by their ids. Under a ruling there is `ruling` with the decision's outputs;
/// `queueLoad` is always there.
struct PlaybookScope: Sendable {
    enum Origin: Sendable {
        /// An object of this type, or a list of them.
        case object(String)
        case derived(Expression)
        case decision(Decision)
        case estimate
        /// What an outside system answered in the middle of the plan: an object of this type, or a
        /// list of them.
        case answer(String)
        /// What another playbook gave that called this one.
        case parameter(PlaybookSignature.Parameter)
        /// What a called playbook gives.
        case called([PlaybookSignature.Parameter])
        /// An effect, a task or a wait: what became of it.
        case outcome
        /// A task with a form: what was filled in carries these labels.
        case form(Labels)
        /// What was done before, and these labels with it.
        case past(Labels)
        /// An item of a list.
        case item(PlaybookReader.ItemName)
        /// What became of something that is done for each item of a list.
        indirect case each(Origin, PlaybookReader.ItemName)
    }

    struct Name: Sendable {
        let name: String
        let type: FEELType
        let origin: Origin
        /// Set by the playbook itself, so that it cannot be given again.
        let isGiven: Bool

        var isOutcome: Bool {
            switch origin {
            case .outcome, .form, .each: true
            default: false
            }
        }
    }

    static let reserved = [
        QueueLoad.name, "ruling", "item", "partial", "occurred", "completed", "reference", "today",
        "now",
    ]

    /// What `estimate` activities give. `degraded` is true where the fallback stands.
    static let estimateType = FEELType.context(
        ContextType([
            .init("value", .number), .init("low", .number), .init("high", .number),
            .init("version", .string), .init("degraded", .boolean),
        ]))

    /// What `classify` activities give; `score` is the share of such answers that are right.
    static func choiceType(of labels: [String]) -> FEELType {
        .context(
            ContextType([
                .init("label", .enumeration(labels)), .init("score", .number),
                .init("version", .string), .init("degraded", .boolean),
            ]))
    }

    /// What becomes of an approval: `done` is consent.
    static let consentType = FEELType.context(
        ContextType([
            .init(
                "outcome",
                .enumeration([
                    "done", "skipped", "refused", "expired", "forbidden", "advised", "failed",
                ]))
        ]))

    /// What becomes of tasks and waits. As long as it is neither done nor skipped there is no such
    /// value.
    private static let outcomeType = FEELType.context(
        ContextType([.init("outcome", .enumeration(["done", "skipped"]))]))

    /// What becomes of effects, with the object that they answer with. Where consent was refused,
    /// or nobody answered, what comes after still waits; what the stage waits for may say so.
    private static func effectType(answer: FEELType?) -> FEELType {
        var fields: [ContextType.Field] = [
            .init("outcome", .enumeration(["done", "skipped", "refused", "expired"]))
        ]
        if let answer { fields.append(.init("answer", answer)) }
        return .context(ContextType(fields))
    }

    let vocabulary: Vocabulary
    private(set) var names: [Name] = []
    private(set) var activityNames: [String] = []
    private(set) var stageNames: [String] = []

    init(vocabulary: Vocabulary) {
        self.vocabulary = vocabulary
        set(QueueLoad.name, QueueLoad.type, .outcome, isGiven: true)
    }

    subscript(name: String) -> Name? { names.first { $0.name == name } }

    func isGiven(_ name: String) -> Bool { self[name]?.isGiven ?? false }

    // MARK: Declaring

    /// The objects of the events of a playbook: one that every opening brings is there, any other
    /// may be missing.
    mutating func declare(opening: [String], others: [String]) {
        let declared = opening.compactMap { vocabulary.events[$0] }
        for event in declared + others.compactMap({ vocabulary.events[$0] }) {
            for type in event.objects + event.optional {
                guard self[type] == nil, let object = vocabulary.types.type(type) else { continue }
                let always = declared.allSatisfy { $0.objects.contains(type) }
                set(type, always ? object : object.orNull, .object(type), isGiven: false)
            }
        }
    }

    mutating func declare(input name: String, _ lookUp: LookUp, otherwise: Input.Otherwise) {
        guard let operation = vocabulary.operations[lookUp.operation],
            let object = operation.gives, let single = vocabulary.types.type(object)
        else { return }
        let type = operation.givesList ? FEELType.list(single) : single
        let canMiss = otherwise == .degraded || otherwise == .none && !operation.givesList
        set(name, canMiss ? type.orNull : type, .object(object), isGiven: true)
    }

    mutating func declare(parameter: PlaybookSignature.Parameter) {
        set(parameter.name, parameter.type, .parameter(parameter), isGiven: true)
    }

    /// What a called playbook gives, and with which outcome its case closed.
    mutating func declare(call id: String, of callee: PlaybookSignature?) {
        activityNames.append(id)
        let given = callee?.gives ?? []
        let fields = given.map { ContextType.Field($0.name, $0.type) }
        set(
            id, .context(ContextType(fields + [.init("outcome", .string)])), .called(given),
            isGiven: true)
    }

    mutating func declare(stage name: String) { stageNames.append(name) }

    mutating func declare(derived name: String, _ value: Expression) {
        set(name, value.type, .derived(value), isGiven: true)
    }

    mutating func declare(activity id: String, kind: String, subject: String) {
        activityNames.append(id)
        switch kind {
        case "estimate": set(id, PlaybookScope.estimateType, .estimate, isGiven: true)
        case "classify":
            let labels = vocabulary.models[subject]?.labels ?? []
            set(id, PlaybookScope.choiceType(of: labels), .estimate, isGiven: true)
        case "lookup":
            guard let operation = vocabulary.operations[subject], let object = operation.gives,
                let single = vocabulary.types.type(object)
            else { return }
            set(
                id, operation.givesList ? .list(single) : single, .answer(object),
                isGiven: true)
        case "decide":
            guard let decision = vocabulary.decisions[subject] else { return }
            set(id, decision.type, .decision(decision), isGiven: true)
        case "task", "choose", "wait":
            set(id, PlaybookScope.outcomeType, .outcome, isGiven: true)
        case "approve": set(id, PlaybookScope.consentType, .outcome, isGiven: true)
        default:
            let operation =
                kind == "notify" ? vocabulary.templates[subject]?.via : subject
            let answer = operation.flatMap { vocabulary.operations[$0]?.gives }
                .flatMap { vocabulary.types.type($0) }
            set(id, PlaybookScope.effectType(answer: answer), .outcome, isGiven: true)
        }
    }

    mutating func declare(task id: String, _ type: FEELType, _ labels: Labels) {
        set(id, type, .form(labels), isGiven: true)
    }

    mutating func declare(history name: String, _ type: FEELType, _ labels: Labels) {
        set(name, type, .past(labels), isGiven: true)
    }

    mutating func declareLocal(_ name: String, _ type: FEELType) {
        set(name, type, .outcome, isGiven: true)
    }

    /// An activity's name means nothing as long as it is not known for each of what it is done.
    mutating func withdraw(activity id: String) -> Name? {
        guard let place = names.firstIndex(where: { $0.name == id }) else { return nil }
        return names.remove(at: place)
    }

    /// What an activity gives that is done for each item of a list.
    mutating func declare(
        each id: String, _ type: FEELType, _ single: Origin, _ item: PlaybookReader.ItemName
    ) {
        set(id, type, .each(single, item), isGiven: true)
    }

    mutating func declare(_ item: PlaybookReader.ItemName) {
        set(item.name, item.type, .item(item), isGiven: true)
    }

    private mutating func set(
        _ name: String, _ type: FEELType, _ origin: Origin, isGiven: Bool
    ) {
        names.removeAll { $0.name == name }
        names.append(Name(name: name, type: type, origin: origin, isGiven: isGiven))
    }

    // MARK: Narrowing

    /// With the objects of one event there for certain, as its own `when` sees them; they stand
    /// for whatever else has their names.
    func after(event: String) -> PlaybookScope {
        var copy = self
        guard let declared = vocabulary.events[event] else { return copy }
        for type in declared.objects {
            guard let object = vocabulary.types.type(type) else { continue }
            copy.set(type, object, .object(type), isGiven: isGiven(type))
        }
        return copy
    }

    /// Where conditions hold that say of some names that they are not null.
    func knowing(_ conditions: [Expression?]) -> PlaybookScope {
        var copy = self
        for name in conditions.compactMap({ $0 }).flatMap(\.presupposed) {
            guard let known = copy[name] else { continue }
            copy.set(name, known.type.required, known.origin, isGiven: known.isGiven)
        }
        return copy
    }

    /// With `ruling`: what the governing decision gave.
    func under(ruling decision: Decision) -> PlaybookScope {
        var copy = self
        copy.set("ruling", decision.type, .decision(decision), isGiven: true)
        return copy
    }

    /// Without what a playbook does: an opening is asked before any of it. The event is part of
    /// the matter already, so an input of an object's name has taken it in.
    func opening(event: String) -> PlaybookScope {
        var copy = self
        for type in vocabulary.events[event]?.objects ?? [] where !isGiven(type) {
            guard let object = vocabulary.types.type(type) else { continue }
            copy.set(type, object, .object(type), isGiven: false)
        }
        copy.names.removeAll { activityNames.contains($0.name) }
        return copy
    }

    /// As values have them at run time: what was skipped has no answer.
    var types: [String: FEELType] {
        var types: [String: FEELType] = [:]
        for name in names {
            guard name.isOutcome, case .context(let type) = name.type else {
                types[name.name] = name.type
                continue
            }
            let fields = type.fields.map { field in
                if field.name == "outcome" { return field }
                if case .each = name.origin, field.name == ForEach.items {
                    return ContextType.Field(field.name, field.type.withMissingEntries.orNull)
                }
                return ContextType.Field(field.name, field.type.orNull)
            }
            types[name.name] = .context(ContextType(fields))
        }
        return types
    }

    /// As FEEL wants it.
    var feel: Scope {
        Scope(
            names.map { ($0.name, $0.type) },
            functions: HostFunction.signatures(vocabulary, stages: stageNames))
    }
}

extension FEELType {
    /// A list of contexts of which each entry may be missing.
    fileprivate var withMissingEntries: FEELType {
        guard case .list(.context(let entry)) = self else { return self }
        return .list(
            .context(
                ContextType(entry.fields.map { ContextType.Field($0.name, $0.type.orNull) })))
    }
}
