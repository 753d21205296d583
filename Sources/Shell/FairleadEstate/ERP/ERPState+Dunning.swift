import FairleadCanonical

extension ERPState {
    static var dunningRoutes: [Route<ERPState>] {
        [
            Route("POST", "/dunning-holds", "erp.holdDunning", .find) {
                (state, call) throws(Refusal) in
                try state.holdDunning(call)
            },
            read("dunning-holds", "dunningHold") { $0.dunningHolds },
            find("dunning-holds") { $0.dunningHolds },
            Route("POST", "/dunning-holds/:id/release", "erp.releaseDunning", .again) {
                (state, call) throws(Refusal) in
                try state.releaseDunning(call)
            },
            Route("DELETE", "/dunning-holds/:id", "erp.releaseDunning", .again) {
                (state, call) throws(Refusal) in
                try state.releaseDunning(call)
            },
        ]
    }

    private mutating func holdDunning(_ call: Call) throws(Refusal) -> Answer {
        let customer = try requireCustomer(call)
        let number = try call.text("invoice")
        let reference = try call.text("reference")
        guard let until = Instant(rfc3339: try call.text("until")) else {
            throw Refusal(422, "bad_time", "until is a time in RFC 3339.")
        }
        guard receivables[number]?.text("customer") == customer else {
            throw .notFound("receivable \(number) of customer \(customer)")
        }
        let id = self.number("H")
        let hold: JSON = [
            "id": .string(id), "customer": .string(customer), "invoice": .string(number),
            "until": .string(until.rfc3339), "reason": .optional(call.body.text("reason")),
            "reference": .string(reference), "status": "active", "createdAt": .time(now),
        ]
        dunningHolds[id] = hold
        index(id)
        _ = change(
            number,
            ["dunningHold": ["id": .string(id), "until": .string(until.rfc3339)]], asEcho: true)
        return Answer(hold, status: 201)
    }

    /// Ends a hold; with `freshNotice` dunning starts again from its first level.
    private mutating func releaseDunning(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let hold = try dunningHolds.required(id, "dunning hold")
        if hold.text("status") == "released" { return Answer(hold, changed: false) }
        let released = hold.with(["status": "released", "releasedAt": .time(now)])
        dunningHolds[id] = released
        if let number = hold.text("invoice"), let receivable = receivables[number] {
            var dunning = receivable["dunning"] ?? .null
            if call.body["freshNotice"]?.boolValue == true {
                dunning = ["level": 1, "nextNoticeOn": .date(now)]
            }
            let current = receivable["dunningHold"]?.text("id") == id
            _ = change(
                number,
                [
                    "dunningHold": current ? .null : receivable["dunningHold"] ?? .null,
                    "dunning": dunning,
                ], asEcho: true)
        }
        return Answer(released)
    }
}
