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
                        return (organisation == nil
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

    /// Ends an incident and tells it; nil if there is no such incident.
    mutating func resolveIncident(_ id: String) -> JSON? {
        guard let incident = incidents[id] else { return nil }
        let resolved = incident.with([
            "status": "resolved", "resolvedAt": .time(now), "updatedAt": .time(now),
        ])
        incidents[id] = resolved
        tell("incident.resolved", resolved)
        return resolved
    }
}
