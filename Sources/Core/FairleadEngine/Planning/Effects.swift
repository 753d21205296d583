import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// From a ruling to an effect.
extension Stepper {
    /// Rules on an act, freezes its arguments, and lets it go as far as the ruling allows.
    mutating func plan(
        _ act: Act, _ activity: Activity, in stage: Stage, of id: String, _ playbook: Playbook
    ) {
        let scope = scope(of: matter(id), playbook)
        let ruled: Deciding
        switch Deciding.evaluate(act.governedBy, scope) {
        case .success(let decided): ruled = decided
        case .failure(let problem):
            return fail(activity, in: stage, of: id, "ruling-undecided", problem.message)
        }
        var ruling = Ruling(outputs: ruled.outputs)
        let decision = mint(.decision)
        emit(ruled.record(id: decision, of: activity.id, in: id, at: time, true))
        if ruling.level == nil { ruling.level = .forbidden }
        guard let level = ruling.level, level != .forbidden else {
            dropQuestion(activity.id, of: id, reason: "forbidden")
            emit(
                ActivityChanged(
                    matter: id, activity: activity.id, change: .ended, reason: "forbidden"))
            if let path = act.ifRefused {
                follow(path, from: activity.id, about: activity.id, of: id, "forbidden")
            }
            return
        }
        let argumentScope = self.scope(of: matter(id), playbook).ruled(
            by: .init(value: ruled.outputs, labels: ruled.labels, type: ruled.decision.type))
        let isBatch = activity.forEach?.isBatch ?? false
        let frozen =
            isBatch
            ? frozenBatch(act, activity.id, of: id, argumentScope)
            : self.frozen(act, argumentScope)
        switch frozen {
        case .success(let (arguments, labels)):
            let planned = Planned(
                act: act, operation: isBatch ? Act.consent : act.operation,
                activity: activity.id, decision: decision, ruling: ruling,
                level: level, arguments: arguments, labels: labels)
            emit(planned, of: id, argumentScope)
        case .failure(let problem):
            fail(activity, in: stage, of: id, Self.argumentsUndecided, problem.message)
        }
    }

    /// What a planned effect consists of.
    struct Planned {
        let act: Act
        /// The act's own, or the consent to a batch of it.
        let operation: String
        let activity: String
        let decision: String
        let ruling: Ruling
        let level: Ruling.Level
        let arguments: JSONObject
        let labels: Labels
    }

    func frozen(
        _ act: Act, _ scope: CaseScope
    ) -> Result<(JSONObject, Labels), Deciding.Problem> {
        var object = JSONObject()
        var labels = Labels.internalUse
        for argument in act.with {
            switch scope.evaluate(argument.value) {
            case .success(let value):
                let day = argument.businessDay.flatMap { businessDay($0, scope) }
                object[argument.name] = day?.json ?? JSON(value)
                labels = labels.union(scope.labels(of: argument.value.reads))
            case .failure(let error):
                return .failure(
                    Deciding.Problem(message: "\(argument.name): \(error.code.rawValue)"))
            }
        }
        if let name = act.template {
            guard let template = scope.governance.templates[name],
                let (text, read) = rendered(template.text, scope)
            else { return .failure(Deciding.Problem(message: "template \(name)")) }
            object["text"] = .string(text)
            labels = labels.union(read)
        }
        return .success((object, labels))
    }

    private func businessDay(
        _ argument: Argument.BusinessDay, _ scope: CaseScope
    ) -> BusinessDay? {
        guard case .success(.daysTime(let after)) = scope.evaluate(argument.after),
            case .success(.string(let zone)) = scope.evaluate(argument.zone)
        else { return nil }
        guard let calendar = argument.calendar else {
            return BusinessDay(after: after, zone: zone, calendar: nil)
        }
        guard case .success(.string(let name)) = scope.evaluate(calendar) else { return nil }
        return BusinessDay(after: after, zone: zone, calendar: name)
    }

    /// The text of a template, and the labels of what it reads; nil where a place has no value.
    func rendered(_ template: TextTemplate, _ scope: CaseScope) -> (String, Labels)? {
        var text = ""
        var labels = Labels.none
        for part in template.parts {
            switch part {
            case .text(let plain): text += plain
            case .place(let expression):
                guard case .success(let value) = scope.evaluate(expression), !value.isNull else {
                    return nil
                }
                text += TextTemplate.words(for: value)
                labels = labels.union(scope.labels(of: expression.reads))
            }
        }
        return (text, labels)
    }

