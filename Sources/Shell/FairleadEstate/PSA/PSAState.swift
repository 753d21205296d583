import FairleadCanonical

/// Professional services automation: projects with milestones and the hours booked on them. It
/// knows accounts by the CRM's ids.
struct PSAState: SystemState {
    static let system = EstateSystem.psa

    var basis: SystemBasis
    var projects = Documents()
    var milestones = Documents()
    var timeEntries = Documents()
    private var lastNumber: Int64 = 310

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<PSAState>] {
        [
            Route("POST", "/projects", "psa.createProject", .key) {
                (state, call) throws(Refusal) in
                try state.create(call)
            },
            read("projects", "project") { $0.projects },
            list("projects", by: ["account", "order"]) { $0.projects },
            Route("POST", "/projects/:id/cancel", "psa.cancelProject", .again) {
                (state, call) throws(Refusal) in
                try state.cancel(call)
            },
            read("milestones", "milestone") { $0.milestones },
            list("milestones", by: ["project", "account"]) { $0.milestones },
            Route("PUT", "/milestones/:id", "psa.updateMilestone", .again) {
                (state, call) throws(Refusal) in
                try state.updateMilestone(call)
            },
            list("time-entries", "timeEntries", by: ["project", "account"]) { $0.timeEntries },
            changesRoute,
        ]
    }

    private mutating func number(_ prefix: String) -> String {
        lastNumber += Int64(1 + basis.generator.below(3))
        return "\(prefix)-\(lastNumber)"
    }

    /// A project by template, with its milestones: environment, access and go-live.
    private mutating func create(_ call: Call) throws(Refusal) -> Answer {
        let account = try call.text("account")
        let order = try call.text("order")
        let template = try call.text("template")
        let goLiveOn = try call.text("goLiveOn")
        guard ["standard", "highTouch"].contains(template) else {
            throw Refusal(422, "bad_template", "A template is standard or highTouch.")
        }
        let id = number("PRJ")
        let milestoneIDs = ["environment", "access", "goLive"].map { kind in
            let milestone = number("MS")
            milestones[milestone] = [
                "id": .string(milestone), "project": .string(id), "account": .string(account),
                "kind": .string(kind), "status": "planned", "reason": .null,
                "plannedOn": .string(goLiveOn), "completedOn": .null, "updatedBy": .null,
                "updatedAt": .time(now),
            ]
            return milestone
        }
        let project: JSON = [
            "id": .string(id), "account": .string(account), "order": .string(order),
            "template": .string(template), "status": "active", "goLiveOn": .string(goLiveOn),
            "milestones": .array(milestoneIDs.map { .string($0) }),
            "goLiveMilestone": .string(milestoneIDs[2]),
            "reference": call.body["reference"] ?? .null, "createdAt": .time(now),
            "updatedAt": .time(now),
        ]
        projects[id] = project
        return Answer(project, status: 201)
    }

    private mutating func cancel(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let project = try projects.required(id, "project")
        if project.text("status") == "cancelled" { return Answer(project, changed: false) }
        let cancelled = project.with(["status": "cancelled", "updatedAt": .time(now)])
        projects[id] = cancelled
        return Answer(cancelled)
    }

    /// Sets what the body names of status, reason and the day of completion.
    private mutating func updateMilestone(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let milestone = try milestones.required(id, "milestone")
        let status = try call.text("status")
        guard ["planned", "delayed", "completed"].contains(status) else {
            throw Refusal(422, "bad_status", "A milestone is planned, delayed or completed.")
        }
        let reason = call.body.text("reason")
        let completedOn: JSON = status == "completed" ? .date(now) : .null
        if milestone.text("status") == status, milestone.text("reason") == reason {
            return Answer(milestone, changed: false)
        }
        let changed = milestone.with([
            "status": .string(status), "reason": .optional(reason), "completedOn": completedOn,
            "reference": call.body["reference"] ?? .null, "updatedBy": "integration",
            "updatedAt": .time(now),
        ])
        milestones[id] = changed
        echo("milestone.changed", changed, previous: ["status": milestone["status"] ?? .null])
        return Answer(changed)
    }

    /// Somebody changes an account's go-live milestone by hand; false where there is none.
    mutating func changeMilestone(of account: String, to status: String) -> Bool {
        let known = milestones.all(["account": account, "kind": "goLive"]).last
        guard let milestone = known, let id = milestone.text("id") else { return false }
        let changed = milestone.with([
            "status": .string(status), "updatedBy": "pm@fairlead.example", "updatedAt": .time(now),
        ])
        milestones[id] = changed
        tell("milestone.changed", changed, previous: ["status": milestone["status"] ?? .null])
        return true
    }

    /// Notes hours that were worked for an account before it has a project.
    mutating func book(hours: Int, account: String) {
        let id = number("TE")
        timeEntries[id] = [
            "id": .string(id), "project": .null, "account": .string(account),
            "hours": .integer(Int64(hours)), "workedOn": .date(now - dayMilliseconds),
        ]
    }
}
