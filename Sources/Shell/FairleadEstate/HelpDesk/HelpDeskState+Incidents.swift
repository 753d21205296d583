import FairleadCanonical

extension HelpDeskState {
    static var incidentRoutes: [Route<HelpDeskState>] {
        [
            read("incidents", "incident") { $0.incidents },
            Route("GET", "/incidents", "helpDesk.incidents") { (state, call) throws(Refusal) in
                let organisation = call.fields["organisation"]
                let active = call.fields["active"].map { $0 == "true" }
                return try Listing.page(
                    state.incidents.all(["status": call.fields["status"]]).filter { incident in
                        let affected = incident["affectedOrganisations"]?.arrayValue ?? []
                        return
                            (organisation == nil
                            || affected.contains { $0.stringValue == organisation })
                            && (active == nil || active == (incident.text("status") == "active"))
                    }, call)
            },
        ]
    }

    /// Notes an incident, without telling it.
    mutating func addIncident(
        severity: Int, component: String, startedAt: Int64, organisations: [String]
    ) -> JSON {
        let id = number()
        let incident: JSON = [
            "id": .string(id), "severity": .integer(Int64(severity)),
            "component": .string(component), "status": "active", "startedAt": .time(startedAt),
            "resolvedAt": .null,
            "affectedOrganisations": .array(organisations.map { .string($0) }),
            "updatedAt": .time(now),
        ]
        incidents[id] = incident
        return incident
    }

    /// Ends an organisation's newest active incident and tells it. False where there is none.
    mutating func resolveIncident(of organisation: String) -> Bool {
        let active = incidents.all(["status": "active"]).last { incident in
            (incident["affectedOrganisations"]?.arrayValue ?? []).contains(.string(organisation))
        }
        guard let incident = active, let id = incident.text("id") else { return false }
        let resolved = incident.with([
            "status": "resolved", "resolvedAt": .time(now), "updatedAt": .time(now),
        ])
        incidents[id] = resolved
        tell("incident.resolved", resolved)
        return true
    }
}