    private mutating func emit(_ planned: Planned, of id: String, _ scope: CaseScope) {
        if let before = questioned(planned.activity, of: id) {
            if planned.level == .approval,
                isUnchanged(before, planned, shown(of: planned, scope).0, of: id)
            {
                return emit(
                    ActivityChanged(
                        matter: id, activity: planned.activity, change: .running,
                        reason: "unchanged"))
            }
            withdraw(before, of: id, reason: "facts-changed")
        }
        let effect = mint(.effect)
        let digest = EffectDigest.of(
            tenant: context.tenant, matter: id, effect: effect,
            operation: planned.operation, arguments: planned.arguments,
            decision: planned.decision)
        let status: Effect.Status
        switch planned.level {
        case .automatic where planned.act.isDraft: status = .advised
        case .approval where planned.act.isDraft: status = .advised
        case .automatic: status = .rechecking
        case .approval: status = .waitingForApproval
        case .advisory, .forbidden: status = .advised
        }
        emit(
            EffectPlanned(
                matter: id, id: effect, activity: planned.activity,
                operation: planned.operation,
                reference: EffectReference.of(
                    planned.activity, in: matter(id), state, tenant: context.tenant),
                decision: planned.decision,
                level: planned.level.rawValue, digest: digest, reverses: nil, status: status,
                arguments: planned.arguments, labels: planned.labels))
        if planned.act.isDraft {
            // It is there to be sent by somebody: that is all that was asked for.
            return emit(
                ActivityChanged(
                    matter: id, activity: planned.activity, change: .done, reason: nil))
        }
        switch planned.level {
        case .automatic: release(effect, of: id, planned.act)
        case .approval: askApproval(for: effect, digest, planned, of: id, scope)
        case .advisory, .forbidden:
            emit(
                ActivityChanged(
                    matter: id, activity: planned.activity, change: .ended, reason: "advised"))
        }
    }

    /// What the approver reads, and its labels.
    private func shown(of planned: Planned, _ scope: CaseScope) -> (String, Labels) {
        planned.act.shows.flatMap { rendered($0, scope) } ?? (
            Self.words(planned.act.operation, planned.arguments), planned.labels
        )
    }

    private mutating func askApproval(
        for effect: String, _ digest: Digest, _ planned: Planned, of id: String,
        _ scope: CaseScope
    ) {
        let (shown, read) = shown(of: planned, scope)
        ask(
            planned.ruling.steps[0], step: 1, for: effect, digest, of: id,
            within: planned.act.approveWithin, shown: shown,
            labels: planned.labels.union(read))
    }

    /// How old a fact may be to count as read just before dispatch, in milliseconds.
    static let recheckFreshMilliseconds: Int64 = 10_000

    /// Lets an effect go, once its facts are read again and no claim stands in its way.
    mutating func release(_ effect: String, of id: String, _ act: Act) {
        guard let known = matter(id).effect(effect), let playbook = playbook(of: matter(id)) else {
            return
        }
        let stale = playbook.inputs.filter { input in
            guard act.recheck.contains(input.name) else { return false }
            let asOf = state.fact(input.name, of: matter(id))?.asOf.milliseconds ?? 0
            return asOf + Self.recheckFreshMilliseconds < time.milliseconds
        }
        if !known.rechecked, !stale.isEmpty {
            if known.status != .rechecking {
                emit(
                    EffectChanged(matter: id, id: effect, status: .rechecking, reason: nil))
            }
            for input in stale { recheck(input, for: effect, of: id, playbook) }
            return
        }
        claim(effect, of: id)
    }

    private mutating func recheck(
        _ input: Input, for effect: String, of id: String, _ playbook: Playbook
    ) {
        let found = arguments(input.with, of: matter(id), playbook)
        let lookup = mint(.lookup)
        emit(
            LookupAsked(
                matter: id, id: lookup, name: input.name, operation: input.operation,
                purpose: .recheck(effect: effect),
                deadline: Instant(milliseconds: time.milliseconds + input.withinMilliseconds),
                arguments: found?.0 ?? [:], labels: found?.1 ?? .internalUse,
                isOfCase: input.isOfCase))
        giveUpUnlessAskable(lookup, found != nil, of: id)
    }

    /// Takes the side that the operation declares; the other side of the same resource, taken by
    /// anyone else, holds the effect and names both.
    mutating func claim(_ effect: String, of id: String) {
        guard let known = matter(id).effect(effect) else { return }
        if let why = obstacle(to: id) {
            if known.status != .held {
                emit(EffectChanged(matter: id, id: effect, status: .held, reason: why))
            }
            return
        }
        let governance = governance(of: matter(id))
        guard let claim = governance.operations[known.operation]?.claims else {
            return letGo(effect, of: id)
        }
        if let other = state.holds(onAccountOf: id).first(where: {
            $0.resource == claim.resource && $0.side != claim.side && $0.by != effect
        }) {
            if known.status != .held {
                emit(EffectChanged(matter: id, id: effect, status: .held, reason: "conflict"))
            }
            raise(
                "conflict", owner: other.owner, about: effect, in: id,
                "\(claim.resource): \(known.operation) wants \(claim.side), but "
                    + "\(other.by) in case \(other.caseID) holds \(other.side)")
            return
        }
        emit(
            HoldChanged(
                matter: id, resource: claim.resource, side: claim.side, by: effect,
                owner: owner(of: id), isTaken: true))
        letGo(effect, of: id)
    }

