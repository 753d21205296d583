import FairleadCanonical

/// Monitoring with its incident management: how severe an outage is, since when, whom it affects.
/// It knows accounts by the CRM's ids.
struct MonitoringState: SystemState {
    static let system = EstateSystem.monitoring

    var basis: SystemBasis
    var incidents = Documents()
    private var lastNumber: Int64 = 4_020

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<MonitoringState>] {
        [
            Route("GET", "/incidents/:id", "monitoring.incident") {
                (state, call) throws(Refusal) in
                let id = call.parameter("id")
                let incident = try state.incidents.required(id, "incident")
                return Answer(state.timed(incident))
            },
            Route("GET", "/incidents", "monitoring.incidents") { (state, call) throws(Refusal) in
                let account = call.fields["account"]
                let found = state.incidents.all(["status": call.fields["status"]]).filter {
                    account == nil
                        || ($0["accounts"]?.arrayValue ?? []).contains { $0.stringValue == account }
                }
                return try Listing.page(found.map { state.timed($0) }, call)
            },
            Route("PUT", "/incidents/:id", "monitoring.updateIncident", .again) {
                (state, call) throws(Refusal) in
                try state.update(call)
            },
            changesRoute,
        ]
    }

    /// Declares an outage of a service that began so many minutes ago, and tells it.
    mutating func declare(
        severity: Int, service: String, minutesAgo: Int, accounts: [String]
    ) {
        lastNumber += Int64(1 + basis.generator.below(5))
        let id = "INC-\(lastNumber)"
        let incident: JSON = [
            "id": .string(id), "title": .string("\(service) does not answer"),
            "service": .string(service), "owningTeam": .string("\(service)-engineering"),
            "region": "us-east-1", "severity": .integer(Int64(severity)), "status": "active",
            "startedAt": .time(now - Int64(minutesAgo) * 60_000), "mitigatedAt": .null,
            "resolvedAt": .null, "commander": .null, "errorPercent": 97,
            "accounts": .array(accounts.map { .string($0) }), "updatedAt": .time(now),
            "revision": 1,
        ]
        incidents[id] = incident
        tell("incident.declared", timed(incident))
    }

    /// Changes an account's newest incident that is not over, and tells it; false where there is
    /// none.
    mutating func change(
        of account: String, _ type: String, _ changes: KeyValuePairs<String, JSON>
    ) -> Bool {
        let known = incidents.all().last { incident in
            incident.text("status") != "resolved"
                && (incident["accounts"]?.arrayValue ?? []).contains(.string(account))
        }
        guard let incident = known, let id = incident.text("id") else { return false }
        var previous: JSON = [:]
        for (key, _) in changes { previous = previous.with([key: incident[key] ?? .null]) }
        let changed = incident.with(changes).revised(at: now)
        incidents[id] = changed
        tell(type, timed(changed), previous: previous)
        return true
    }

    /// Sets what the body names of severity and commander.
    private mutating func update(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let incident = try incidents.required(id, "incident")
        let changes = ["severity", "commander"].compactMap { key in
            call.body[key].map { (key, $0) }
        }
        guard !changes.isEmpty else {
            throw Refusal(422, "nothing_to_set", "An incident has severity and commander.")
        }
        if let severity = call.body["severity"], !(1...4).contains(severity.integerValue ?? 0) {
            throw Refusal(422, "bad_severity", "A severity is 1 to 4.")
        }
        if changes.allSatisfy({ incident[$0.0] == $0.1 }) {
            return Answer(timed(incident), changed: false)
        }
        var changed = incident.revised(at: now)
        for (key, value) in changes { changed = changed.with([key: value]) }
        incidents[id] = changed
        if incident["severity"] != changed["severity"] {
            echo(
                "incident.severity_changed", timed(changed),
                previous: ["severity": incident["severity"] ?? .null])
        }
        return Answer(timed(changed))
    }

    /// The incident with the minutes that service has been down: until it was mitigated, else
    /// until now.
    private func timed(_ incident: JSON) -> JSON {
        func moment(_ key: String) -> Int64? {
            incident.text(key).flatMap { Instant(rfc3339: $0)?.milliseconds }
        }
        let end = moment("mitigatedAt") ?? moment("resolvedAt") ?? now
        let start = moment("startedAt") ?? end
        return incident.with([
            "downtimeMinutes": .integer((end - start) / 60_000),
            "accountsAffected": .integer(Int64(incident["accounts"]?.arrayValue?.count ?? 0)),
        ])
    }
}
