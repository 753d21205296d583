import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadRuntime
import FairleadStore

/// Invariant 4: the chains hold, the lists follow from them, and whatever is altered is found.
struct TamperEvident: Invariant {
    let number = 4

    mutating func landed(_ anchors: [Witness.Touched], _ run: Simulation) throws {
        for touched in anchors {
            if let finding = run.witness.finding(in: touched.shard) {
                throw broken("\(finding.place): \(finding.problem)")
            }
            let isRegistry = touched.anchor == RegistryState.anchor && touched.shard == 0
            let state = run.witness.anchors[touched.anchor]
            for item in isRegistry ? run.witness.registry.items : state?.items ?? [] {
                guard try run.store.item(kind: item.kind, id: item.id) == item else {
                    throw broken("the row of \(item.kind.rawValue) \(item.id) does not follow")
                }
            }
            guard !isRegistry, let state else { continue }
            let due = state.due { run.governance($0) }
            let agenda = try run.store.agenda(shard: touched.shard, anchor: touched.anchor)
            guard agenda?.due == due else {
                throw broken("the agenda of \(touched.anchor) does not follow")
            }
        }
    }

    mutating func restarted(_ run: Simulation) throws {
        if run.looksAtWhole { try verify(run) }
    }

    mutating func rested(_ run: Simulation) throws {
        try verify(run)
        // Whatever somebody does to it is found.
        for _ in 0..<2 {
            guard let altered = try AlteredStore(run.store, chance: &run.tampering) else { return }
            let report = try verifier(run).run(altered)
            if report.isIntact { throw broken("nobody notices that \(altered.what)") }
        }
    }

    private func verifier(_ run: Simulation) -> Verifier {
        let governances = run.catalogs.governances
        return Verifier(tenant: run.store.tenant) { governances[$0] }
    }

    private func verify(_ run: Simulation) throws {
        let report = try verifier(run).run(run.store)
        if let finding = report.findings.first {
            throw broken(
                "\(finding.place?.description ?? "a projection"): \(finding.message)")
        }
    }
}
