import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import FairleadSimulator
import Synchronization

/// Answers what the shipped catalog asks of outside systems, for one customer in trouble.
final class CannedOutside: WorkCarrier {
    private let carried = Mutex<[WorkItem]>([])
    private let customer: Customer
    /// Answers of look-ups, by operation, in place of its own.
    private let told: [String: JSON]

    init(today: Instant, told: [String: JSON] = [:]) {
        var customer = Customer(today: today)
        customer.pastDue = "38400.00"
        self.customer = customer
        self.told = told
    }

    /// Effects that left, in order.
    var effects: [WorkItem] { carried.withLock { $0.filter { $0.kind == .effect } } }

    func carry(_ work: WorkItem) async -> Answer {
        carried.withLock { $0.append(work) }
        if work.kind == .lookup, let value = told[work.operation] {
            return .done(value: value, records: ["record-1"], readBack: .notDeclared)
        }
        return customer.answer(work)
    }
}

/// A clock that stands still until it is moved.
final class SetTime: TimeSource {
    private let instant: Mutex<Instant>

    init(_ instant: Instant) { self.instant = Mutex(instant) }

    func now() -> Instant { instant.withLock { $0 } }

    func move(milliseconds: Int64) {
        instant.withLock { $0 = $0.adding(milliseconds: milliseconds) }
    }
}
