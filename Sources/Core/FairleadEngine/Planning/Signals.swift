import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What one case tells others.
extension Stepper {
    mutating func raise(_ signal: Signal, on event: KnownEvent, in id: String) {
        guard let playbook = playbook(of: matter(id)),
            let rule = governance(of: matter(id)).identity
        else { return }
        let scope = scope(of: matter(id), playbook).with(event)
        var data = JSONObject()
        var labels = Labels.internalUse
        var undecided = false
        for argument in signal.with {
            guard case .success(let value) = scope.evaluate(argument.value) else {
                undecided = true
                break
            }
            data[argument.name] = JSON(value)
            labels = labels.union(scope.labels(of: argument.value.reads))
        }
        guard !undecided, case .success(.list(let accounts)) = scope.evaluate(signal.to) else {
            raise(
                "signal-undecided", owner: owner(of: id), about: signal.event, in: id,
                "whom \(signal.event) is told, and what, is undecided")
            return
        }
        guard accounts.count <= Signal.accountsMax else {
            raise(
                "signal-too-wide", owner: owner(of: id), about: signal.event, in: id,
                "\(signal.event) would go to more than \(Signal.accountsMax) accounts")
            return
        }
        let parties = accounts.compactMap(\.string).map {
            ExternalReference(system: rule.system, kind: rule.kind, id: $0)
        }
        if parties.isEmpty { return }
        emit(
            SignalRaised(
                matter: id,
                event: SignalRaised.event(
                    signal.event, id: mint(.signal), of: id, at: time, to: parties, data: data,
                    labels: labels)))
    }

    /// Nobody is known by what a signal was addressed to.
    mutating func missAddressee(of place: EntryPlace) {
        raise(
            "signal-unaddressed", owner: "operations", about: "\(place.shard)-\(place.number)",
            in: nil, "no account is known by what a signal was addressed to")
    }
}
