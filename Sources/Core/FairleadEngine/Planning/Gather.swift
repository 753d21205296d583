import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Facts before decisions: look-ups for a playbook's condition, then for its stages.
extension Stepper {
    /// Offers the matter to the playbooks in the catalog's order; the first whose `when` holds
    /// takes it. What a condition reads is looked up before.
    mutating func gather(_ id: String) {
        let known = matter(id)
        guard let governance = context.governance(known.catalog) else { return }
        if let other = caseTakenMeanwhile(for: known) { return merge(id, into: other) }
        for playbook in governance.playbooks where playbook.opens(on: known.trigger) {
            for (index, opening) in playbook.opens.enumerated()
            where opening.event == known.trigger {
                guard let when = opening.when else { return choose(playbook, for: id) }
                guard have(playbook.inputs(ofOpening: index), of: id, playbook) else { return }
                switch scope(of: matter(id), playbook).evaluate(when) {
                case .success(.boolean(true)): return choose(playbook, for: id)
                case .success(.boolean(false)): continue
                case .success, .failure:
                    raise(
                        "condition-undecided", owner: playbook.owner, about: playbook.name, in: id,
                        "whether \(playbook.name) applies cannot be decided")
                    return
                }
            }
        }
        close(id, outcome: "not-concerned")
    }

    /// The case that what opened this one belongs to: it was still gathered for, too, when this
    /// one was opened. Two events make one case whether they come together or apart.
    private func caseTakenMeanwhile(for matter: CaseState) -> String? {
        guard state.cases.count > 1, matter.parent == nil, let account = matter.account,
            let event = state.event(matter.triggerPlace)
        else { return nil }
        return openCase(
            for: event, of: account, but: cases(apartFrom: event).union([matter.id]))
    }

    private mutating func choose(_ playbook: Playbook, for id: String) {
        emit(PlaybookChosen(id: id, playbook: playbook.name, version: playbook.version))
        takeClaims(of: id)
        startClocks(id)
        if let event = state.event(matter(id).triggerPlace) { react(to: event, in: id) }
        lookBack(for: id)
    }

    /// Whether the inputs of a stage are there, or their time has passed.
    mutating func haveInputs(of stage: Stage, _ id: String, _ playbook: Playbook) -> Bool {
        have(playbook.inputs(of: stage), of: id, playbook, since: matter(id).anew[stage.name])
    }

    /// Asks for what is missing or too old; true when nothing more must be waited for.
    private mutating func have(
        _ inputs: [Input], of id: String, _ playbook: Playbook, since anew: Instant? = nil
    ) -> Bool {
        var isComplete = true
        let known = matter(id)
        // A case that was opened again asks anew, and so does a stage that is begun anew.
        let began = max(known.reopened ?? known.opened, anew ?? .earliest)
        for input in inputs where !has(input, of: id, since: began) {
            isComplete = false
            if !isWithPerson(input, of: id, since: began) { ask(input, of: id, playbook) }
        }
        return isComplete
    }

    /// What could not be looked up is not asked again as long as a person was asked about it.
    private func isWithPerson(_ input: Input, of id: String, since began: Instant) -> Bool {
        let known = matter(id)
        let last = known.lookups.last { $0.name == input.name && $0.purpose == .input }
        guard let last, last.status == .failed, last.asked >= began else { return false }
        return known.exceptions.contains { $0.about == last.id && $0.status == .open }
    }

    private func has(_ input: Input, of id: String, since began: Instant) -> Bool {
        let known = matter(id)
        // Once a case has a fact, or goes on without it, its age is not asked again: decisions
        // are made from what was gathered, and `recheck` reads again before an effect leaves.
        if known.lookups.contains(where: {
            $0.name == input.name && $0.purpose == .input && $0.asked >= began
                && ($0.status == .answered || $0.missed)
        }) {
            return true
        }
        guard
            let fact = input.isOfCase ? known.facts[input.name] : state.fact(input.name, of: known)
        else { return false }
        return fact.asOf.milliseconds + input.newerThanMilliseconds >= began.milliseconds
    }

