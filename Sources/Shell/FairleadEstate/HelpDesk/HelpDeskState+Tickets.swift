import FairleadCanonical

extension HelpDeskState {
    static var ticketRoutes: [Route<HelpDeskState>] {
        [
            read("tickets", "ticket") { $0.tickets },
            Route("GET", "/tickets", "helpDesk.tickets") { (state, call) throws(Refusal) in
                let found = state.tickets.all([
                    "organisationId": call.fields["organisation"],
                    "status": call.fields["status"],
                ])
                return try Listing.page(
                    try Listing.changed(found, since: "updatedSince", call), call)
            },
            Route("PUT", "/tickets/:id", "helpDesk.updateTicket", .again) {
                (state, call) throws(Refusal) in
                try state.updateTicket(call)
            },
        ]
    }

    /// Opens a ticket and tells it.
    mutating func addTicket(
        subject: String, description: String, requester: String, organisation: String?,
        priority: String, topic: String?
    ) -> JSON {
        let id = number()
        let ticket: JSON = [
            "id": .string(id), "subject": .string(subject), "description": .string(description),
            "requesterId": .string(requester), "organisationId": .optional(organisation),
            "requesterEmail": users[requester]?["email"] ?? .null,
            "status": "new", "priority": .string(priority), "queue": "general",
            "assignee": .null, "tags": [], "topic": .optional(topic), "channel": "email",
            "commitments": [], "createdAt": .time(now), "updatedAt": .time(now), "revision": 1,
        ]
        tickets[id] = ticket
        tell("ticket.created", ticket)
        return ticket
    }

    /// Changes a ticket and tells it; nil if there is no such ticket.
    mutating func change(_ id: String, _ changes: [(String, JSON)], asEcho: Bool) -> JSON? {
        guard let before = tickets[id] else { return nil }
        var previous: JSON = [:]
        var after = before.revised(at: now)
        for (key, value) in changes {
            previous = previous.with([key: before[key] ?? .null])
            after = after.with([key: value])
        }
        tickets[id] = after
        if asEcho {
            echo("ticket.updated", after, previous: previous)
        } else {
            tell("ticket.updated", after, previous: previous)
        }
        return after
    }

    /// Sets what the body names of priority, queue, assignee, status and tags.
    private mutating func updateTicket(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let ticket = try tickets.required(id, "ticket")
        let changes = ["priority", "queue", "assignee", "status", "tags"].compactMap { key in
            call.body[key].map { (key, $0) }
        }
        guard !changes.isEmpty else {
            throw Refusal(
                422, "nothing_to_set", "A ticket has priority, queue, assignee, status and tags.")
        }
        if let priority = call.body["priority"],
            !["low", "normal", "high", "urgent"].contains(priority.stringValue)
        {
            throw Refusal(422, "bad_priority", "A priority is low, normal, high or urgent.")
        }
        if changes.allSatisfy({ ticket[$0.0] == $0.1 }) { return Answer(ticket, changed: false) }
        return Answer(change(id, changes, asEcho: true) ?? ticket)
    }
}
