import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite(.serialized) struct FailedRenewalTests {
    @Test func `a failed payment near a renewal becomes one case`() async throws {
        let world = try await EstateInstallation()
        try await world.play("failed-renewal")
        try await Task.sleep(for: .seconds(3))
        for matter in try await world.cases(of: "failed-renewal") {
            print("CASE", matter.id, matter.playbook ?? "-", matter.shownStatus, matter.degraded)
            for lookup in matter.lookups { print("  lookup", lookup.name, lookup.status, lookup.attempts) }
            for (name, activity) in matter.activities.sorted(by: { $0.key < $1.key }) { print("  activity", name, activity.status, activity.reason ?? "") }
            for decision in matter.decisions { print("  decision", decision.model, decision.outputs.text) }
            for effect in matter.effects { print("  effect", effect.operation, effect.status, effect.outcome ?? "", effect.readBack ?? "") }
            for task in matter.tasks { print("  task", task.title, task.queue) }
            for exception in matter.exceptions { print("  exception", exception.code, exception.message) }
        }
        try await world.stop()
    }
}
