import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

/// What is down is not asked; cases go on the declared way, say so, and catch up.
@Suite struct `Continuity` {
    private let lead = Principal.person("support-lead")
    private let task = "erp.createTask"

    private func declare(
        _ subject: String, until: Instant? = nil, in world: RuntimeWorld
    ) throws -> RuntimeReply {
        try world.registry(
            .declareContinuity(subject: subject, until: until, reason: "maintenance"), by: lead)
    }

    /// Whether the task was made, once; what was planned without a fact and not sent is withdrawn.
    private func done(_ world: RuntimeWorld) throws -> Bool {
        try world.effects(task).filter { $0.status != .withdrawn }.map(\.status) == [.done]
    }

    private func asked(_ world: RuntimeWorld, _ connector: String) -> Int {
        world.carried.count { $0.item.operation.hasPrefix(connector + ".") }
    }

    @Test(
        .requirement("S3.30", part: "an hour without the ERP, and what waited is done once"),
        .requirement("S2.32", part: "declared by hand, and drained when it is lifted"))
    func `an hour without the ERP delays what is the ERP's, and does nothing twice`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        _ = try declare("erp", in: world)
        try world.tell(Told.failure())
        world.pass(minutes: 30)
        #expect(asked(world, "erp") == 0)
        let waiting = try world.matter
        #expect(waiting.continuity == ["erp"])
        #expect(waiting.degraded.contains("receivables"))
        #expect(!waiting.decisions.isEmpty)
        try world.restart()
        world.pass(minutes: 30)
        #expect(asked(world, "erp") == 0)
        #expect(world.runtime.outflow.first { $0.subject == "erp" }?.state == .down)
        _ = try world.registry(
            .liftContinuity(subject: "erp", reason: "it is back"), by: lead)
        world.pass(minutes: 2)
        let matter = try world.matter
        #expect(!matter.degraded.contains("receivables"))
        #expect(try done(world))
        #expect(world.left(task) == 1)
        #expect(!matter.exceptions.contains { $0.code.hasPrefix("effect-") })
        #expect(world.runtime.outflow.allSatisfy { $0.state == .up && $0.waiting == 0 })
        #expect(world.count("continuity-declared") == 1)
        #expect(world.count("continuity-lifted") == 1)
        try world.expectSound()
    }

    @Test(.requirement("S2.32", part: "a model that is declared down"))
    func `a model that is down is not asked, and its fallback stands`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        _ = try declare("churnRisk", in: world)
        try world.tell(Told.failure())
        #expect(asked(world, "model") == 0)
        let matter = try world.matter
        #expect(matter.continuity == ["churnRisk"])
        #expect(matter.degraded.contains("churn"))
        #expect(matter.activities["churn"]?.reason == "down-declared")
        #expect(matter.values["priority"] != nil)
        try world.expectSound()
    }

    @Test func `a declaration ends by itself, also over a restart`() throws {
        let world = try RuntimeWorld()
        let end = world.now.adding(milliseconds: 10 * 60_000)
        _ = try declare("erp", until: end, in: world)
        try world.restart()
        world.pass(minutes: 9)
        #expect(world.runtime.registry.downtime.isDeclared("erp"))
        world.pass(minutes: 2)
        #expect(world.runtime.registry.downtime.isEmpty)
        try world.expectSound()
    }

    @Test func `what is no system, and what has no reason, is refused`() throws {
        let world = try RuntimeWorld()
        func code(_ command: RegistryCommand) throws -> String? {
            guard case .rejected(let rejection) = try world.registry(command, by: lead) else {
                return nil
            }
            return rejection.code
        }
        #expect(
            try code(.declareContinuity(subject: "erq", until: nil, reason: "x"))
                == "subject-unknown")
        #expect(
            try code(.declareContinuity(subject: "erp", until: nil, reason: ""))
                == "reason-missing")
        #expect(
            try code(.declareContinuity(subject: "erp", until: world.now, reason: "x"))
                == "until-past")
        #expect(try code(.liftContinuity(subject: "erp", reason: "x")) == "not-declared")
    }

    // MARK: Circuits

    @Test(.requirement("S2.32", part: "down by its circuit"))
    func `a system that keeps failing is spared, tried again, and caught up with`() throws {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(customer)
        world.outside = {
            $0.operation.hasPrefix("erp.")
                ? .retry(code: "http-503", afterMilliseconds: nil) : customer.answer($0)
        }
        try world.tell(Told.acme(), Told.failure())
        #expect(world.count("circuit-turned") == 1)
        #expect(world.runtime.registry.downtime.circuits["erp"] != nil)
        let before = asked(world, "erp")
        for _ in 0..<20 {
            world.now = world.now.adding(milliseconds: 1_000)
            world.tick()
            world.settle()
        }
        #expect(asked(world, "erp") == before)
        #expect(world.runtime.outflow.first { $0.subject == "erp" }?.state == .down)
        // One tries, and fails.
        for _ in 0..<15 {
            world.now = world.now.adding(milliseconds: 1_000)
            world.tick()
            world.settle()
        }
        #expect(asked(world, "erp") == before + 1)
        try world.restart()
        #expect(world.runtime.registry.downtime.circuits["erp"] != nil)
        world.outside = { customer.answer($0) }
        world.pass(minutes: 10)
        #expect(world.runtime.registry.downtime.isEmpty)
        let matter = try world.matter
        #expect(matter.degraded.isEmpty)
        #expect(matter.continuity == ["erp"])
        #expect(try done(world))
        #expect(world.left(task) == 1)
        try world.expectSound()
    }

    @Test func `operations of another group are asked while one is down`() throws {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(
            customer,
            changing: [
                "connectors/erp/connector.yaml": (
                    "  createTask:\n", "  createTask:\n    group: writes\n"
                )
            ])
        try world.tell(Told.acme())
        _ = try declare("erp.writes", in: world)
        try world.tell(Told.failure())
        world.pass(minutes: 5)
        #expect(asked(world, "erp") > 0)
        #expect(world.left(task) == 0)
        #expect(try world.matter.continuity == ["erp.writes"])
        #expect(try world.matter.degraded.isEmpty)
    }

    // MARK: Rates and room

    @Test(.requirement("S2.32", part: "a system is not asked too often"))
    func `a system is asked as often as its rate says`() throws {
        let world = try RuntimeWorld(
            changing: [
                "connectors/erp/connector.yaml": (
                    "limits:\n", "limits:\n  rate: {requests: 2, per: PT10S, burst: 2}\n"
                )
            ])
        try world.tell(Told.acme(), Told.failure())
        var counts = [asked(world, "erp")]
        #expect(counts == [2])
        for _ in 0..<40 {
            world.now = world.now.adding(milliseconds: 1_000)
            world.tick()
            world.settle()
            counts.append(asked(world, "erp"))
        }
        for second in 10..<counts.count {
            // Its rate, and what it had saved.
            #expect(counts[second] - counts[second - 10] <= 4)
        }
        world.pass(minutes: 5)
        #expect(try done(world))
        try world.expectSound()
    }

    @Test func `when too much waits to leave, no more is taken in`() throws {
        var limits = RuntimeLimits()
        limits.anchorsWaitingOutMax = 1
        let world = try RuntimeWorld(limits: limits)
        try world.tell(Told.acme())
        _ = try declare("erp", in: world)
        try world.tell(Told.failure())
        let ticket = world.submit([try Told.ticket()])
        guard case .overloaded = world.replies[ticket] else {
            Issue.record("\(String(describing: world.replies[ticket]))")
            return
        }
        _ = try world.registry(.liftContinuity(subject: "erp", reason: "back"), by: lead)
        try world.tell(Told.ticket())
        #expect(try world.matter.happened.count == 2)
    }
}
