import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Whom to ask for consent, in which order, and whether what they consented to still stands.
extension Stepper {
    mutating func ask(
        _ roles: [String], step: Int, replacing: String? = nil, for effect: String,
        _ digest: Digest, of id: String, within allowance: Allowance, shown: String,
        labels: Labels
    ) {
        let wait = deadline(allowance, of: id, about: effect, owner: owner(of: id))
        // Consent that cannot be waited for as long as was meant is not waited for any longer.
        let expires =
            wait?.at ?? time.adding(milliseconds: PlaybookReader.approveMillisecondsDefault)
        for role in roles {
            emit(
                ApprovalAsked(
                    matter: id, id: mint(.approval), effect: effect, role: role, step: step,
                    replaces: replacing, digest: digest,
                    shownDigest: Digest.sha256(domain: .shown, Array(shown.utf8)),
                    expires: expires, calendar: wait?.calendar,
                    shown: shown, labels: labels))
        }
    }

    /// Asks the next step, which sees the same as the one before; false: there is none.
    mutating func askNextStep(
        after given: [ApprovalState], of effect: EffectState, _ act: Act, _ id: String
    ) -> Bool {
        guard let last = given.last,
            let outputs = matter(id).decisions.first(where: { $0.id == effect.decision })?.outputs
        else { return false }
        let steps = Ruling(outputs: outputs).steps
        guard last.step < steps.count else { return false }
        ask(
            steps[last.step], step: last.step + 1, for: effect.id, effect.digest, of: id,
            within: act.approveWithin, shown: last.shown, labels: last.shownLabels)
        return true
    }

    /// Asks whoever comes next where nobody answered in time, once; false: nobody does.
    mutating func askNext(instead approval: ApprovalState, of id: String) -> Bool {
        guard approval.replaces == nil, let effect = matter(id).effect(approval.effect),
            let act = act(effect.activity, of: id), let role = act.expiresTo
        else { return false }
        ask(
            [role], step: approval.step, replacing: approval.id, for: effect.id, effect.digest,
            of: id, within: act.approveWithin, shown: approval.shown,
            labels: approval.shownLabels)
        return true
    }

    /// Whether the ruling, the arguments and the wish for it are what they were: arguments as of
    /// the time when they were frozen, so that only what is known may have changed them.
    mutating func stillStands(
        _ effect: EffectState, _ act: Act, of id: String, _ playbook: Playbook
    ) -> Bool {
        deciding = effect
        defer { deciding = nil }
        let known = matter(id)
        let before = known.decisions.first { $0.id == effect.decision }?.outputs
        let scope = scope(of: known, playbook)
        let activity = plannedActivity(effect.activity, of: id)
        if let when = activity?.when, !isTrueYet(when, of: known, playbook) { return false }
        guard case .success(let now) = Deciding.evaluate(act.governedBy, scope), let before,
            now.outputs == before, isStillListed(effect, of: id, playbook)
        else { return false }
        let then = CaseScope(
            state: state, matter: known, governance: scope.governance, playbook: playbook,
            time: effect.batch.flatMap { known.effect($0)?.planned } ?? effect.planned,
            business: scope.business, run: scope.run, deciding: effect
        ).ruled(by: .init(value: now.outputs, labels: now.labels, type: now.decision.type))
        let frozen =
            isBatch(effect, of: id)
            ? frozenBatch(act, effect.activity, of: id, then) : self.frozen(act, then)
        guard case .success(let (arguments, _)) = frozen else { return false }
        return arguments == effect.arguments
    }

    /// An effect in words and numbers, where its playbook does not say how it is shown.
    static func words(_ operation: String, _ arguments: JSONObject) -> String {
        let parts = arguments.map { name, value in name + " " + words(value) }
        return operation + ": " + parts.joined(separator: ", ")
    }

    private static func words(_ value: JSON) -> String {
        if let items = value.arrayValue { return items.map(words).joined(separator: "; ") }
        let plain = Value(untyped: value)
        guard let object = value.objectValue else { return TextTemplate.words(for: plain) }
        if object.count == 2, let amount = object["amount"]?.stringValue,
            let currency = object["currency"]?.stringValue, let number = Decimal34(amount)
        {
            var money = Context()
            money["amount"] = .number(number)
            money["currency"] = .string(currency)
            return TextTemplate.words(for: .context(money))
        }
        return object.map { $0 + " " + words($1) }.joined(separator: ", ")
    }
}
