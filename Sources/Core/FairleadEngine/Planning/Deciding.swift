import DMN
import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// One evaluation of a decision model in a case's scope.
struct Deciding {
    let decision: Decision
    let inputs: JSONObject
    let outputs: JSON
    let matched: [Int]
    let labels: Labels
    let degraded: [String]
    let zones: Digest?
    /// The catalog whose calendars it saw, where it could see one.
    let calendars: Digest?

    /// Why no decision was made; without classified values.
    struct Problem: Error {
        let message: String
    }

    static func evaluate(_ name: String, _ scope: CaseScope) -> Result<Deciding, Problem> {
        guard let decision = scope.governance.decisions[name] else {
            return .failure(Problem(message: "no decision \(name) is in the catalog"))
        }
        var inputs: [Value?] = []
        var shown = JSONObject()
        var labels = Labels.internalUse
        for input in decision.inputs {
            let value: Value?
            do {
                value = try scope.value(input.name)
            } catch {
                return .failure(Problem(message: "\(input.name) is not of its type"))
            }
            inputs.append(value ?? .null)
            shown[input.name] = JSON(value ?? .null)
            labels = labels.union(scope.labels(of: decision.reads(of: input.name)))
        }
        do {
            let result = try decision.compiled.evaluate(inputs, scope.environment)
            return .success(
                Deciding(
                    decision: decision, inputs: shown, outputs: JSON(result.value),
                    matched: result.matched, labels: labels, degraded: scope.matter.degraded,
                    zones: (scope.zones as? any RecordedZones)?.digest,
                    calendars: scope.calendarSource))
        } catch {
            return .failure(Problem(message: "\(name): \(error.code.rawValue)"))
        }
    }

    func record(
        id: String, of activity: String, in matter: String, at time: Instant, _ isRuling: Bool
    ) -> DecisionMade {
        DecisionMade(
            matter: matter, id: id, activity: activity, model: decision.name,
            digest: decision.digest, semantics: feelSemantics, isRuling: isRuling,
            matched: matched, degraded: degraded, zones: zones, calendars: calendars, decided: time,
            inputs: inputs,
            outputs: outputs, labels: labels)
    }
}
