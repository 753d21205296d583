import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What the outside answers comes back as evidence, facts and outcomes.
extension Stepper {
    mutating func take(_ answer: Answer, for work: String) {
        if let lookup = state.lookups.first(where: { $0.id == work }) {
            return takeIdentity(answer, for: lookup)
        }
        for matter in state.cases {
            if let lookup = matter.lookups.first(where: { $0.id == work }) {
                return take(answer, for: lookup, of: matter.id)
            }
            if let effect = matter.effect(work) { return take(answer, for: effect, of: matter.id) }
        }
        emit(AnswerIgnored(matter: nil, work: work, code: "unknown-work"))
    }

    private mutating func take(_ answer: Answer, for lookup: LookupState, of id: String) {
        guard lookup.isOpen, !matter(id).isOver else {
            return emit(AnswerIgnored(matter: id, work: lookup.id, code: "over"))
        }
        switch answer {
        case .done(let value, let records, _):
            if case .estimate(let activity) = lookup.purpose {
                takeEstimate(value, for: lookup, activity, of: id)
            } else {
                record(value, records, for: lookup, of: id)
            }
        case .failed(let code, _): giveUp(lookup, code, of: id)
        case .retry(let code, let after):
            putOff(lookup, code, after, answer.errorKind, of: id)
        case .unknown(let code): putOff(lookup, code, nil, answer.errorKind, of: id)
        }
        catchUp(id)
        advance(id)
    }

    /// The wait before a question is asked again.
    func retryAt(_ attempts: Int, after: Int64?, _ policy: RetryPolicy) -> Instant {
        let wait = max(
            after ?? 0, policy.wait(beforeAttempt: attempts + 1, jitter: context.jitter))
        return Instant(milliseconds: time.milliseconds + wait)
    }

    private mutating func putOff(
        _ lookup: LookupState, _ code: String, _ after: Int64?, _ kind: ErrorKind?, of id: String
    ) {
        let operation = governance(of: matter(id)).operations[lookup.operation]
        guard let until = askAgainAt(lookup, after, kind, operation) else {
            return giveUp(lookup, code, of: id)
        }
        emit(
            LookupChanged(
                matter: id, id: lookup.id, change: .deferred(until: until, code: code)))
    }

    /// When a question is asked again after an error; nil: it was asked often enough.
    func askAgainAt(
        _ lookup: LookupState, _ after: Int64?, _ kind: ErrorKind?,
        _ operation: OperationDeclaration?
    ) -> Instant? {
        let policy = (operation?.retry ?? .ofQuestions).policy(for: kind ?? .busy)
        let until = retryAt(lookup.attempts + 1, after: after, policy)
        let mayAsk = policy.allowsAttempt(
            after: lookup.attempts + 1, since: lookup.asked, at: until)
        return mayAsk ? until : nil
    }

    /// A question that will not be answered: the declared way without it, or a person.
    mutating func giveUp(_ lookup: LookupState, _ code: String, of id: String) {
        emit(LookupChanged(matter: id, id: lookup.id, change: .failed(code: code)))
        switch lookup.purpose {
        case .estimate(let activity):
            guard let estimate = estimate(activity, of: id) else { return }
            fallBack(on: estimate, activity, of: id, "failed", lookup: lookup.id)
        case .activity(let activity): giveUp(lookup, of: activity, in: id, code)
        case .recheck(let effect):
            raise(
                "recheck-failed", owner: owner(of: id), about: effect, in: id,
                "\(lookup.name) could not be read again before \(effect)")
        case .input:
            let input = playbookOrCandidate(of: id)?.inputs.first { $0.name == lookup.name }
            if input?.otherwise == Input.Otherwise.exception {
                raise(
                    "input-missing", owner: owner(of: id), about: lookup.id, in: id,
                    "\(lookup.name) could not be looked up: \(code)")
            } else if !lookup.missed {
                emit(LookupChanged(matter: id, id: lookup.id, change: .missed))
            }
        }
    }

    /// The playbook, or while facts are gathered the first one that may take the matter.
    func playbookOrCandidate(of id: String) -> Playbook? {
        let known = matter(id)
        return playbook(of: known)
            ?? governance(of: known).playbooks.first { $0.opens(on: known.trigger) }
    }

    private mutating func record(
        _ value: JSON, _ records: [String], for lookup: LookupState, of id: String
    ) {
        let governance = governance(of: matter(id))
        let operation = governance.operations[lookup.operation]
        let schema = operation?.gives.flatMap { governance.schemas[$0] }
        emit(
            FactRecorded(
                matter: id, lookup: lookup.id, name: lookup.name,
                source: operation?.connector ?? "", records: records, schema: schema?.type,
                asOf: time,
                parts: Classification.split(
                    value, by: schema,
                    otherwise: lookup.purpose.activity == nil ? .internalUse : lookup.labels),
                activity: lookup.purpose.activity))
        if case .recheck(let effect) = lookup.purpose { afterRecheck(effect, of: id) }
    }

    // MARK: Models

    func estimate(_ activity: String, of id: String) -> Estimate? {
        guard case .estimate(let estimate)? = plannedActivity(activity, of: id)?.kind else {
            return nil
        }
        return estimate
    }

