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
        case .retry(let code, let after): putOff(lookup, code, after, of: id)
        case .unknown(let code): putOff(lookup, code, nil, of: id)
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
        _ lookup: LookupState, _ code: String, _ after: Int64?, of id: String
    ) {
        guard lookup.attempts + 1 < Self.lookupAttemptsMax else {
            return giveUp(lookup, code, of: id)
        }
        let policy = governance(of: matter(id)).operations[lookup.operation]?.retry ?? .standard
        emit(
            LookupChanged(
                matter: id, id: lookup.id,
                change: .deferred(
                    until: retryAt(lookup.attempts + 1, after: after, policy), code: code)))
    }

    /// A question that will not be answered: the declared way without it, or a person.
    mutating func giveUp(_ lookup: LookupState, _ code: String, of id: String) {
        emit(LookupChanged(matter: id, id: lookup.id, change: .failed(code: code)))
        switch lookup.purpose {
        case .estimate(let activity):
            guard let estimate = estimate(activity, of: id) else { return }
            fallBack(on: estimate, activity, of: id, "failed", lookup: lookup.id)
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
                parts: Classification.split(value, by: schema, otherwise: .internalUse)))
        if case .recheck(let effect) = lookup.purpose { afterRecheck(effect, of: id) }
    }

    // MARK: Models

    func estimate(_ activity: String, of id: String) -> Estimate? {
        for stage in playbook(of: matter(id))?.stages ?? [] {
            for candidate in stage.activities where candidate.id == activity {
                if case .estimate(let estimate) = candidate.kind { return estimate }
            }
        }
        return nil
    }

    private mutating func takeEstimate(
        _ value: JSON, for lookup: LookupState, _ activity: String, of id: String
    ) {
        guard let estimate = estimate(activity, of: id) else { return }
        let answer = EstimateAnswer(value, within: estimate)
        if let why = answer.refusal {
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
        let policy = declaration?.retry ?? .standard
        switch answer {
        case .done(let value, let records, let readBack):
            conclude(effect, of: id, value, records, readBack)
        case .failed(let code, _): conclude(effect, of: id, .failed, code)
        case .retry(let code, let after):
            if effect.attempts < policy.attemptsMax {
                emit(
                    EffectDeferred(
                        matter: id, id: effect.id,
                        until: retryAt(effect.attempts, after: after, policy), code: code,
                        findFirst: false, isDoubtful: false))
            } else {
                conclude(effect, of: id, .failed, code)
            }
        case .unknown(let code): doubt(effect, of: id, code, declaration, policy)
        }
        advance(id)
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
            until = again.milliseconds - first.milliseconds < kept ? again : nil
        case .find(let settles?):
            until = retryAt(effect.attempts, after: settles, policy)
            findFirst = true
        case .find(nil), .none: until = nil
        }
        if let until, effect.attempts < policy.attemptsMax {
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
                readBack: found, answer: value, labels: effect.labels))
        if case .differs(let how) = readBack {
            raise(
                "read-back-differs", owner: owner(of: id), about: effect.id, in: id,
                "\(effect.operation): \(how)")
        }
        if matter(id).isOver { compensateLate(effect, of: id) }
    }

    mutating func conclude(
        _ effect: EffectState, of id: String, _ status: Effect.Status, _ code: String
    ) {
        emit(
            EffectConcluded(
                matter: id, id: effect.id, status: status, code: code, records: [],
                readBack: nil, answer: .null, labels: effect.labels))
        raise(
            "effect-\(status.rawValue)", owner: owner(of: id), about: effect.id, in: id,
            "\(effect.operation): \(code)")
    }
}

/// A model's answer, checked before it may be evidence.
struct EstimateAnswer {
    let json: JSON
    let version: String
    /// Why it is not taken; nil: it is.
    let refusal: String?

    init(_ answer: JSON, within estimate: Estimate) {
        func number(_ name: String) -> Decimal34? {
            answer[name]?.numberText.flatMap { Decimal34($0) }
        }
        version = answer["version"]?.stringValue ?? ""
        guard let value = number("value"), let low = number("low"), let high = number("high"),
            !version.isEmpty
        else {
            json = .null
            refusal = "malformed"
            return
        }
        json = [
            "value": Self.json(value), "low": Self.json(low), "high": Self.json(high),
            "version": .string(version), "degraded": false,
        ]
        guard let least = Decimal34(estimate.range.low), let most = Decimal34(estimate.range.high)
        else {
            refusal = "malformed"
            return
        }
        if value < least || value > most || low > value || value > high || low < least
            || high > most
        {
            refusal = "out-of-range"
        } else if let widest = estimate.intervalWidthMax.flatMap({ Decimal34($0) }),
            high.subtracting(low).map({ $0 > widest }) ?? true
        {
            refusal = "interval-too-wide"
        } else {
            refusal = nil
        }
    }

    /// As it is read back from its bytes: what is applied now and what is rebuilt agree.
    static func json(_ number: Decimal34) -> JSON {
        let text = number.description
        return Int64(text).map(JSON.integer) ?? .number(text)
    }
}
