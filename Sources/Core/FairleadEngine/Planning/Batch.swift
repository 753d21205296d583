import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// One ruling and one consent for all of a list. What is consented to are the arguments of each
// item as they were frozen; with the consent each becomes an effect of its own.
extension Stepper {
    private static let item = "for"
    private static let with = "with"

    /// Rules on all items at once, and asks for consent to all of them.
    mutating func planBatch(
        _ activity: Activity, in stage: Stage, of id: String, _ playbook: Playbook
    ) {
        guard case .act(let act) = activity.kind, !pending(activity.id, of: id).isEmpty else {
            return
        }
        plan(act, activity, in: stage, of: id, playbook)
    }

    /// The items for which nothing has been done yet, nor may have been.
    private func pending(_ activity: String, of id: String) -> [String] {
        let known = matter(id)
        let keys = known.items[activity]?.keys ?? []
        return keys.filter { known.activities[activity + "[" + $0 + "]"] == nil }
    }

    /// The arguments of all that waits of a batch, frozen as the arguments of one consent.
    func frozenBatch(
        _ act: Act, _ activity: String, of id: String, _ scope: CaseScope
    ) -> Result<(JSONObject, Labels), Deciding.Problem> {
        guard let each = scope.playbook.forEach(RunKey(activity).name),
            let list = scope.matter.items[activity]
        else { return .failure(Deciding.Problem(message: "its list is not there")) }
        var parts: [JSON] = []
        var labels = list.labels
        for key in pending(activity, of: id) {
            let item = StageRun.Item(
                name: each.variable, type: scope.playbook.types[each.variable] ?? .any,
                value: list.value(key) ?? .null, labels: list.labels, object: each.object)
            switch frozen(act, scope.with(item)) {
            case .success(let (arguments, read)):
                parts.append([Self.item: .string(key), Self.with: .object(arguments)])
                labels = labels.union(read)
            case .failure(let problem):
                return .failure(Deciding.Problem(message: "\(key): \(problem.message)"))
            }
        }
        return .success(
            (["operation": .string(act.operation), ForEach.items: .array(parts)], labels))
    }

    /// Whether an effect is the consent to a batch.
    func isBatch(_ effect: EffectState, of id: String) -> Bool {
        effect.operation == Act.consent && RunKey(effect.activity).item == nil
            && plannedActivity(effect.activity, of: id)?.forEach?.isBatch ?? false
    }

    /// With the consent each item's effect is planned, with the arguments that were consented to.
    mutating func release(batch consent: EffectState, of id: String) {
        guard let act = act(consent.activity, of: id) else { return }
        for part in consent.arguments[ForEach.items]?.arrayValue ?? [] {
            guard let item = part[Self.item]?.stringValue,
                let arguments = part[Self.with]?.objectValue
            else { continue }
            let activity = consent.activity + "[" + item + "]"
            let effect = mint(.effect)
            emit(
                EffectPlanned(
                    matter: id, id: effect, activity: activity, operation: act.operation,
                    reference: EffectReference.of(
                        activity, in: matter(id), state, tenant: context.tenant),
                    decision: consent.decision, level: consent.level,
                    digest: EffectDigest.of(
                        tenant: context.tenant, matter: id, effect: effect,
                        operation: act.operation, arguments: arguments,
                        decision: consent.decision),
                    reverses: nil, status: .rechecking, arguments: arguments,
                    labels: consent.labels, batch: consent.id))
            release(effect, of: id, act)
        }
    }
}
