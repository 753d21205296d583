public import DMN
public import FEEL
import FairleadCanonical
import FairleadDomain
public import FairleadEngine
import FairleadPlaybook
public import FairleadStore

extension Views {
    func summary(of decision: DecisionState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "id": .text(decision.id),
                "activity": .text(decision.activity),
                "model": .text(decision.model),
                "time": .time(decision.time),
                "outputs": .value(decision.outputs, decision.labels),
                "entry": .place(decision.place),
            ]))
    }

    /// The whole decision record with its explanation: the model is asked again, rule by rule, in
    /// the version that the case keeps.
    public func decision(
        _ decision: DecisionState, of matter: CaseState, _ segment: Segment, zones: any ZoneData
    ) throws -> LabelledJSON {
        var record: DecisionMade?
        try Rebuild.records(of: segment) { reader, mark in
            if mark.place == decision.place { record = try DecisionMade(reader) }
        }
        guard let record else {
            throw StoreError(.damaged, "entry \(decision.place) is no decision")
        }
        let governance = governance(of: matter.catalog)
        let made = LabelledJSON.members([
            "id": .text(record.id),
            "case": .text(matter.id),
            "activity": .text(record.activity),
            "model": .text(record.model),
            "ruling": .open(.bool(record.isRuling)),
            "level": .text(decision.level),
            "time": .time(decision.time),
            "entry": .place(decision.place),
            "versions": versions(of: record, in: matter),
            "policy": policy(governance?.decisions[record.model], at: record.decided),
            "degraded": .texts(record.degraded),
            "matched": .open(.array(record.matched.map { .integer(Int64($0)) })),
            "inputs": .value(.object(record.inputs), record.labels),
            "outputs": .value(record.outputs, record.labels),
        ])
        return .object(made + explanation(of: record, governance, zones))
    }

    private func versions(of record: DecisionMade, in matter: CaseState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "catalog": .text(matter.catalog.description),
                "model": .text(record.digest.description),
                "semantics": .number(record.semantics),
                "playbook": .text(matter.playbook),
                "playbookVersion": .number(matter.playbookVersion),
            ]))
    }

    private func policy(_ decision: Decision?, at time: Instant) -> LabelledJSON {
        guard let authority = decision?.compiled.authority else {
            return .open(.null)
        }
        return .object(LabelledJSON.members(of: authority, on: time.dateTime?.date))
    }

    /// The rules with the cells that did not pass, and what would change the outcome; or the
    /// reason why there is none.
    private func explanation(
        of record: DecisionMade, _ governance: Governance?, _ zones: any ZoneData
    ) -> [LabelledJSON.Member] {
        func unexplained(_ reason: String) -> [LabelledJSON.Member] {
            [LabelledJSON.Member("unexplained", .text(reason))]
        }
        guard let decision = governance?.decisions[record.model] else {
            return unexplained("the catalog that the case keeps is not at hand")
        }
        guard record.semantics == feelSemantics else {
            return unexplained("it was made with semantics \(record.semantics)")
        }
        var inputs = Context()
        for input in decision.inputs {
            do {
                inputs[input.name] = try Value(
                    record.inputs[input.name] ?? .null, as: input.type, at: input.name)
            } catch {
                return unexplained("its inputs were purged, or are of other types now")
            }
        }
        do {
            let explanation = try decision.compiled.explain(
                inputs, Environment(now: record.decided.dateTime, zones: zones))
            return LabelledJSON.members(of: explanation, record.labels)
        } catch {
            return unexplained("the model cannot be asked again without its case")
        }
    }
}

extension LabelledJSON {
    /// A policy document, and whether it is in force on a day.
    public static func members(of document: PolicyDocument, on day: CalendarDate?) -> [Member] {
        LabelledJSON.members([
            "document": .text(document.document),
            "clause": document.clause.map { .text($0) },
            "owner": document.owner.map { .text($0) },
            "authors": document.authors.isEmpty ? nil : .texts(document.authors),
            "inForceFrom": document.inForceFrom.map { .text($0.description) },
            "inForceUntil": document.inForceUntil.map { .text($0.description) },
            "inForce": day.map { .open(.bool(document.isInForce(on: $0))) },
        ])
    }

    /// The rules with the cells that did not pass, and what would change the outcome: `rules` and
    /// `changes`; values are under the labels.
    public static func members(
        of explanation: Explanation, _ labels: Labels
    ) -> [Member] {
        let rules = explanation.rules.map { rule in
            LabelledJSON.object(
                LabelledJSON.members([
                    "number": .number(rule.number),
                    "matched": .open(.bool(rule.matched)),
                    "annotations": .texts(rule.annotations),
                    "failures": .value(
                        .array(
                            rule.failures.map { failure in
                                [
                                    "column": .string(failure.column),
                                    "cell": .string(failure.cell),
                                    "value": JSON(failure.value),
                                ]
                            }), labels),
                ]))
        }
        let changes = explanation.changes.map { change -> JSON in
            [
                "column": .string(change.column), "from": JSON(change.from),
                "to": JSON(change.to), "region": .string(change.region),
                "outcome": JSON(change.outcome),
                "rules": .array(change.rules.map { .integer(Int64($0)) }),
            ]
        }
        return LabelledJSON.members([
            "rules": .array(rules), "changes": .value(.array(changes), labels),
        ])
    }
}
