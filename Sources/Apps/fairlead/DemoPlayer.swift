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
    let estate: Estate
    let installation: Installation

    /// Nothing new on the ledger for this long is rest.
    static let restMilliseconds: Int64 = 1_200
    static let restWaitMillisecondsMax: Int64 = 25_000

    /// True if every expectation held.
    func play(_ names: [String]) async throws -> Bool {
        _ = await Sweeper(installation: installation).sweep("crm", since: Instant(milliseconds: 0))
        var failures: [String] = []
        for name in names {
            guard let scenario = Scenario.named(name) else { continue }
            print("\n\(scenario.title)  [\(name)]")
            for step in scenario.steps {
                print("  in    \(step.summary)")
                try await estate.play(step, of: scenario)
                await estate.settled()
                try await rest()
            }
            let cases = try await cases(of: name)
            for matter in cases { tell(matter) }
            let unmet = Expectation.of(name)?.unmet(by: cases) ?? []
            for line in unmet { print("  NOT   \(line)") }
            failures += unmet.map { "\(name): \($0)" }
            for system in EstateSystem.allCases { try await estate.lift(system) }
        }
        return try prove() && failures.isEmpty
    }

    /// Waits until the ledger rests.
    private func rest() async throws {
        var last: Int64 = -1
        var still: Int64 = 0
        var waited: Int64 = 0
        while still < Self.restMilliseconds, waited < Self.restWaitMillisecondsMax {
            try await Task.sleep(for: .milliseconds(200))
            waited += 200
            let entries = try installation.store.counts(now: installation.time.now()).entries
            still = entries == last ? still + 200 : 0
            last = entries
        }
    }

    private func cases(of name: String) async throws -> [CaseState] {
        let account = try estate.account(of: name)
        let registry = await installation.host.registryState
        let reference = ExternalReference(system: "crm", kind: "account", id: account.crmAccount)
        guard let known = registry.account(of: [reference]) else { return [] }
        let state = await installation.host.state(shard: known.shard, anchor: known.root)
        return state?.cases ?? []
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
        let known: (Digest) -> _ = { $0 == governance.digest ? governance : nil }
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