    private mutating func takeEstimate(
        _ value: JSON, for lookup: LookupState, _ activity: String, of id: String
    ) {
        guard let estimate = estimate(activity, of: id) else { return }
        let answer = EstimateAnswer(value, within: estimate)
        if let why = answer.refusal {
            if answer.isUnsure, let code = estimate.exception {
                raise(
                    code, owner: owner(of: id), about: activity, in: id,
                    "\(estimate.model): \(why); \(estimate.standing) stands in its place")
            }
            return fallBack(on: estimate, activity, of: id, why, lookup: lookup.id)
        }
        emit(
            EvidenceRecorded(
                matter: id, activity: activity, lookup: lookup.id, model: estimate.model,
                version: answer.version, fallback: nil, value: answer.json,
                labels: lookup.labels))
    }

    // MARK: Effects

    private mutating func take(_ answer: Answer, for effect: EffectState, of id: String) {
        guard effect.status == .attempting else {
            return emit(AnswerIgnored(matter: id, work: effect.id, code: effect.status.rawValue))
        }
        let declaration = governance(of: matter(id)).operations[effect.operation]
        let policy = (declaration?.retry ?? .standard).policy(for: answer.errorKind ?? .busy)
        switch answer {
        case .done(let value, let records, let readBack):
            conclude(effect, of: id, value, records, readBack)
        case .failed(let code, _): concludeUndone(effect, of: id, code)
        case .retry(let code, let after):
            let until = retryAt(effect.attempts, after: after, policy)
            if effect.allowsAttempt(at: until, by: policy),
                !keyIsForgotten(effect, of: matter(id), at: until)
            {
                emit(
                    EffectDeferred(
                        matter: id, id: effect.id, until: until, code: code, findFirst: false,
                        isDoubtful: false))
            } else {
                concludeUndone(effect, of: id, code)
            }
        case .unknown(let code): doubt(effect, of: id, code, declaration, policy)
        }
        advance(id)
    }

    /// The last attempt was surely not done; an earlier one may have been.
    private mutating func concludeUndone(_ effect: EffectState, of id: String, _ code: String) {
        conclude(effect, of: id, effect.isInDoubt ? .unknown : .failed, code)
    }

    /// An attempt that may have been done: each way of being once has its own answer.
    private mutating func doubt(
        _ effect: EffectState, of id: String, _ code: String,
        _ declaration: OperationDeclaration?, _ policy: RetryPolicy
    ) {
        let until: Instant?
        var findFirst = false
        switch declaration?.once ?? .none {
        case .key(let kept):
            let again = retryAt(effect.attempts, after: nil, policy)
            let first = effect.firstAttempted ?? time
            let mayRely =
                again.milliseconds - first.milliseconds < Once.reliedOn(keptMilliseconds: kept)
            until = mayRely ? again : nil
        case .find(let settles?):
            until = retryAt(effect.attempts, after: settles, policy)
            findFirst = true
        case .find(nil), .none: until = nil
        }
        if let until, effect.allowsAttempt(at: until, by: policy) {
            emit(
                EffectDeferred(
                    matter: id, id: effect.id, until: until, code: code, findFirst: findFirst,
                    isDoubtful: true))
        } else {
            conclude(effect, of: id, .unknown, code)
        }
    }

    private mutating func conclude(
        _ effect: EffectState, of id: String, _ value: JSON, _ records: [String],
        _ readBack: Answer.ReadBack
    ) {
        let found: String?
        switch readBack {
        case .notDeclared: found = nil
        case .matches: found = "matches"
        case .differs: found = "differs"
        }
        emit(
            EffectConcluded(
                matter: id, id: effect.id, status: .done, code: nil, records: records,
                readBack: found, answer: value,
                labels: effect.labels.union(labels(of: value, of: effect, in: id))))
        if case .differs(let how) = readBack {
            raise(
                "read-back-differs", owner: owner(of: id), about: effect.id, in: id,
                "\(effect.operation): \(how)")
        }
        if effect.reverses != nil { reverseNext(of: id) }
        if matter(id).isOver { compensateLate(effect, of: id) }
    }

    /// Those of the fields that came back, beyond those of what was asked.
    private func labels(of answer: JSON, of effect: EffectState, in id: String) -> Labels {
        let governance = governance(of: matter(id))
        guard let gives = governance.operations[effect.operation]?.gives,
            let schema = governance.schemas[gives]
        else { return .none }
        return schema.fields.reduce(.none) {
            answer[$1.name] == nil ? $0 : $0.union($1.labels)
        }
    }

    mutating func conclude(
        _ effect: EffectState, of id: String, _ status: Effect.Status, _ code: String
    ) {
        emit(
            EffectConcluded(
                matter: id, id: effect.id, status: status, code: code, records: [],
                readBack: nil, answer: .null, labels: effect.labels))
        // What may have been done is a person's, whatever the plan says.
        if status == .failed, effect.reverses == nil, !matter(id).isOver,
            let way = act(effect.activity, of: id)?.ifFailed
        {
            return follow(way, from: effect.activity, about: effect.id, of: id, code)
        }
        raise(
            "effect-\(status.rawValue)", owner: owner(of: id), about: effect.id, in: id,
            "\(effect.operation): \(code)")
    }
}