    private mutating func ask(_ input: Input, of id: String, _ playbook: Playbook) {
        let known = matter(id)
        guard
            !known.lookups.contains(where: {
                $0.name == input.name && $0.purpose == .input && $0.isOpen
            })
        else { return }
        let found = arguments(input.with, of: known, playbook)
        let lookup = mint(.lookup)
        emit(
            LookupAsked(
                matter: id, id: lookup, name: input.name, operation: input.operation,
                purpose: .input,
                deadline: Instant(milliseconds: time.milliseconds + input.withinMilliseconds),
                arguments: found?.0 ?? [:], labels: found?.1 ?? .internalUse,
                isOfCase: input.isOfCase))
        giveUpUnlessAskable(lookup, found != nil, of: id)
        goOnWithout(lookup, input, of: id)
    }

    /// Where what it would ask by is not known, waiting would not make it so.
    mutating func giveUpUnlessAskable(_ lookup: String, _ isAskable: Bool, of id: String) {
        guard !isAskable, let asked = matter(id).lookups.last(where: { $0.id == lookup }) else {
            return
        }
        giveUp(asked, Self.argumentMissing, of: id)
    }

    static let argumentMissing = "argument-missing"

    /// What could not be asked or done, because a system's name for the account was not known,
    /// is asked and done now.
    mutating func learnReferences(of account: AccountContext) {
        for matter in state.cases where matter.account == account.id && !matter.isOver {
            learn(account.references, in: matter.id)
            advance(matter.id)
        }
        if state.events.contains(where: { $0.account == account.id && $0.parked != nil }) {
            remember(account)
        }
    }

    /// Keeps what systems call an account for a case of it that is still to come.
    mutating func remember(_ account: AccountContext) {
        guard state.context(of: account.id) != account else { return }
        emit(
            ReferencesLearned(
                caseID: nil, account: account.id, references: account.references))
    }

    mutating func learn(_ references: [ExternalReference], in id: String) {
        let known = matter(id)
        guard known.references != references else { return }
        emit(ReferencesLearned(caseID: id, account: known.account, references: references))
        if let playbook = playbookOrCandidate(of: id) {
            for lookup in known.lookups where lookup.failure == Self.argumentMissing {
                askAgain(lookup, of: id, playbook)
            }
        }
        for effect in known.effects where effect.status == .rechecking {
            recheckAgain(effect, of: id)
        }
        let stuck = matter(id).exceptions.filter {
            $0.status == .open && $0.code == Self.argumentsUndecided
        }
        for exception in stuck {
            settle(exception, of: id)
            redo([exception.about], of: id, reason: "references-learnt")
        }
    }

    private mutating func askAgain(_ lookup: LookupState, of id: String, _ playbook: Playbook) {
        let known = matter(id)
        guard lookup.purpose == .input,
            let input = playbook.inputs.first(where: { $0.name == lookup.name }),
            known.lookups.last(where: { $0.name == lookup.name && $0.purpose == .input })?.id
                == lookup.id,
            arguments(input.with, of: known, playbook) != nil
        else { return }
        for exception in known.exceptions
        where exception.about == lookup.id && exception.status == .open {
            settle(exception, of: id)
        }
        ask(input, of: id, playbook)
    }

    private mutating func recheckAgain(_ effect: EffectState, of id: String) {
        let known = matter(id)
        let isStuck = known.lookups.contains {
            $0.purpose == .recheck(effect: effect.id) && $0.failure == Self.argumentMissing
        }
        guard isStuck, let act = act(effect.activity, of: id) else { return }
        for exception in known.exceptions
        where exception.about == effect.id && exception.status == .open {
            settle(exception, of: id)
        }
        release(effect.id, of: id, act)
    }

    /// Arguments in FEEL, evaluated; nil where one reads what is not there yet.
    func arguments(
        _ arguments: [Argument], of matter: CaseState, _ playbook: Playbook
    ) -> (JSONObject, Labels)? {
        let scope = scope(of: matter, playbook)
        var object = JSONObject()
        var labels = Labels.internalUse
        for argument in arguments {
            guard case .success(let value) = scope.evaluate(argument.value) else { return nil }
            object[argument.name] = JSON(value)
            labels = labels.union(scope.labels(of: argument.value.reads))
        }
        return (object, labels)
    }
}
