import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Who may not, whatever his role: separation of duties and of interests.
extension Stepper {
    /// Whether one of the exclusions is about this person. What cannot be told excludes.
    func excludes(_ never: [Exclusion], _ person: Principal, in matter: CaseState) -> Bool {
        never.contains { exclusion in
            switch exclusion {
            case .role(let role): return person.roles.contains(role)
            case .whoDid(let activity): return doers(of: activity, in: matter).contains(person.id)
            case .person(let value):
                guard let names = names(value, in: matter) else { return true }
                return names.contains(person.id) || names.contains(person.name)
            }
        }
    }

    /// The people whom the exclusions of a task name, as it is when it is made.
    func excludedPeople(by never: [Exclusion], in matter: CaseState) -> [String] {
        never.flatMap { exclusion in
            switch exclusion {
            case .role: return [String]()
            case .whoDid(let activity): return doers(of: activity, in: matter)
            case .person(let value): return names(value, in: matter) ?? []
            }
        }
    }

    /// The names that an expression gives; nil: it cannot be told.
    private func names(_ value: Expression, in matter: CaseState) -> [String]? {
        guard let playbook = playbook(of: matter),
            case .success(let found) = scope(of: matter, playbook).evaluate(value)
        else { return nil }
        switch found {
        case .null: return []
        case .string(let name): return [name]
        case .list(let items): return items.compactMap(\.string)
        default: return nil
        }
    }

    /// The people who did the tasks of an activity, or consented to it.
    func doers(of activity: String, in matter: CaseState) -> [String] {
        let done = matter.tasks.filter { $0.activity == activity && $0.status == .completed }
        let effects = matter.effects.filter { $0.activity == activity }.map(\.id)
        let decided = matter.approvals.filter { effects.contains($0.effect) }
        return done.compactMap(\.by) + decided.compactMap(\.by)
    }

    /// The people whose word the arguments or the ruling were made from: who did the tasks whose
    /// values they read, and who told the events.
    func editors(of act: Act, in matter: CaseState) -> [String] {
        var editors: [String] = []
        for name in sources(of: act, in: matter) {
            editors += matter.tasks.filter {
                RunKey($0.activity).name == name && $0.status == .completed
            }
            .compactMap(\.by)
            // What a caller gave may stand on any work of people there.
            if matter.arguments[name] != nil,
                let caller = matter.parent.map({ self.matter($0.case) })
            {
                editors += caller.tasks.filter { $0.status == .completed }.compactMap(\.by)
            }
            let called = CaseParent(case: matter.id, activity: name)
            for child in state.cases where child.parent == called {
                editors += child.tasks.filter { $0.status == .completed }.compactMap(\.by)
            }
            if let place = matter.values[name]?.place, let event = state.event(place) {
                editors.append(event.actor)
            }
        }
        return editors
    }

    /// The names that arguments and ruling stand on, through derived values, decisions and what
    /// models were told.
    private func sources(of act: Act, in matter: CaseState) -> [String] {
        guard let playbook = playbook(of: matter) else { return [] }
        let decisions = governance(of: matter).decisions
        var names: [String] = []
        var open = act.with.flatMap { playbook.names(readBy: $0.value) }
        open += decisions[act.governedBy]?.inputs.map(\.name) ?? []
        while let name = open.popLast() {
            if names.contains(name) { continue }
            names.append(name)
            if let derived = playbook.derivation(name) { open += playbook.names(readBy: derived) }
            if let each = playbook.forEach(name) { open += playbook.names(readBy: each.list) }
            switch playbook.activity(name)?.kind {
            case .decide(let decision): open += decisions[decision]?.inputs.map(\.name) ?? []
            case .estimate(let estimate):
                open += estimate.with.flatMap { playbook.names(readBy: $0.value) }
            case .lookup(let work): open += work.with.flatMap { playbook.names(readBy: $0.value) }
            case .act(let act): open += act.with.flatMap { playbook.names(readBy: $0.value) }
            case .call(let call): open += call.with.flatMap { playbook.names(readBy: $0.value) }
            default: break
            }
        }
        return names
    }

    /// Whether the principal is the account's owner, as the CRM has it.
    func owns(_ principal: Principal, _ matter: CaseState) -> Bool {
        guard let owner = state.fact("account", of: matter)?.value["owner"]?.stringValue else {
            return false
        }
        return owner == principal.name || owner == principal.id
    }

    /// Whether the principal is an author of the decision model that asked, as it is in force for
    /// the case.
    func wrote(
        _ principal: Principal, _ ruling: DecisionState?, in matter: CaseState
    ) -> Bool {
        guard let ruling else { return false }
        let authors = governance(of: matter).decisions[ruling.model]?.authors ?? []
        return authors.contains(principal.name) || authors.contains(principal.id)
    }

    /// The labels that the principal may see, by the roles in force.
    func sight(of principal: Principal) -> Labels {
        principal.roles.reduce(Labels.none) {
            $0.union(context.governance.roles[$1]?.sees ?? .none)
        }
    }
}
