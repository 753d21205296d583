import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore

/// Invariant 3: every decision is derived again from what is stored, bit for bit.
struct Replayed: Invariant {
    let number = 3

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        guard entry.type == DecisionMade.type else { return }
        let result = try Engine.rederive(
            entry.reader, from: state, { run.governance($0) }, zones: { _ in run.zones })
        guard result == .identical else {
            let model = entry.reader.optionalText("model") ?? ""
            throw broken("\(model) at \(entry.mark.place) is derived again as \(result)")
        }
    }

    mutating func restarted(_ run: Simulation) throws {
        if run.looksAtWhole { try replay(run) }
    }
    mutating func rested(_ run: Simulation) throws { try replay(run) }

    private func replay(_ run: Simulation) throws {
        let report = try Replayer(governance: { run.governance($0) }, zones: run.zones)
            .run(run.store)
        guard report.isClean, report.identical == report.decisions,
            report.decisions == run.witness.decisions
        else {
            throw broken(
                "of \(run.witness.decisions) decisions \(report.identical) are derived again; "
                    + "\(report.different)")
        }
    }
}
