import FairleadCanonical

extension HelpDeskState {
    static var commentRoutes: [Route<HelpDeskState>] {
        [
            Route("POST", "/tickets/:id/notes", "helpDesk.addNote", .find) {
                (state, call) throws(Refusal) in
                let ticket = try state.requireTicket(call)
                let text = try call.text("text")
                let note: JSON = [
                    "id": .string(state.number()), "ticketId": .string(ticket),
                    "text": .string(text), "reference": call.body["reference"] ?? .null,
                    "public": false, "createdAt": .time(state.now),
                ]
                state.notes[note.text("id") ?? ""] = note
                return Answer(note, status: 201)
            },
            Route("GET", "/tickets/:id/notes", "helpDesk.notes") { (state, call) throws(Refusal) in
                let ticket = try state.requireTicket(call)
                return try Listing.page(
                    state.notes.all([
                        "ticketId": ticket, "reference": call.fields["reference"],
                    ]), call)
            },
            Route("POST", "/tickets/:id/replies", "helpDesk.reply", .none) {
                (state, call) throws(Refusal) in
                let ticket = try state.requireTicket(call)
                let text = try call.text("text")
                let reply = state.addReply(ticket: ticket, author: "integration", text: text)
                _ = state.change(ticket, [("status", "pending")], asEcho: true)
                return Answer(reply, status: 201)
            },
            // What the customer sees. It bears no reference of ours, so that it cannot be used to
            // find out whether a reply was sent.
            Route("GET", "/tickets/:id/replies", "helpDesk.replies") {
                (state, call) throws(Refusal) in
                let ticket = try state.requireTicket(call)
                return try Listing.page(state.replies.all(["ticketId": ticket]), call)
            },
        ]
    }

    mutating func addReply(ticket: String, author: String, text: String) -> JSON {
        let id = number()
        let reply: JSON = [
            "id": .string(id), "ticketId": .string(ticket), "author": .string(author),
            "text": .string(text), "public": true, "createdAt": .time(now),
        ]
        replies[id] = reply
        return reply
    }

    private func requireTicket(_ call: Call) throws(Refusal) -> String {
        let id = call.parameter("id")
        guard tickets[id] != nil else { throw .notFound("ticket \(id)") }
        return id
    }
}
