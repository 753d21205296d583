import FairleadCanonical
import FairleadDomain

/// The outside systems: what they know of each customer, and what was really done there.
struct SimulatedOutside {
    let today: Instant
    /// How often each operation was done for a reference; `none` has none, and counts by effect.
    private(set) var done: [String: Int] = [:]
    /// How often a request of an effect arrived, by its id.
    private(set) var arrived: [String: Int] = [:]
    /// The reference under which each effect went.
    private(set) var references: [String: String] = [:]

    /// How a system takes a request.
    enum Fate {
        /// It does it and says so.
        case well
        /// It does it, and the answer is lost.
        case answerLost
        /// It does nothing, and says so.
        case refusesForNow
        case refuses
    }

    /// Answers a piece of work, doing it as often as its way of being once lets it.
    mutating func take(_ work: WorkItem, _ once: Once, _ fate: Fate) -> Answer {
        switch fate {
        case .refusesForNow: return .retry(code: "unavailable", afterMilliseconds: nil)
        case .refuses: return .failed(code: "refused", message: "")
        case .well, .answerLost: break
        }
        guard work.kind == .effect else {
            return fate == .well ? read(work) : .unknown(code: "timeout")
        }
        arrived[work.id, default: 0] += 1
        references[work.id] = work.reference
        let key = work.operation + " " + work.reference
        switch once {
        case .key where done[key] != nil: break
        case .find where work.mode == .findFirst && done[key] != nil: break
        default: done[key, default: 0] += 1
        }
        guard fate == .well else { return .unknown(code: "timeout") }
        return .done(
            value: ["id": .string("done-\(work.reference)")], records: [work.reference],
            readBack: .matches)
    }

    private func read(_ work: WorkItem) -> Answer {
        if work.operation == "crm.findAccounts" {
            let id = "crm-\(Self.number(work))"
            return .done(value: [["id": .string(id)]], records: [id], readBack: .notDeclared)
        }
        return customer(Self.number(work)).answer(work)
    }

    /// The customer of a request: each system's id of it ends with its number.
    private static func number(_ work: WorkItem) -> Int {
        let text = work.arguments.map { $0.value.stringValue ?? "" }.joined()
        return Int(text.split(separator: "-").last ?? "0") ?? 0
    }

    /// Tiers and amounts differ, so that each playbook and each step of the ladder is met.
    private func customer(_ number: Int) -> Customer {
        var customer = Customer(today: today)
        customer.account = "crm-\(number)"
        customer.name = "Customer \(number)"
        customer.tier = ["strategic", "starter", "growth", "enterprise"][number % 4]
        customer.pastDue = ["4180.00", "12500.00", "38400.00", "128000.00"][number % 4]
        return customer
    }
}
