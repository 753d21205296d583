import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Invariant 10: whatever grows has an end.
struct Bounded: Invariant {
    let number = 10

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        guard entry.bytes.count <= StoreLimits.entryBytesMax else {
            throw broken("\(entry.mark.place) has \(entry.bytes.count) bytes")
        }
        guard let matter = state.case(entry.reader.caseID ?? "") else { return }
        switch entry.type {
        case EffectAttempted.type:
            let id = try entry.reader.text("effect")
            let attempt = try entry.reader.integer("attempt")
            guard let effect = matter.effect(id) else { return }
            let declared = run.governance(matter.catalog)?.operations[effect.operation]?.retry
            let policy = declared ?? .standard
            let attemptsMax = Int64(
                policy.kinds.values.reduce(policy.attemptsMax) { max($0, $1.attemptsMax) })
            // Who insists has their own account of it.
            let isAsked = matter.exceptions.contains { $0.about == id && $0.status == .retried }
            if attempt > attemptsMax, !isAsked {
                throw broken("\(effect.operation) \(id) is tried for the \(attempt)th time")
            }
        default: return
        }
    }

    mutating func left(_ work: Simulation.Carried, _ run: Simulation) throws {
        let connector = work.item.operation.connector
        let outside = run.work.count { $0.item.operation.connector == connector }
        if outside >= run.limits.connectorWorkMax {
            throw broken("\(outside + 1) pieces of work are at \(connector) at a time")
        }
    }

    mutating func stepped(_ run: Simulation) throws {
        let waiting = run.eventsTaken
        if waiting > run.limits.inputsWaitingMax {
            throw broken("\(waiting) submissions were taken, and wait")
        }
    }
}
