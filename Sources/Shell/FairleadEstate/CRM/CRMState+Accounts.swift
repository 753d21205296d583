import FairleadCanonical

extension CRMState {
    static var accountRoutes: [Route<CRMState>] {
        [
            Route("GET", "/accounts/:id", "crm.account") { (state, call) throws(Refusal) in
                guard let account = state.accounts[call.parameter("id")] else {
                    throw .notFound("account \(call.parameter("id"))")
                }
                return Answer(account)
            },
            Route("GET", "/accounts", "crm.accounts") { (state, call) throws(Refusal) in
                try Listing.page(try state.accounts(for: call), call)
            },
            Route("GET", "/accounts/:id/contract", "crm.contract") {
                (state, call) throws(Refusal) in
                let account = call.parameter("id")
                guard let contract = state.contracts.first(["accountId": account]) else {
                    throw .notFound("contract of account \(account)")
                }
                return Answer(contract)
            },
            Route("GET", "/accounts/:id/opportunities", "crm.opportunities") {
                (state, call) throws(Refusal) in
                try Listing.page(
                    state.opportunities.all(["accountId": call.parameter("id")]), call)
            },
        ]
    }

    /// By another system's id, by mail domain, or what changed since a time.
    private func accounts(for call: Call) throws(Refusal) -> [JSON] {
        if let system = call.fields["externalSystem"] {
            return accounts.all().filter {
                $0["externalIds"]?.text(system) == call.fields["externalId"]
            }
        }
        let found = accounts.all(["domain": call.fields["domain"]])
        return try Listing.changed(found, since: "changedSince", call)
    }

    /// Changes an account and tells it.
    mutating func updateAccount(_ id: String, _ changes: KeyValuePairs<String, JSON>) -> Bool {
        guard let account = accounts[id] else { return false }
        var previous: JSON = [:]
        for (key, _) in changes { previous = previous.with([key: account[key] ?? .null]) }
        let changed = account.with(changes).with(["updatedAt": .time(now)])
        accounts[id] = changed
        tell("account.updated", changed, previous: previous)
        return true
    }

    /// Makes the account, its contract and its renewal; returns the account's id.
    mutating func add(
        _ seed: AccountSeed, billing: String, erp: String, helpDesk: String
    ) -> String {
        let start = now
        let account = id("0016A", 13)
        var external: JSON = ["billing": .string(billing), "erp": .string(erp)]
        if seed.linkedToHelpDesk { external = external.with(["helpDesk": .string(helpDesk)]) }
        let parent = seed.hasParent ? addParent(of: seed) : nil
        accounts[account] = [
            "id": .string(account), "name": .string(seed.name), "tier": .string(seed.tier),
            "arr": .money(seed.arrCents, seed.currency), "parentId": .optional(parent),
            "ownerId": .string(id("0056A", 13)), "ownerName": .string(seed.owner.name),
            "ownerEmail": .string(seed.owner.email), "domain": .string(seed.domain),
            "billingContact": Self.json(seed.billingContact),
            "adminContact": Self.json(seed.adminContact), "externalIds": external,
            "regulated": .bool(seed.regulated), "region": .string(seed.region),
            "timeZone": .string(seed.timeZone), "segment": .string(seed.segment),
            "createdAt": .time(start), "updatedAt": .time(start),
        ]
        let contract = id("8006A", 13)
        let ends = start + Int64(seed.contractEndsInDays) * dayMilliseconds
        contracts[contract] = [
            "id": .string(contract), "accountId": .string(account), "status": "activated",
            "startedOn": .date(ends - 365 * dayMilliseconds), "endsOn": .date(ends),
            "noticeDeadline": .date(start + Int64(seed.noticeDeadlineInDays) * dayMilliseconds),
            "noticeGivenOn": .null, "renewalTerm": "P1Y",
            "monthlyUsageInvoicing": .bool(seed.monthlyUsageInvoicing),
            "value": .money(seed.arrCents, seed.currency), "updatedAt": .time(start),
        ]
        let renewal = id("0066A", 13)
        opportunities[renewal] = [
            "id": .string(renewal), "accountId": .string(account), "type": "renewal",
            "name": .string("\(seed.name): renewal"), "stage": "negotiation",
            "amount": .money(seed.arrCents, seed.currency), "closeOn": .date(ends),
            "updatedAt": .time(start),
        ]
        return account
    }

    private mutating func addParent(of seed: AccountSeed) -> String {
        let parent = id("0016A", 13)
        accounts[parent] = [
            "id": .string(parent), "name": .string("\(seed.name) Group"),
            "tier": .string(seed.tier), "arr": .money(0, seed.currency), "parentId": .null,
            "ownerName": .string(seed.owner.name), "ownerEmail": .string(seed.owner.email),
            "domain": .string("group.\(seed.domain)"), "externalIds": [:],
            "regulated": .bool(seed.regulated), "region": .string(seed.region),
            "timeZone": .string(seed.timeZone), "segment": .string(seed.segment),
            "createdAt": .time(now), "updatedAt": .time(now),
        ]
        return parent
    }

    private static func json(_ person: PersonSeed) -> JSON {
        ["name": .string(person.name), "email": .string(person.email)]
    }
}
