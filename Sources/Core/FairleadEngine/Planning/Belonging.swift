import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// Which case of several an event belongs to, by the records that it tells of.
extension Stepper {
    /// How what an event tells goes with what a case is about.
    enum Belonging {
        /// It tells of a record that the case is about, or that the case made.
        case same
        /// Its records say nothing of it: account and playbook do.
        case unsaid
        /// It tells of another record of a type by which the playbook tells cases apart.
        case other
    }

    func belonging(of event: KnownEvent, to matter: CaseState, _ playbook: Playbook) -> Belonging {
        let made = matter.effects.contains { effect in
            effect.status == .done && effect.answer["id"].map { isTold($0, by: event) } ?? false
                && event.comes(from: effect.operation)
        }
        if made { return .same }
        if playbook.correlation.isEmpty { return .unsaid }
        let known = state.events.filter { $0.caseID == matter.id }
        var isOther = false
        for type in playbook.correlation {
            guard let id = event.data[type]?["id"] else { continue }
            let ids = known.compactMap { $0.data[type]?["id"] }
            if ids.contains(id) { return .same }
            isOther = isOther || !ids.isEmpty
        }
        return isOther ? .other : .unsaid
    }

    private func isTold(_ id: JSON, by event: KnownEvent) -> Bool {
        event.data.contains { $0.value["id"] == id }
    }

    /// The open case of the account that an event belongs to: one about its records before others,
    /// else the first whose playbook asks for it.
    func openCase(for event: KnownEvent, of account: String, but apart: Set<String>) -> String? {
        var first: String?
        for matter in state.cases
        where matter.account == account && !matter.isOver && !apart.contains(matter.id) {
            guard let playbook = playbook(of: matter), asks(playbook, event, matter) else {
                continue
            }
            switch belonging(of: event, to: matter, playbook) {
            case .same: return matter.id
            case .unsaid: first = first ?? matter.id
            case .other: continue
            }
        }
        return first
    }

    /// Whether a case does something about an event, and it is no other case's.
    func wants(_ playbook: Playbook, _ event: KnownEvent, _ matter: CaseState) -> Bool {
        asks(playbook, event, matter) && belonging(of: event, to: matter, playbook) != .other
    }

    /// Whether a playbook does something about such an event.
    func asks(_ playbook: Playbook, _ event: KnownEvent, _ matter: CaseState) -> Bool {
        if playbook.opens(on: event.type) || playbook.waits(for: event.type) { return true }
        if playbook.reactions.contains(where: { $0.until == event.type }) { return true }
        if playbook.stages(openedBy: event.type).contains(where: { opens($0, on: event, matter) }) {
            return true
        }
        let asking =
            playbook.joins.filter { $0.event == event.type }.map(\.when)
            + playbook.reactions.filter { $0.event == event.type }.map(\.when)
        return asking.contains { holds($0, for: matter, with: event) }
    }
}

extension KnownEvent {
    /// Whether the system of an operation tells it: sources are named `/SYSTEM` or below that.
    fileprivate func comes(from operation: String) -> Bool {
        source.split(separator: "/").first == operation.split(separator: ".").first
    }
}
