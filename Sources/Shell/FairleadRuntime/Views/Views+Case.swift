import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadPlaybook

extension Views {
    /// A case as lists show it.
    public func summary(of matter: CaseState, in state: AnchorState) -> LabelledJSON {
        .object(summaryMembers(of: matter, in: state))
    }

    /// A case with all that is known of it.
    public func detail(of matter: CaseState, in state: AnchorState) -> LabelledJSON {
        .object(
            summaryMembers(of: matter, in: state)
                + LabelledJSON.members([
                    "trigger": .text(matter.trigger),
                    "links": .array(links(of: matter, in: state)),
                    "facts": facts(of: matter, in: state),
                    "events": .array(matter.happened.map { event($0, of: matter, in: state) }),
                    "stages": .array(stages(of: matter)),
                    "activities": .array(activities(of: matter)),
                    "decisions": .array(matter.decisions.map(summary(of:))),
                    "effects": .array(matter.effects.map { effect($0, of: matter) }),
                    "approvals": .array(matter.approvals.map { approval($0, of: matter) }),
                    "tasks": .array(matter.tasks.map { task($0, of: matter) }),
                    "exceptions": .array(
                        matter.exceptions.map { exception($0, caseID: matter.id) }),
                ]))
    }

    private func summaryMembers(
        of matter: CaseState, in state: AnchorState
    ) -> [LabelledJSON.Member] {
        LabelledJSON.members([
            "id": .text(matter.id),
            "playbook": .text(matter.playbook),
            "playbookVersion": matter.playbook == nil
                ? .open(.null) : .number(matter.playbookVersion),
            "catalog": .text(matter.catalog.description),
            "state": .text(matter.shownStatus.rawValue),
            "account": .text(matter.account),
            "priority": priority(of: matter),
            "queue": queue(of: matter),
            "opened": .time(matter.opened),
            "clocks": .array(matter.clocks.map { clock($0, of: matter) }),
            "level": .text(level(of: matter)),
            "degraded": .texts(matter.degraded),
            "continuity": .texts(matter.continuity),
            "holds": .array(
                state.holds.filter { $0.caseID == matter.id }.map(hold)),
            "closed": matter.closed.map { .time($0) },
            "outcome": matter.outcome.map { .text($0) },
            "mergedInto": matter.mergedInto.map { .text($0) },
            "calledBy": matter.parent.map { parent in
                .object(
                    LabelledJSON.members([
                        "case": .text(parent.case), "activity": .text(parent.activity),
                    ]))
            },
        ])
    }

    /// The score and its components, or null as long as it is not decided.
    func priority(of matter: CaseState) -> LabelledJSON {
        let activity = Case.priorityActivity
        guard let value = matter.values[activity],
            case .object(let members) = self.value(of: activity, value)
        else { return .open(.null) }
        return .object(members.filter { $0.name == "score" || $0.name == "components" })
    }

    func queue(of matter: CaseState) -> LabelledJSON {
        let activity = Case.priorityActivity
        guard let value = matter.values[activity],
            case .object(let members) = self.value(of: activity, value),
            let queue = members.first(where: { $0.name == "queue" })
        else { return .open(.null) }
        return queue.value
    }

    /// The strictest level of what the case does: what it may not do by itself stands out.
    private func level(of matter: CaseState) -> String? {
        let levels = matter.effects.filter { $0.reverses == nil }.map(\.level)
        return ["advisory", "approval", "automatic"].first(where: levels.contains)
    }

    private func hold(_ hold: HoldState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "resource": .text(hold.resource), "side": .text(hold.side),
                "by": .text(hold.by), "owner": .text(hold.owner), "since": .time(hold.since),
            ]))
    }

    private func facts(of matter: CaseState, in state: AnchorState) -> LabelledJSON {
        let wanted = matter.playbook
            .flatMap { governance(of: matter.catalog)?.playbook($0) }?.inputs.map(\.name)
        let facts = state.facts(of: matter).sorted { $0.name < $1.name }.filter {
            wanted?.contains($0.name) ?? true
        }
        return .object(
            facts.map { fact in
                LabelledJSON.Member(
                    fact.name,
                    .object(
                        LabelledJSON.members([
                            "value": value(
                                fact.value, schema: fact.schema, catalog: matter.catalog,
                                otherwise: fact.labels),
                            "source": .text(fact.source),
                            "records": .texts(fact.records),
                            "asOf": .time(fact.asOf),
                            "age": age(since: fact.asOf),
                            "entry": .place(fact.place),
                        ])))
            })
    }

    private func event(
        _ happening: Happening, of matter: CaseState, in state: AnchorState
    ) -> LabelledJSON {
        let event = state.event(at: happening.place)
        let data = event.map { event in
            LabelledJSON.object(
                event.data.map { type, object in
                    LabelledJSON.Member(
                        type,
                        value(
                            object, schema: type, catalog: matter.catalog,
                            otherwise: event.labels))
                })
        }
        return .object(
            LabelledJSON.members([
                "type": .text(happening.type), "time": .time(happening.time),
                "entry": .place(happening.place), "source": event.map { .text($0.source) },
                "id": event.map { .text($0.id) }, "data": data,
                "before": happening.before.map { .place($0) },
            ]))
    }

    private func stages(of matter: CaseState) -> [LabelledJSON] {
        let declared = matter.playbook
            .flatMap { governance(of: matter.catalog)?.playbook($0) }
            .map { matter.stages(of: $0).map(\.name) }
        let names = (declared ?? []).filter { matter.stages[$0] != nil }
        let others = matter.stages.keys.filter { !names.contains($0) }.sorted()
        return (names + others).compactMap { name in
            matter.stages[name].map { stage in
                .object(
                    LabelledJSON.members([
                        "name": .text(name), "state": .text(stage.status.rawValue),
                        "entered": .time(stage.entered), "missing": .texts(stage.missing),
                    ]))
            }
        }
    }

    private func activities(of matter: CaseState) -> [LabelledJSON] {
        let stages =
            matter.playbook
            .flatMap { governance(of: matter.catalog)?.playbook($0) }
            .map { matter.stages(of: $0) } ?? []
        var rows: [LabelledJSON] = []
        var told: Set<String> = []
        for stage in stages {
            for declared in stage.activities where told.insert(declared.id).inserted {
                guard let activity = matter.activities[declared.id] else { continue }
                rows.append(
                    row(activity, declared.id, of: matter, stage.name, declared.after.names))
            }
        }
        for id in matter.activities.keys.sorted() where !told.contains(id) {
            guard let activity = matter.activities[id] else { continue }
            rows.append(row(activity, id, of: matter, nil, []))
        }
        return rows
    }

    private func row(
        _ activity: ActivityState, _ id: String, of matter: CaseState, _ stage: String?,
        _ after: [String]
    ) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "id": .text(id), "stage": stage.map { .text($0) }, "after": .texts(after),
                "state": .text(activity.status.rawValue),
                "reason": activity.reason.map { .text($0) },
                "restarts": .number(activity.restarts),
                "value": matter.values[id].map { value(of: id, $0) },
            ]))
    }
}
