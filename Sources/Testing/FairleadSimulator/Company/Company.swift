import FairleadCanonical

/// A company of 200 people that sells software to other companies, and what a working day brings
/// it. The numbers are made up: nothing is measured here, they only fit together, each as it says.
public struct Company: Sendable, Hashable {
    /// As if 200 people took USD 175,000 each in a year, from accounts of USD 25,000.
    public var accounts = 1_400
    /// As if each account wrote 0.6 in a month of 21 working days.
    public var tickets = 40
    /// On each day of the week: as if of 1,000 payments by card in a month 9 of 100 failed.
    public var paymentFailures = 3
    /// As if of 160 invoices in a month every fourth were late.
    public var overdueInvoices = 2
    /// What arrives by wire and is applied.
    public var cashApplied = 7
    /// The master tells of an account that changed; most of it is no news.
    public var accountUpdates = 20
    /// In a hundred working days each.
    public var disputesInHundred = 14
    public var chargebacksInHundred = 10
    public var promisesInHundred = 40
    public var creditsPromisedInHundred = 15
    public var incidentsInHundred = 10
    /// Of a hundred payments that failed, how many are made good within a fortnight.
    public var recoveredInHundred = 70
    /// Of a hundred that were made, how many the bank takes back.
    public var returnedInHundred = 2
    /// Of a hundred webhooks, how many come twice.
    public var repeatedInHundred = 3

    public init() {}
}

/// What is to happen at a time; what was put in first comes first.
struct Happenings<What> {
    private var heap: [(at: Int64, order: UInt64, what: What)] = []
    private var order: UInt64 = 0

    var isEmpty: Bool { heap.isEmpty }

    mutating func put(_ what: What, at time: Instant) {
        order += 1
        heap.append((time.milliseconds, order, what))
        var child = heap.count - 1
        while child > 0, precedes(child, (child - 1) / 2) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> (at: Instant, what: What)? {
        guard let first = heap.first else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            let (left, right) = (2 * parent + 1, 2 * parent + 2)
            if left < heap.count, precedes(left, least) { least = left }
            if right < heap.count, precedes(right, least) { least = right }
            if least == parent { break }
            heap.swapAt(parent, least)
            parent = least
        }
        return (Instant(milliseconds: first.at), first.what)
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].order) < (heap[right].at, heap[right].order)
    }
}
