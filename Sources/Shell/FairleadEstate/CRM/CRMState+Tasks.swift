import FairleadCanonical

extension CRMState {
    static var taskRoutes: [Route<CRMState>] {
        [
            Route("POST", "/tasks", "crm.createTask", .key) { (state, call) throws(Refusal) in
                try state.createTask(call)
            },
            Route("GET", "/tasks/:id", "crm.task") { (state, call) throws(Refusal) in
                guard let task = state.tasks[call.parameter("id")] else {
                    throw .notFound("task \(call.parameter("id"))")
                }
                return Answer(task)
            },
            Route("GET", "/tasks", "crm.tasks") { (state, call) throws(Refusal) in
                try Listing.page(
                    state.tasks.all([
                        "reference": call.fields["reference"],
                        "accountId": call.fields["accountId"],
                    ]), call)
            },
        ]
    }

    /// A task to the account's owner, or to whom the body names.
    private mutating func createTask(_ call: Call) throws(Refusal) -> Answer {
        let account = try call.text("accountId")
        guard let owner = accounts[account] else { throw .notFound("account \(account)") }
        let subject = try call.text("subject")
        let id = id("00T6A", 13)
        let task: JSON = [
            "id": .string(id), "accountId": .string(account), "subject": .string(subject),
            "text": .optional(call.body.text("text")),
            "assignee": call.body["assignee"] ?? owner["ownerEmail"] ?? .null,
            "dueAt": call.body["dueAt"] ?? .null, "reference": call.body["reference"] ?? .null,
            "status": "open", "createdAt": .time(now),
        ]
        tasks[id] = task
        return Answer(task, status: 201)
    }
}
