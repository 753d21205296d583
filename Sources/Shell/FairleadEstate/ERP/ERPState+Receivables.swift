import FairleadCanonical

extension ERPState {
    static var receivableRoutes: [Route<ERPState>] {
        [
            Route("GET", "/receivables/:id", "erp.receivable") { (state, call) throws(Refusal) in
                guard let receivable = state.receivable(call.parameter("id")) else {
                    throw .notFound("receivable \(call.parameter("id"))")
                }
                return Answer(receivable)
            },
            Route("GET", "/receivables", "erp.receivables") { (state, call) throws(Refusal) in
                let found = state.receivables.all([
                    "customer": call.fields["customer"], "status": call.fields["status"],
                ])
                return try Listing.page(found.map { state.aged($0) }, call)
            },
        ]
    }

    func receivable(_ number: String) -> JSON? {
        receivables[number].map { aged($0) }
    }

    mutating func addReceivable(
        _ seed: AccountSeed, customer: String, billingInvoice: String
    ) -> String {
        let number = number("R")
        let due = now - Int64(seed.dueDaysAgo) * dayMilliseconds
        let cents = seed.bookedCents ?? seed.invoiceCents
        receivables[number] = [
            "id": .string(number), "invoice": .string(number), "customer": .string(customer),
            "entity": .string(seed.currency == "EUR" ? "DE01" : "US01"),
            "billingInvoice": .string(billingInvoice), "kind": "overage",
            "issuedOn": .date(due - 30 * dayMilliseconds), "dueOn": .date(due),
            "amount": .money(cents, seed.currency),
            "amountOpen": .money(cents, seed.currency), "status": "open",
            "disputeReason": .null, "paymentStatus": .null,
            "dunning": ["level": 1, "nextNoticeOn": .date(now + dayMilliseconds)],
            "dunningHold": .null, "updatedAt": .time(now),
        ]
        return number
    }

    /// Changes a receivable and tells it; nil if there is no such receivable.
    mutating func change(
        _ number: String, _ changes: KeyValuePairs<String, JSON>, asEcho: Bool = false
    ) -> JSON? {
        guard let before = receivables[number] else { return nil }
        var previous: JSON = [:]
        for (key, _) in changes { previous = previous.with([key: before[key] ?? .null]) }
        receivables[number] = before.with(changes).with(["updatedAt": .time(now)])
        guard let after = receivable(number) else { return nil }
        if asEcho {
            echo("receivable.changed", after, previous: previous)
        } else {
            tell("receivable.changed", after, previous: previous)
        }
        return after
    }

    /// Marks a receivable as disputed, without telling it; nil if there is no such receivable.
    mutating func setDispute(_ number: String, _ reason: String) -> JSON? {
        guard let receivable = receivables[number] else { return nil }
        let id = self.number("D")
        let dispute: JSON = [
            "id": .string(id), "customer": receivable["customer"] ?? .null,
            "receivable": .string(number), "billingInvoice": receivable["billingInvoice"] ?? .null,
            "reason": .string(reason), "amount": receivable["amountOpen"] ?? .null,
            "status": "open", "openedAt": .time(now), "updatedAt": .time(now),
        ]
        disputes[id] = dispute
        receivables[number] = receivable.with([
            "status": "disputed", "disputeReason": .string(reason), "updatedAt": .time(now),
        ])
        return dispute
    }

    /// The receivable with its age. A dunning hold does not change the age: what is overdue
    /// stays overdue.
    private func aged(_ receivable: JSON) -> JSON {
        let due = Instant(rfc3339: (receivable.text("dueOn") ?? "") + "T00:00:00Z")
        let isOpen = receivable.text("status") != "paid"
        let days = due.map { max(0, (now - $0.milliseconds) / dayMilliseconds) } ?? 0
        let bucket =
            switch days {
            case 0: "current"
            case ...30: "1-30"
            case ...60: "31-60"
            case ...90: "61-90"
            default: "90+"
            }
        return receivable.with([
            "ageing": [
                "daysPastDue": .integer(isOpen ? days : 0),
                "bucket": .string(isOpen ? bucket : "current"),
            ]
        ])
    }
}
