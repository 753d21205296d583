import FairleadCanonical

/// Credit memos: asked for (`pending`), posted (`issued`), and, since what is posted is never
/// undone, `reversed` by a posting of its own.
extension ERPState {
    static var creditMemoRoutes: [Route<ERPState>] {
        [
            Route("POST", "/credit-memos", "erp.createCreditMemo", .find) {
                (state, call) throws(Refusal) in
                try state.createCreditMemo(call)
            },
            read("credit-memos", "creditMemo") { $0.creditMemos },
            Route("GET", "/credit-memos", "erp.creditMemos") { (state, call) throws(Refusal) in
                let reference = call.fields["reference"]
                let now = state.now
                let found = state.creditMemos.all([
                    "customer": call.fields["customer"], "status": call.fields["status"],
                    "reference": reference,
                ])
                return try Listing.page(
                    found.filter {
                        reference == nil || now >= state.foundFrom[$0.text("id") ?? ""] ?? 0
                    }, call)
            },
            Route("POST", "/credit-memos/:id/issue", "erp.issueCreditMemo", .again) {
                (state, call) throws(Refusal) in
                let id = call.parameter("id")
                let memo = try state.creditMemos.required(id, "credit memo")
                if memo.text("status") == "issued" { return Answer(memo, changed: false) }
                if let asked = call.body["amount"],
                    asked.cents != memo["amount"]?.cents
                        || asked.text("currency") != memo["amount"]?.text("currency")
                {
                    throw Refusal(409, "amount_differs", "The memo is of another amount.")
                }
                return Answer(try state.issueCreditMemo(id, memo, asEcho: true))
            },
            Route("POST", "/credit-memos/:id/reverse", "erp.reverseCreditMemo", .again) {
                (state, call) throws(Refusal) in
                try state.reverseCreditMemo(call)
            },
        ]
    }

    /// A memo that finance was asked for and has not posted.
    mutating func addCreditMemo(
        _ seed: CreditMemoSeed, customer: String, receivable: String, currency: String
    ) -> String {
        let id = number("CM")
        creditMemos[id] = [
            "id": .string(id), "customer": .string(customer), "receivable": .string(receivable),
            "kind": .string(seed.kind), "incident": .optional(seed.incident),
            "reason": .string(seed.reason), "amount": .money(seed.cents, currency),
            "status": "pending", "requestedOn": .date(now - 6 * dayMilliseconds),
            "issuedOn": .null, "period": .null, "reference": .null, "updatedAt": .time(now),
        ]
        return id
    }

    private mutating func createCreditMemo(_ call: Call) throws(Refusal) -> Answer {
        let customer = try requireCustomer(call)
        let reference = try call.text("reference")
        let receivable = try call.text("receivable")
        let kind = try call.text("kind")
        let reason = try call.text("reason")
        guard let known = receivables[receivable], known.text("customer") == customer else {
            throw .notFound("receivable \(receivable) of customer \(customer)")
        }
        guard let cents = call.body["amount"]?.cents, cents > 0,
            let currency = call.body["amount"]?.text("currency")
        else { throw Refusal(422, "bad_amount", "amount is money above zero.") }
        guard known["amount"]?.text("currency") == currency else {
            throw Refusal(422, "bad_currency", "A memo is in its receivable's currency.")
        }
        let id = number("CM")
        let memo: JSON = [
            "id": .string(id), "customer": .string(customer), "receivable": .string(receivable),
            "kind": .string(kind), "incident": call.body["incident"] ?? .null,
            "reason": .string(reason), "amount": .money(cents, currency), "status": "pending",
            "requestedOn": .date(now), "issuedOn": .null, "period": .null,
            "reference": .string(reference), "updatedAt": .time(now),
        ]
        creditMemos[id] = memo
        index(id)
        return Answer(memo, status: 201)
    }

    /// Posts a memo in the open period: the receivable is less by it, and paid where nothing is
    /// left. Refused where it was reversed, or is for more than what is open.
    mutating func issueCreditMemo(
        _ id: String, _ memo: JSON, asEcho: Bool
    ) throws(Refusal) -> JSON {
        guard memo.text("status") == "pending" else {
            throw Refusal(409, "not_pending", "Only a pending memo is issued.")
        }
        let number = memo.text("receivable") ?? ""
        guard let open = receivables[number]?["amountOpen"]?.cents,
            let cents = memo["amount"]?.cents,
            cents <= open
        else { throw Refusal(409, "more_than_open", "The memo is for more than what is open.") }
        let issued = memo.with([
            "status": "issued", "issuedOn": .date(now), "period": .string(openPeriod),
            "updatedAt": .time(now),
        ])
        creditMemos[id] = issued
        adjust(number, by: -cents)
        if asEcho {
            echo("creditMemo.issued", issued, previous: ["status": "pending"])
        } else {
            tell("creditMemo.issued", issued, previous: ["status": "pending"])
        }
        return issued
    }

    private mutating func reverseCreditMemo(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let memo = try creditMemos.required(id, "credit memo")
        if memo.text("status") == "reversed" { return Answer(memo, changed: false) }
        if memo.text("status") == "issued", let cents = memo["amount"]?.cents {
            adjust(memo.text("receivable") ?? "", by: cents)
        }
        let reversed = memo.with([
            "status": "reversed", "period": .string(openPeriod), "updatedAt": .time(now),
        ])
        creditMemos[id] = reversed
        return Answer(reversed)
    }

    /// The accounting period into which is posted: the month of the system's clock.
    var openPeriod: String { String((JSON.date(now).stringValue ?? "").prefix(7)) }

    private mutating func adjust(_ number: String, by cents: Int64) {
        guard let receivable = receivables[number], let open = receivable["amountOpen"]?.cents
        else { return }
        let currency = receivable["amount"]?.text("currency") ?? "USD"
        let left = open + cents
        let status: JSON = left == 0 ? "paid" : receivable["status"] ?? "open"
        _ = change(
            number, ["amountOpen": .money(left, currency), "status": status], asEcho: true)
    }
}
