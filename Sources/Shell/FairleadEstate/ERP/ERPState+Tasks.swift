import FairleadCanonical

extension ERPState {
    static var taskRoutes: [Route<ERPState>] {
        [
            Route("POST", "/tasks", "erp.createTask", .find) { (state, call) throws(Refusal) in
                try state.createTask(call)
            },
            read("tasks", "task") { $0.tasks },
            find("tasks") { $0.tasks },
            Route("POST", "/notes", "erp.createNote", .find) { (state, call) throws(Refusal) in
                try state.createNote(call)
            },
            read("notes", "note") { $0.notes },
            find("notes") { $0.notes },
        ]
    }

    private mutating func createTask(_ call: Call) throws(Refusal) -> Answer {
        let customer = try requireCustomer(call)
        let kind = try call.text("kind")
        let reference = try call.text("reference")
        let id = number("T")
        let task: JSON = [
            "id": .string(id), "customer": .string(customer), "kind": .string(kind),
            "reference": .string(reference), "text": .optional(call.body.text("text")),
            "dueOn": call.body["dueOn"] ?? .null, "status": "open", "createdAt": .time(now),
        ]
        tasks[id] = task
        index(id)
        return Answer(task, status: 201)
    }

    private mutating func createNote(_ call: Call) throws(Refusal) -> Answer {
        let customer = try requireCustomer(call)
        let text = try call.text("text")
        let reference = try call.text("reference")
        let id = number("N")
        let note: JSON = [
            "id": .string(id), "customer": .string(customer), "text": .string(text),
            "reference": .string(reference), "createdAt": .time(now),
        ]
        notes[id] = note
        index(id)
        return Answer(note, status: 201)
    }
}
