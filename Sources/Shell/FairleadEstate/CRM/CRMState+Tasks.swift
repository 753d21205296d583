import FairleadCanonical

extension CRMState {
    static var taskRoutes: [Route<CRMState>] {
        [
            Route("POST", "/tasks", "crm.createTask", .key) { (state, call) throws(Refusal) in
                try state.createTask(call)
            },
            read("tasks", "task") { $0.tasks },
            list("tasks", by: ["reference", "accountId"]) { $0.tasks },
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
