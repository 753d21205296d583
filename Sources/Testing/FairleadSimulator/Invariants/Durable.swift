import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadRuntime
import FairleadStore

/// Invariant 1: what was acknowledged survives whatever comes.
struct Durable: Invariant {
    let number = 1
    private var receipts: [EventReceipt] = []
    private var done: [EntryPlace] = []

    mutating func replied(
        _ reply: RuntimeReply, to request: Simulation.Request, _ run: Simulation
    ) throws {
        switch reply {
        case .receipts(let given):
            for receipt in given { try check(receipt, run) }
            receipts += given
        case .done(let place):
            guard let place else { return }
            guard run.witness.isDurable(place) else {
                throw broken("\(place) was acknowledged, and is not kept")
            }
            done.append(place)
        case .state(let state): try check(state, run)
        case .conflict, .rejected, .overloaded: return
        }
    }

    mutating func restarted(_ run: Simulation) throws {
        for receipt in receipts { try check(receipt, run) }
        let heads = try run.store.heads()
        for (shard, seen) in run.witness.seen.enumerated() where heads[shard].number < seen {
            throw broken("shard \(shard) ends before \(seen), which was durable")
        }
        if let place = done.first(where: { !run.witness.isDurable($0) }) {
            throw broken("\(place) was acknowledged, and is not kept")
        }
    }

    mutating func rested(_ run: Simulation) throws { try restarted(run) }

    private func check(_ receipt: EventReceipt, _ run: Simulation) throws {
        let kept = try run.store.receipt(source: receipt.source, id: receipt.id)
        guard kept?.place == receipt.place, run.witness.isDurable(receipt.place) else {
            throw broken("\(receipt.source) \(receipt.id) was acknowledged, and is not kept")
        }
    }

    /// What is shown may be built upon: it must be durable, though more may be by now.
    private func check(_ state: AnchorState, _ run: Simulation) throws {
        let known =
            run.witness.anchors[state.anchor]
            ?? AnchorState(anchor: state.anchor, shard: state.shard)
        guard known != state, try !wasKept(state, run) else { return }
        throw broken(
            "what was shown of \(state.anchor) is not what is kept: its "
                + "\(Self.difference(known, state)) differ")
    }

    /// Whether the store has held this state after one of the anchor's segments.
    private func wasKept(_ state: AnchorState, _ run: Simulation) throws -> Bool {
        var rebuilt = AnchorState(anchor: state.anchor, shard: state.shard)
        var from: Int64 = 1
        while true {
            let page = try run.store.segments(
                shard: state.shard, anchor: state.anchor, from: from, limit: 1_000)
            for segment in page {
                if rebuilt == state { return true }
                try Rebuild.records(of: segment) { reader, mark in
                    try Engine.apply(reader, at: mark, to: &rebuilt)
                }
                from = segment.last + 1
            }
            if page.count < 1_000 { return rebuilt == state }
        }
    }

    /// The first part in which two states differ.
    private static func difference(_ left: AnchorState, _ right: AnchorState) -> String {
        if left.events != right.events { return "events" }
        if left.occurrences != right.occurrences { return "occurrences" }
        if left.accounts != right.accounts { return "accounts" }
        if left.holds != right.holds { return "holds" }
        if left.deliveries != right.deliveries { return "deliveries" }
        if left.lookups != right.lookups { return "questions" }
        guard left.cases.count == right.cases.count else { return "cases" }
        for (one, other) in zip(left.cases, right.cases) where one != other {
            if one.status != other.status { return "status" }
            if one.values != other.values { return "values" }
            if one.stages != other.stages { return "stages" }
            if one.activities != other.activities { return "activities" }
            if one.lookups != other.lookups { return "look-ups" }
            if one.decisions != other.decisions { return "decisions" }
            if one.effects != other.effects { return "effects" }
            if one.approvals != other.approvals { return "approvals" }
            if one.tasks != other.tasks { return "tasks" }
            if one.exceptions != other.exceptions { return "exceptions" }
            if one.clocks != other.clocks { return "clocks" }
            return "other parts of a case"
        }
        return "other parts"
    }
}
