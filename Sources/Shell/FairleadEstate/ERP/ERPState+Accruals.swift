import FairleadCanonical

/// Accruals for credits that are likely and not settled: a reserve, no credit memo.
extension ERPState {
    static var accrualRoutes: [Route<ERPState>] {
        [
            Route("POST", "/accruals", "erp.postAccrual", .find) { (state, call) throws(Refusal) in
                try state.postAccrual(call)
            },
            read("accruals", "accrual") { $0.accruals },
            find("accruals") { $0.accruals },
            Route("POST", "/accruals/:id/reverse", "erp.reverseAccrual", .again) {
                (state, call) throws(Refusal) in
                let id = call.parameter("id")
                let accrual = try state.accruals.required(id, "accrual")
                if accrual.text("status") == "reversed" {
                    return Answer(accrual, changed: false)
                }
                let reversed = accrual.with([
                    "status": "reversed", "reversedIn": .string(state.openPeriod),
                ])
                state.accruals[id] = reversed
                return Answer(reversed)
            },
        ]
    }

    private mutating func postAccrual(_ call: Call) throws(Refusal) -> Answer {
        let customer = try requireCustomer(call)
        let incident = try call.text("incident")
        let reference = try call.text("reference")
        guard let cents = call.body["amount"]?.cents, cents > 0,
            let currency = call.body["amount"]?.text("currency")
        else { throw Refusal(422, "bad_amount", "amount is money above zero.") }
        let id = number("AC")
        let accrual: JSON = [
            "id": .string(id), "customer": .string(customer), "incident": .string(incident),
            "ledgerAccount": "service-credit-reserve", "amount": .money(cents, currency),
            "period": .string(openPeriod), "status": "posted", "reversedIn": .null,
            "reference": .string(reference), "createdAt": .time(now),
        ]
        accruals[id] = accrual
        index(id)
        return Answer(accrual, status: 201)
    }
}
