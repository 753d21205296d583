import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// What people do: what they are asked for, what they may not, or nothing.
extension Simulation {
    func letPeopleAct() throws {
        if strikes(.absence) { return }
        if chance.permille(150) { return readSomething() }
        let items = try store.items(
            ItemQuery(
                kinds: [.approval, .exception, .task], states: ["open", "claimed"], order: .key,
                limit: 500)
        ).items
        // Tasks, consents and exceptions have their turns, however many there are of each.
        let kind = [Item.Kind.approval, .exception, .task, .task][chance.below(4)]
        let asked = items.filter { $0.kind == kind }
        let waiting = asked.isEmpty ? items : asked
        guard !waiting.isEmpty else { return }
        let item = waiting[chance.below(waiting.count)]
        try act(on: item)
        // Whoever has a case before them does more of it, as a rule.
        for _ in 0..<chance.below(Self.moreOfACase) {
            let others = items.filter { $0.caseID == item.caseID && $0.id != item.id }
            if others.isEmpty { return }
            try act(on: others[chance.below(others.count)])
        }
    }

    private static let moreOfACase = 6

    func act(on item: Item) throws {
        if item.anchor == RegistryState.anchor { return settleOfRegistry(item) }
        guard let command = try command(on: item) else { return }
        let person = try somebody(for: item)
        ask(.command(command, by: person)) {
            .command(
                $0, shard: item.shard, anchor: item.anchor, command, by: person, keep: nil)
        }
    }

    /// Who acts: somebody who may, as far as that can be said, or anybody at all.
    private func somebody(for item: Item) throws -> Principal {
        if strikes(.forbiddenAct) {
            return people.all[faults.choose(people.all.count, for: .forbiddenAct)]
        }
        var fitting = people.people(in: Array(catalog.governance.roles.keys.sorted()))
        if item.kind == .approval, let matter = witness.matter(item.caseID, item.anchor),
            let role = matter.approval(item.id)?.role
        {
            fitting = people.people(in: [role])
        }
        // Who has a task is the one who does it.
        if item.kind == .task,
            let task = witness.matter(item.caseID, item.anchor)?.tasks.first(where: {
                $0.id == item.id
            }), let holder = people.principal(task.holder ?? "")
        {
            return holder
        }
        return fitting[chance.below(fitting.count)]
    }

    private func command(on item: Item) throws -> Command? {
        switch item.kind {
        case .approval:
            return .decideApproval(
                id: item.id, isGranted: chance.permille(750), reason: "simulated")
        case .task:
            return chance.permille(300)
                ? .claimTask(id: item.id)
                : .completeTask(id: item.id, note: "simulated", form: filled(item))
        case .exception: return settling(item)
        case .case: return nil
        }
    }

    /// What a person fills in where a task wants it: now this, now that.
    private func filled(_ item: Item) -> JSONObject {
        guard let matter = witness.matter(item.caseID, item.anchor),
            let task = matter.tasks.first(where: { $0.id == item.id }),
            let playbook = governance(matter.catalog)?.playbook(matter.playbook ?? ""),
            case .task(let work)? =
                playbook.activity(RunKey(task.activity).name)?.kind,
            task.completesActivity
        else { return [:] }
        var form: JSONObject = [:]
        let values = SimulatedValues(now: now)
        for field in work.form {
            var type = field.type
            if case .enumeration(let texts) = type {
                type = .enumeration([texts[chance.below(texts.count)]])
            } else if case .boolean = type {
                form[field.name] = .bool(chance.permille(800))
                continue
            } else if field.isOptional, chance.permille(300) {
                continue
            }
            form[field.name] = values.value(type, field.name, field.labels)
        }
        if work.choice != nil, chance.permille(700) { form[Choice.reason] = "simulated" }
        return form
    }

    private func settling(_ item: Item) -> Command {
        let state = witness.anchors[item.anchor]
        let matter = state?.case(item.caseID)
        let raised = (matter?.exceptions ?? state?.exceptions ?? []).first { $0.id == item.id }
        var isRetried = chance.permille(500)
        if let effect = matter?.effect(raised?.about ?? ""), effect.status == .unknown {
            // Who tries again what may have been done has looked before.
            isRetried = !outside.isDone(effect.operation, effect.reference)
            if isRetried { outside.allowAgain(effect.id) }
        }
        var account: AccountChoice?
        if raised?.code == "identity-unknown", !isRetried {
            let chosen = witness.registry.accounts.values.min { $0.id < $1.id }
            account = chosen.map {
                AccountChoice(
                    account: $0.id,
                    claim: IdentityClaim(account: $0.master, parent: nil, same: []))
            }
        }
        return .settleException(
            id: item.id, retry: isRetried, reason: "simulated", account: account)
    }

    func settleOfRegistry(_ item: Item) {
        let command = RegistryCommand.settleException(id: item.id, reason: "simulated")
        let person = people.all[0]
        ask(.registry(command, by: person)) { .registry($0, command, by: person, keep: nil) }
    }

    func undoLink() {
        let references = witness.registry.links.keys.sorted().filter { $0.system != "crm" }
        guard !references.isEmpty else { return }
        let command = RegistryCommand.unlink(
            references[faults.choose(references.count, for: .undoneLink)], reason: "simulated")
        let person = people.all[0]
        ask(.registry(command, by: person)) { .registry($0, command, by: person, keep: nil) }
    }

    /// Somebody says what belongs together, rightly or wrongly.
    func recorrelate() {
        func choose<Element>(_ all: [Element]) -> Element? {
            all.isEmpty ? nil : all[faults.choose(all.count, for: .recorrelation)]
        }
        let anchors = witness.anchors.values.filter { !$0.cases.isEmpty }
            .sorted { $0.anchor < $1.anchor }
        guard let state = choose(anchors), let person = choose(people.all) else { return }
        // Of a case that told of one thing alone nothing can be taken out.
        let open = state.cases.filter { !$0.isOver && $0.parent == nil }
        let several = state.cases.filter { $0.happened.count > 1 }
        let command: Command
        if let first = choose(open), let other = choose(open), first.id != other.id {
            command = .mergeCase(id: first.id, into: other.id, reason: "simulated")
        } else if let matter = choose(several), let event = choose(matter.happened) {
            command = .splitCase(id: matter.id, event: event.place, reason: "simulated")
        } else {
            return
        }
        ask(.command(command, by: person)) {
            .command(
                $0, shard: state.shard, anchor: state.anchor, command, by: person, keep: nil)
        }
    }

    /// Somebody looks at a matter: what is shown must be durable.
    private func readSomething() {
        let anchors = witness.anchors.keys.sorted()
        guard !anchors.isEmpty else { return }
        let anchor = anchors[chance.below(anchors.count)]
        guard let shard = witness.anchors[anchor]?.shard else { return }
        ask(.read(anchor: anchor)) { .read($0, shard: shard, anchor: anchor) }
    }
}
