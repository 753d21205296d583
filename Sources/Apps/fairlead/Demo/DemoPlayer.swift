import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadEstate
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Plays scenarios and tells what came in, what was decided, what went out.
struct DemoPlayer: Sendable {
    let player: ScenarioPlayer

    private var installation: Installation { player.installation }

    /// True if every expectation held.
    func play(_ scenarios: [Scenario]) async throws -> Bool {
        await player.meet()
        var failures: [String] = []
        for scenario in scenarios {
            print("\n\(scenario.title)  [\(scenario.name)]")
            let unmet = try await player.play(scenario, ExpectedOutcome.of(scenario.name)) {
                print("  \($0)")
            }
            for matter in try await player.cases(of: scenario) { tell(matter) }
            for line in unmet { print("  NOT   \(line)") }
            failures += unmet.map { "\(scenario.name): \($0)" }
        }
        let isProven = try prove()
        print(
            failures.isEmpty
                ? "Every expectation held: \(scenarios.count) scenarios."
                : "\(failures.count) expectations did not hold:\n  "
                    + failures.joined(separator: "\n  "))
        return isProven && failures.isEmpty
    }

    private func tell(_ matter: CaseState) {
        let events = matter.happened.count
        print(
            "  case  \(matter.id)  \(matter.playbook ?? "no playbook")  "
                + "\(matter.outcome ?? matter.shownStatus.rawValue)  "
                + "\(events) events, \(matter.occurrences.count) occurrences"
                + (matter.degraded.isEmpty
                    ? "" : "  degraded: \(matter.degraded.joined(separator: ", "))"))
        for decision in matter.decisions where decision.level == nil {
            print("  ruled \(decision.model.padded(to: 16)) \(decision.outputs.text)")
        }
        for effect in matter.effects {
            let rule = matter.decisions.first { $0.id == effect.decision }
            let clause = rule?.outputs["clause"]?.stringValue ?? ""
            print(
                "  out   \(effect.operation.padded(to: 24)) "
                    + "\(effect.status.rawValue.padded(to: 18)) "
                    + "\(effect.level), \(clause)")
        }
        for approval in matter.approvals {
            print("  asks  \(approval.role) (\(approval.status.rawValue)): \(approval.shown)")
        }
        for task in matter.tasks where task.status != .cancelled {
            print("  task  \(task.queue): \(task.title)")
        }
        for exception in matter.exceptions {
            print("  look  \(exception.owner): \(exception.message)")
        }
    }

    /// Verifies and replays what was just written.
    private func prove() throws -> Bool {
        let governance = installation.catalog.governance
        let known: @Sendable (Digest) -> _ = { $0 == governance.digest ? governance : nil }
        let verified = try Verifier(tenant: installation.store.tenant, governance: known)
            .run(installation.store)
        let replayed = try Replayer(governance: known, zones: SystemZones())
            .run(installation.store)
        print("\n\(verified.summary)")
        for finding in verified.findings { print("  " + finding.text) }
        print(replayed.summary)
        for difference in replayed.different {
            print("  \(difference.decision) in case \(difference.caseID): \(difference.part)")
        }
        return verified.isIntact && replayed.isClean && replayed.decisions > 0
    }
}
