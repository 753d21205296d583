import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import FairleadSimulator
import Synchronization

/// Outside systems without a network: every question is answered at once, for every account alike.
final class Outside: WorkCarrier {
    private let customer: Customer
    private let held = Mutex<Held>(Held())

    private struct Held {
        var isHolding = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(tier: String, today: Instant) {
        var customer = Customer(today: today)
        customer.tier = tier
        self.customer = customer
    }

    func carry(_ work: WorkItem) async -> Answer {
        if work.kind == .effect {
            await withCheckedContinuation { continuation in
                let goesOn = held.withLock { held in
                    if held.isHolding { held.waiting.append(continuation) }
                    return !held.isHolding
                }
                if goesOn { continuation.resume() }
            }
        }
        return customer.answer(work)
    }

    /// Whether effects stay in the outbox: systems take no calls.
    func hold(_ isHolding: Bool) {
        let waiting = held.withLock { held in
            held.isHolding = isHolding
            defer { held.waiting = [] }
            return held.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
