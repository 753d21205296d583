import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite struct `Tasks` {
    /// A queue that assigns, and who works in it.
    private static let workforce = [
        "people.yaml": """
        people:
          Anna: {queues: [retention], skills: [calls, german], capacity: 2}
          Bert: {queues: [retention], skills: [calls], capacity: 2}
          Cleo: {queues: [retention], skills: [german], capacity: 9}
          owner@fairlead.example: {queues: [retention], skills: [calls, german], capacity: 9}
        """
    ]

    private func opened(
        _ activities: String, _ more: [String: String] = workforce,
        _ people: (People) throws -> Void = { _ in }
    ) throws -> (RuntimeWorld, People) {
        let world = try PeopleAtWork(activities: activities, more: more).world()
        let all = People(world: world)
        try people(all)
        try world.tell(Told.acme())
        try world.tell(Told.failure())
        return (world, all)
    }

    private func call(_ id: String, _ more: String = "") -> String {
        """
                  - id: \(id)
                    task: Call the customer
                    queue: retention
        \(more)
        """
    }

    private func staffed(_ people: People) throws {
        for name in ["Anna", "Bert", "Cleo", "owner@fairlead.example"] {
            _ = try people.person(name, "retention-specialist")
        }
    }

    @Test(.requirement("S1.12", part: "tasks go to people by skill, load and availability"))
    func `a task goes to who can, may, is there and has least to do`() throws {
        let never = "            never: [{person: account.owner}]"
        let german = "            skills: [german]\n" + never
        let (world, _) = try opened(
            [call("a", german), call("b", german), call("c", german), call("d", never)]
                .joined(separator: "\n")
        ) { people in try staffed(people) }
        let tasks = try world.matter.tasks
        let registry = world.runtime.registry
        func id(_ name: String) -> String? { registry.person(name) }
        // Anna alone calls and speaks German; she has room for two, and what is left waits.
        #expect(tasks.map(\.assignee) == [id("Anna"), id("Anna"), nil, id("Bert")])
        let created = world.published.filter { $0.type == "task-created" }
        #expect(created.map { $0.fields["load"] } == [0, 1, nil, 0])
        try world.expectSound()
        // What is done or given back makes room; a restart counts the same.
        try world.restart()
        let anna = try #require(registry.person("Anna"))
        let bert = Principal(
            id: try #require(id("Bert")), name: "Bert", kind: .person,
            roles: ["retention-specialist"])
        #expect(
            try world.command(.claimTask(id: tasks[0].id), on: tasks[0].id, by: bert).refusal
                == "task-assigned")
        let me = Principal(
            id: anna, name: "Anna", kind: .person, roles: ["retention-specialist"])
        #expect(
            try world.command(.claimTask(id: tasks[0].id), on: tasks[0].id, by: me).refusal == nil)
        #expect(
            try world.command(
                .completeTask(id: tasks[0].id, note: "said yes"), on: tasks[0].id, by: me
            ).refusal == nil)
        #expect(try world.states().first?.taskLoad == [anna: 1, bert.id: 1])
        try world.expectSound()
    }

    @Test(.requirement("S3.1", part: "out of office is honoured when work is assigned"))
    func `who is away gets nothing, and whoever stands in may do what he has`() throws {
        let (world, people) = try opened(call("a", "            skills: [german]")) { people in
            try staffed(people)
            let anna = try people.person("Anna", "retention-specialist")
            let owner = try people.person("owner@fairlead.example", "retention-specialist")
            #expect(try people.lend(anna, to: nil, away: true).refusal == nil)
            _ = owner
        }
        let task = try #require(try world.matter.tasks.first)
        #expect(task.assignee == world.runtime.registry.person("owner@fairlead.example"))
        let bert = try people.person("Bert", "retention-specialist")
        let owner = try people.person("owner@fairlead.example", "retention-specialist")
        let claim = Command.claimTask(id: task.id)
        #expect(try world.command(claim, on: task.id, by: bert).refusal == "task-assigned")
        #expect(try people.lend(owner, to: "Bert").refusal == nil)
        #expect(try world.command(claim, on: task.id, by: bert).refusal == nil)
        #expect(try world.matter.tasks.first?.by == bert.id)
        try world.expectSound()
    }

    @Test(.requirement("S0.44", part: "a hand-over says to whom, from whom and why"))
    func `a task is lent, given back, handed over and assigned, each with its reason`() throws {
        let (world, people) = try opened(call("a", "            never: [{role: collections}]"), [:])
        let task = try #require(try world.matter.tasks.first).id
        let anna = try people.person("Anna", "retention-specialist")
        let bert = try people.person("Bert", "support-agent")
        let colin = try people.person("Colin", "collections")
        let lead = try people.person("Lea", "support-lead")
        _ = try people.person("Vera", "vp-finance")
        func give(
            _ how: TaskAssigned.How, _ to: String, _ reason: String = "shift ends",
            by: Principal
        ) throws -> String? {
            try world.command(
                .assignTask(id: task, how: how, to: to, reason: reason), on: task, by: by
            ).refusal
        }
        func state() throws -> TaskState { try #require(try world.matter.tasks.first) }
        #expect(try give(.handedOver, "Bert", by: anna) == "task-not-yours")
        #expect(try world.command(.claimTask(id: task), on: task, by: anna).refusal == nil)
        #expect(try give(.delegated, "Bert", "", by: anna) == "reason-missing")
        #expect(try give(.delegated, "Colin", by: anna) == "task-never")
        #expect(try give(.delegated, "Vera", by: anna) == "task-role")
        #expect(try give(.delegated, "Nobody", by: anna) == "person-unknown")
        #expect(try give(.delegated, "Anna", by: anna) == "task-assigned")
        #expect(try give(.delegated, "Bert", by: anna) == nil)
        #expect(try state().assignee == bert.id)
        #expect(try state().delegatedBy == anna.id)
        let release = Command.releaseTask(id: task, reason: "no time")
        #expect(try world.command(release, on: task, by: colin).refusal == "task-never")
        #expect(try world.command(release, on: task, by: bert).refusal == nil)
        #expect(try state().assignee == anna.id)
        #expect(try give(.handedOver, "Bert", by: anna) == nil)
        #expect(try state().delegatedBy == nil)
        #expect(try give(.assigned, "Anna", by: lead) == nil)
        #expect(try state().assignee == anna.id)
        let assigned = world.published.filter { $0.type == "task-assigned" }
        #expect(
            assigned.map { $0.fields["how"]?.stringValue }
                == ["delegated", "released", "handedOver", "assigned"])
        #expect(assigned.last?.fields["from"]?.stringValue == bert.id)
        try world.expectSound()
    }

    @Test(.requirement("S1.32", part: "what a person finds is filled in, typed and checked"))
    func `a form is checked, and expressions read what was filled in`() throws {
        let (world, _) = try opened(
            """
                      - id: exposure
                        task: Find out what was exposed
                        queue: support
                        form:
                          level: [none, possible, confirmed]
                          count: number
                          seenOn: date
                          who: {type: string, optional: true}
                      - id: legal
                        task: Decide whom to tell
                        queue: support
                        after: exposure
                        when: exposure.level != "none" and exposure.count > 3
            """, [:])
        let task = try #require(try world.matter.tasks.first).id
        let agent = Principal.person("support-agent", "p-agent")
        func fill(_ form: JSONObject) throws -> String? {
            try world.command(
                .completeTask(id: task, note: "", form: form), on: task, by: agent
            ).refusal
        }
        let good: JSONObject = ["level": "possible", "count": 4, "seenOn": "2026-11-20"]
        #expect(try fill([:]) == "form-missing")
        #expect(try fill(good.merging(["level": "perhaps"])) == "form-type")
        #expect(try fill(good.merging(["count": "many"])) == "form-type")
        #expect(try fill(good.merging(["count": true])) == "form-type")
        #expect(try fill(good.merging(["seenOn": "yesterday"])) == "form-type")
        #expect(try fill(good.merging(["who": 7])) == "form-type")
        #expect(try fill(good.merging(["why": "x"])) == "form-unknown")
        let long = String(repeating: "x", count: 40_000)
        #expect(try fill(good.merging(["who": .string(long)])) == "form-too-large")
        #expect(try world.matter.tasks.map(\.status) == [.open])
        #expect(try fill(good.merging(["who": "Rita"])) == nil)
        let value = try #require(try world.matter.values["exposure"])
        #expect(value.value["level"] == "possible")
        #expect(value.labels.names.contains("personal"))
        #expect(try world.matter.tasks.map(\.activity) == ["exposure", "legal"])
        try world.expectSound()
    }

    @Test(.requirement("S1.32", part: "a person chooses against a recommendation with a reason"))
    func `a choice other than the recommended one wants its reason`() throws {
        let (world, _) = try opened(
            """
                      - id: way
                        choose: Change order or absorb
                        options: [changeOrder, absorb]
                        recommended: 'if owed > 5000 then "changeOrder" else "absorb"'
                        reasonWhen: choice != recommended
                        queue: support
            """, [:])
        let task = try #require(try world.matter.tasks.first)
        #expect(task.recommended == "absorb")
        #expect(task.recommendedLabels.names.contains("finance"))
        let agent = Principal.person("support-agent", "p-agent")
        func choose(_ form: JSONObject) throws -> String? {
            try world.command(
                .completeTask(id: task.id, note: "", form: form), on: task.id, by: agent
            ).refusal
        }
        #expect(try choose([:]) == "form-missing")
        #expect(try choose(["choice": "neither"]) == "form-type")
        #expect(try choose(["choice": "changeOrder"]) == "reason-missing")
        #expect(try choose(["choice": "changeOrder", "reason": "they asked for it"]) == nil)
        let value = try #require(try world.matter.values["way"]?.value)
        #expect(value["choice"] == "changeOrder")
        #expect(value["recommended"] == "absorb")
        #expect(value["reason"] == "they asked for it")
        try world.expectSound()
    }

    @Test(
        .requirement("S0.25", part: "a task for legal alone, masked for everybody else"),
        .requirement("S3.23", part: "who did a task does not approve what came of it"))
    func `work for some roles is told and open to them alone`() throws {
        var people = PeopleAtWork(
            activities: """
                      - id: review
                        task: Look at the privileged letter
                        queue: support
                        visibleTo: [finance-controller, vp-finance]
                        form: {amount: number}
                      - id: consent
                        approve: {amount: review.amount}
                        governedBy: mayGo
                        after: review
                """, ruling: [("-", "approval", "finance-controller")])
        people.more = [:]
        let world = try people.opened()
        let task = try #require(try world.matter.tasks.first)
        let created = try #require(world.published.first { $0.type == "task-created" })
        #expect(!JSON.object(created.fields).text.contains("privileged"))
        let agent = Principal.person("support-lead", "p-agent")
        let claim = Command.claimTask(id: task.id)
        #expect(try world.command(claim, on: task.id, by: agent).refusal == "task-unseen")
        let views = Views(
            governance: world.catalog.governance, governances: [:], now: world.now,
            zones: world.zones)
        let roles = world.catalog.governance.roles
        func title(_ role: String) throws -> JSON? {
            let sees = try #require(roles[role]).sees
            return views.task(task, of: try world.matter).answer(to: sees)["title"]
        }
        #expect(try title("finance-controller") == "Look at the privileged letter")
        #expect(try title("support-lead") == nil)
        #expect(try title("auditor") == nil)
        let carla = Principal.person("finance-controller", "p-carla")
        #expect(
            try world.command(
                .completeTask(id: task.id, note: "read", form: ["amount": 70]), on: task.id,
                by: carla
            ).refusal == nil)
        let approval = try #require(try world.openApprovals.first)
        #expect(approval.shownLabels.names.contains { $0.hasPrefix("only:") })
        // Carla said how much: she does not approve it.
        #expect(try world.decide(approval.id, by: carla).refusal == "approval-editor")
        let other = Principal.person("finance-controller", "p-other")
        #expect(try world.decide(approval.id, by: other).refusal == nil)
        try world.expectSound()
    }

    @Test func `a person whom the facts name, or who did the other part, may not do it`() throws {
        let (world, _) = try opened(
            """
                      - id: first
                        task: Write it
                        queue: support
                        never: [{person: account.owner}]
                      - id: second
                        task: Check it
                        queue: support
                        after: first
                        never: [{whoDid: first}]
            """, [:])
        let task = try #require(try world.matter.tasks.first).id
        let owner = Principal.person("support-agent", "p-o", name: "owner@fairlead.example")
        let writer = Principal.person("support-agent", "p-w")
        func done(_ id: String, by person: Principal) throws -> String? {
            try world.command(.completeTask(id: id, note: ""), on: id, by: person).refusal
        }
        #expect(try done(task, by: owner) == "task-never")
        #expect(try done(task, by: writer) == nil)
        let second = try #require(try world.matter.tasks.last).id
        #expect(try done(second, by: writer) == "task-never")
        #expect(try done(second, by: owner) == nil)
        try world.expectSound()
    }
}