    private mutating func letGo(_ effect: String, of id: String) {
        guard let known = matter(id).effect(effect), known.status != .ready else { return }
        if known.operation == Act.consent {
            settleWhatHeld(effect, of: id)
            // Consent was all that was wanted of it: nothing leaves.
            emit(
                EffectConcluded(
                    matter: id, id: effect, status: .done, code: nil, records: [],
                    readBack: nil, answer: .null, labels: known.labels))
            if isBatch(known, of: id) { release(batch: known, of: id) }
            return
        }
        var days = JSONObject()
        var calendars: [CalendarUse] = []
        // Once an attempt has left, all further ones say the same.
        for (name, value) in known.arguments where known.attempts == 0 {
            guard let relative = BusinessDay(value) else { continue }
            guard let day = try? relative.day(from: time, business) else {
                emit(EffectChanged(matter: id, id: effect, status: .held, reason: "no-day"))
                raise(
                    "day-undecided", owner: owner(of: id), about: effect, in: id,
                    "\(known.operation): the zone or the calendar of \(name) has no answer")
                return
            }
            days[name] = JSON(Value.date(day))
            if let use = calendarUse(relative.calendar), !calendars.contains(use) {
                calendars.append(use)
            }
        }
        settleWhatHeld(effect, of: id)
        emit(
            EffectChanged(
                matter: id, id: effect, status: .ready, reason: nil, days: days,
                labels: known.labels, calendars: calendars))
        markIfDown(known.operation, in: id)
    }

    /// What kept an effect from leaving is over once it goes: nobody should settle it later, when
    /// it would mean something else.
    private mutating func settleWhatHeld(_ effect: String, of id: String) {
        for exception in matter(id).exceptions
        where exception.about == effect && exception.status == .open {
            settle(exception, of: id)
        }
    }

    /// Effects are about to leave: the attempt stands on the ledger before it does.
    mutating func begin(_ effects: [String]) {
        for matter in state.cases {
            for effect in matter.effects
            where effects.contains(effect.id) && effect.status == .ready {
                var findFirst = effect.findFirst
                // The process, or its system, was not there when it was to be tried again.
                if keyIsForgotten(effect, of: matter) {
                    conclude(effect, of: matter.id, .unknown, "key-forgotten")
                    advance(matter.id)
                    continue
                }
                if effect.isInDoubt, case .find(_?) = once(effect, of: matter) {
                    findFirst = true
                }
                if let since = mayBeForgotten(effect, of: matter) {
                    switch once(effect, of: matter) {
                    case .key(let kept)
                    where time.milliseconds - since.milliseconds
                        < Once.reliedOn(keptMilliseconds: kept):
                        break
                    case .find(_?): findFirst = true
                    case .key, .find(nil), .none:
                        conclude(effect, of: matter.id, .unknown, "restored")
                        advance(matter.id)
                        continue
                    }
                }
                emit(
                    EffectAttempted(
                        matter: matter.id, id: effect.id, attempt: effect.attempts + 1,
                        findFirst: findFirst))
            }
        }
    }
}

extension Stepper {
    /// Whether it may have been done so long ago that its receiver may not know its key any more
    /// when a repetition arrives that leaves now, or at `next`.
    func keyIsForgotten(
        _ effect: EffectState, of matter: CaseState, at next: Instant? = nil
    ) -> Bool {
        guard effect.isInDoubt, case .key(let kept) = once(effect, of: matter) else {
            return false
        }
        let first = effect.firstAttempted ?? effect.planned
        let passed = (next ?? time).milliseconds - first.milliseconds
        return passed >= Once.reliedOn(keptMilliseconds: kept)
    }

    private func once(_ effect: EffectState, of matter: CaseState) -> Once {
        governance(of: matter).operations[effect.operation]?.once ?? .none
    }

    /// Since when it may have been done already, unknown to a store that was restored from a
    /// backup; nil: it was not. What can be found is looked for first, and what neither a key nor
    /// a reference makes once is a person's, who may insist.
    private func mayBeForgotten(_ effect: EffectState, of matter: CaseState) -> Instant? {
        guard let restored = context.restored,
            let began = matter.happened.first?.time
                ?? state.event(matter.triggerPlace)?.time,
            began < restored,
            !matter.exceptions.contains(where: { $0.about == effect.id && $0.status == .retried })
        else { return nil }
        return began
    }
}

/// The digest that binds an approval to one exact effect: tenant, case, effect, operation,
/// arguments and ruling.
enum EffectDigest {
    static func of(
        tenant: String, matter: String, effect: String, operation: String,
        arguments: JSONObject, decision: String
    ) -> Digest {
        Digest.sha256(
            domain: .effect, Array(tenant.utf8), Array(matter.utf8), Array(effect.utf8),
            Array(operation.utf8), JSON.object(arguments).bytes, Array(decision.utf8))
    }
}

extension DigestDomain {
    static let effect = DigestDomain("fairlead.effect.1")
    static let shown = DigestDomain("fairlead.shown.1")
}
