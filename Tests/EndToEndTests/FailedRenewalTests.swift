import FairleadCanonical
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

@testable import fairlead

@Suite(.serialized) struct FailedRenewalTests {
    @Test func `a failed payment near a renewal becomes one case`() async throws {
        let world = try await EstateInstallation()
        try await world.play("failed-renewal")
        for name in ["crm", "billing", "erp", "helpDesk"] {
            let c = world.installation.connectors[name]
            let answer = await c?.sweep(since: Instant(milliseconds: 0))
            if case .events(let events, let next)? = answer {
                print("SWEEP", name, events.count, next.rfc3339)
                for e in events.suffix(6) {
                    print(
                        "   ", e.event.type, e.event.id, String(describing: e.failure),
                        e.event.parties, e.event.claims.count, e.event.aliases,
                        e.event.data.keys.joined(separator: ","))
                }
            } else {
                print("SWEEP", name, String(describing: answer))
            }
        }
        let registry = await world.installation.host.registryState
        print(
            "REG", registry.accounts.count, registry.links.count,
            String(describing: await world.installation.host.failure))
        let items = try world.installation.store.items(.init(order: .key, limit: 50))
        print("ITEMS", items.items.map { "\($0.kind) \($0.id) \($0.state) \($0.queue ?? "")" })
        try await Task.sleep(for: .seconds(3))
        for matter in try await world.cases(of: "failed-renewal") {
            print("CASE", matter.id, matter.playbook ?? "-", matter.shownStatus, matter.degraded)
            for lookup in matter.lookups {
                print("  lookup", lookup.name, lookup.status, lookup.attempts)
            }
            for (name, activity) in matter.activities.sorted(by: { $0.key < $1.key }) {
                print("  activity", name, activity.status, activity.reason ?? "")
            }
            for decision in matter.decisions {
                print("  decision", decision.model, decision.outputs.text)
            }
            for effect in matter.effects {
                print(
                    "  effect", effect.operation, effect.status, effect.outcome ?? "",
                    effect.readBack ?? "")
            }
            for task in matter.tasks { print("  task", task.title, task.queue) }
            for exception in matter.exceptions {
                print("  exception", exception.code, exception.message)
            }
        }
        try await world.stop()
    }
}
