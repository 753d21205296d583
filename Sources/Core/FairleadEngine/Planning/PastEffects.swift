import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// What was done before in the cases of an account, as a playbook's history reads it.
///
/// It is told from the state whenever it is read, so that replay derives it again like all else
/// that a decision is made from.
struct PastEffects {
    let state: AnchorState
    let account: String?
    let time: Instant
    /// What is looked at once more before it leaves: neither it nor what one consent let go with
    /// it has gone before.
    let deciding: EffectState?

    /// Null where a sum cannot be told, as of an amount in another currency.
    func value(of history: History) -> Value {
        let past = effects(of: history)
        guard case .sum(let argument, let currency) = history.measure else {
            return .number(Decimal34(past.count))
        }
        var total = Decimal34.zero
        for effect in past {
            guard let amount = Self.amount(effect.arguments[argument], in: currency),
                let sum = total.adding(amount)
            else { return .null }
            total = sum
        }
        return .number(total)
    }

    /// The labels that were declared, and those of what it looks at.
    func labels(of history: History) -> Labels {
        effects(of: history).reduce(history.labels) { $0.union($1.labels) }
    }

    private func effects(of history: History) -> [EffectState] {
        let since = start(of: history.span)
        return state.cases.filter { $0.account == account }.flatMap { matter in
            matter.effects.filter { effect in
                effect.operation == history.operation && effect.reverses == nil
                    && !isOfDeciding(effect) && counts(effect, since: since)
                    && !matter.effects.contains {
                        $0.reverses == effect.id && $0.status == .done
                    }
            }
        }
    }

    /// Whether it was done, or may have been, or may yet leave without being ruled on again.
    private func counts(_ effect: EffectState, since: Instant) -> Bool {
        switch effect.status {
        case .done, .unknown:
            since.milliseconds <= (effect.concluded ?? effect.planned).milliseconds
        case .rechecking, .held, .ready, .attempting, .waitingForRetry: true
        // What waits for consent is looked at again with the consent, and then counts what others
        // did meanwhile.
        case .waitingForApproval, .advised, .queued, .failed, .withdrawn: false
        }
    }

    private func isOfDeciding(_ effect: EffectState) -> Bool {
        guard let deciding else { return false }
        return effect.id == deciding.id || deciding.batch != nil && effect.batch == deciding.batch
    }

    private static func amount(_ argument: JSON?, in currency: String) -> Decimal34? {
        guard argument?["currency"]?.stringValue == currency, let amount = argument?["amount"]
        else { return nil }
        return (amount.numberText ?? amount.stringValue).flatMap { Decimal34($0) }
    }

    /// From when on it counts. Months are those of the calendar in UTC, and end on the last day of
    /// one that is shorter.
    private func start(of span: History.Span) -> Instant {
        switch span {
        case .milliseconds(let milliseconds):
            return Instant(milliseconds: time.milliseconds - milliseconds)
        case .months(let months):
            let day: Int64 = 86_400_000
            let today = CalendarDate(
                daysSinceEpoch: Int(time.milliseconds.floorDivided(by: day)))
            guard let first = today?.adding(months: -months) else { return .earliest }
            return Instant(
                milliseconds: Int64(first.daysSinceEpoch) * day
                    + time.milliseconds.floorRemainder(by: day))
        }
    }
}
