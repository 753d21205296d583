import FairleadCanonical

extension HelpDeskState {
    /// The ids that the help desk gave an account.
    struct AccountIDs: Sendable {
        let organisation: String
        let requester: String
        let incident: String?
    }

    static var directoryRoutes: [Route<HelpDeskState>] {
        [
            read("organisations", "organisation") { $0.organisations },
            list("organisations", by: ["domain", "externalRef"]) { $0.organisations },
            read("users", "user") { $0.users },
            Route("GET", "/users", "helpDesk.users") { (state, call) throws(Refusal) in
                try Listing.page(
                    state.users.all([
                        "email": call.fields["email"],
                        "organisationId": call.fields["organisation"],
                    ]), call)
            },
        ]
    }

    mutating func add(_ seed: AccountSeed) -> AccountIDs {
        let organisation = number()
        organisations[organisation] = [
            "id": .string(organisation), "name": .string(seed.name),
            "domain": .string(seed.domain), "externalRef": .null, "updatedAt": .time(now),
        ]
        var users: [String] = []
        for person in [seed.requester, seed.adminContact, seed.billingContact] {
            let id = number()
            users.append(id)
            self.users[id] = [
                "id": .string(id), "name": .string(person.name), "email": .string(person.email),
                "organisationId": .string(organisation), "role": "end-user",
            ]
        }
        let incident = seed.incident.map { seed in
            addIncident(
                severity: seed.severity, component: seed.component,
                startedAt: now - Int64(seed.startedHoursAgo) * 3_600_000,
                organisations: [organisation]
            ).text("id") ?? ""
        }
        return AccountIDs(organisation: organisation, requester: users[0], incident: incident)
    }

    /// Notes the CRM's id of an organisation.
    mutating func link(_ organisation: String, to account: String) {
        organisations[organisation] = organisations[organisation]?.with([
            "externalRef": .string(account)
        ])
    }
}
