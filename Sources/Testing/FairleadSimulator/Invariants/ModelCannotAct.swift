import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook

/// Invariant 5: a model gives evidence, and nothing that it says reaches a ruling.
struct ModelCannotAct: Invariant {
    let number = 5

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        switch entry.type {
        case EvidenceRecorded.type: try check(evidence: EvidenceRecorded(entry.reader), run)
        case DecisionMade.type where entry.reader.flag("ruling"):
            try check(ruling: entry.reader, state, run)
        case ApprovalDecided.type, TaskChanged.type, ExceptionSettled.type:
            try check(actorOf: entry, run)
        default: return
        }
    }

    /// Only what is sensible is taken for evidence.
    private func check(evidence: EvidenceRecorded, _ run: Simulation) throws {
        guard evidence.fallback == nil else { return }
        let id = evidence.lookup ?? ""
        let given = run.outside.sensibleEstimates[id, default: []]
        guard given.contains(where: { isSame($0, evidence.value) }) else {
            throw broken(
                "\(evidence.value.text) stands as evidence, and is no sensible answer of the model")
        }
    }

    private func isSame(_ given: JSON, _ taken: JSON) -> Bool {
        if let label = given["label"] { return label == taken["label"] }
        return ["value", "low", "high"].allSatisfy {
            plain(given[$0]) == plain(taken[$0]) && given[$0] != nil
        }
    }

    /// The text of a number without what stands at its end for nothing.
    private func plain(_ value: JSON?) -> String {
        var text = value?.numberText ?? ""
        guard text.contains(".") else { return text }
        while text.last == "0" { text.removeLast() }
        return text.last == "." ? String(text.dropLast()) : text
    }

    /// Whatever the model had said instead, the ruling is the same.
    private func check(ruling: RecordReader, _ state: AnchorState, _ run: Simulation) throws {
        guard let id = ruling.caseID, let matter = state.case(id),
            let playbook = run.governance(matter.catalog)?.playbook(matter.playbook ?? "")
        else { return }
        for activity in playbook.activities {
            guard case .estimate(let estimate) = activity.kind,
                let known = matter.values[activity.id]
            else { continue }
            for (said, answer) in answers(of: estimate) {
                let other = EvidenceRecorded(
                    matter: id, activity: activity.id, lookup: nil, model: estimate.model,
                    version: "other",
                    fallback: matter.degraded.contains(activity.id) ? "late" : nil,
                    value: answer, labels: known.labels)
                var changed = state
                other.apply(
                    to: &changed,
                    at: Mark(place: known.place, time: known.time, actor: "system"))
                let result = try Engine.rederive(
                    ruling, from: changed, { run.governance($0) }, zones: { _ in run.zones })
                guard result == .identical else {
                    throw broken(
                        "\(ruling.optionalText("model") ?? "") rules otherwise where "
                            + "\(estimate.model) says \(said): \(result)")
                }
            }
        }
    }

    /// The utmost that a model may say.
    private func answers(of estimate: Estimate) -> [(said: String, answer: JSON)] {
        if let choice = estimate.choice {
            return choice.labels.map {
                let answer: JSON = [
                    "label": .string($0), "score": 1, "version": "other", "degraded": false,
                ]
                return ($0, answer)
            }
        }
        return [estimate.range.low, estimate.range.high].map {
            let answer: JSON = [
                "value": .number($0), "low": .number($0), "high": .number($0),
                "version": "other", "degraded": false,
            ]
            return ($0, answer)
        }
    }

    /// What people decide is decided by people.
    private func check(actorOf entry: SeenEntry, _ run: Simulation) throws {
        guard let by = entry.reader.optionalText("by") else { return }
        guard run.people.kind(of: by) == .person else {
            throw broken("\(by), who is no person, stands under \(entry.type)")
        }
    }
}
