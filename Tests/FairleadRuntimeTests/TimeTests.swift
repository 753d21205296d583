import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Time` {
    @Test(.requirement("S4.20", part: "a clock of 24 hours to recovery"))
    func `each rung of a clock is climbed once, also after a new start`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        world.pass(minutes: 18 * 60 - 1)
        #expect(try world.matter.clocks.map(\.rungs) == [0])
        world.pass(minutes: 2)
        try world.restart()
        world.pass(minutes: 5)
        #expect(try world.matter.clocks.map(\.rungs) == [1])
        world.pass(days: 1)
        world.pass(days: 1)
        let told = try world.matter.tasks.filter { $0.title.hasPrefix("recovery:") }
        #expect(told.map(\.queue) == ["revops-lead", "head-of-cs"])
        try world.expectSound()
    }

    @Test func `a stage that is not complete in its time is one exception`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme(), Told.failure())
        for _ in 0..<20 { world.pass(days: 1) }
        #expect(
            try world.matter.exceptions.filter { $0.code == "notRecovered" }.map(\.status)
                == [.open])
        try world.expectSound()
    }

    @Test func `a timer of a matter that must leave memory for others is not lost`() throws {
        var limits = RuntimeLimits()
        limits.anchorsHeldMax = 1
        let world = try RuntimeWorld(limits: limits)
        let customer = RuntimeWorld.acme
        world.outside = { work in
            work.kind == .effect
                ? .retry(code: "busy", afterMilliseconds: nil) : customer.answer(work)
        }
        for number in 1...4 {
            try world.tell(
                Told.account("acme-\(number)", same: ["billing": "acme-billing-\(number)"]),
                Told.failure(
                    id: "failure-\(number)", aliases: [.string("invoice-\(number)")],
                    customer: "acme-billing-\(number)"))
        }
        let waiting = try world.cases.flatMap(\.effects).filter { $0.status == .waitingForRetry }
        #expect(waiting.count >= 4)
        world.outside = { customer.answer($0) }
        world.now = world.now.adding(milliseconds: 600_000)
        world.tick()
        world.settle()
        for _ in 0..<10 { world.tick() }
        world.settle()
        let left = try world.cases.flatMap(\.effects).filter { $0.status == .waitingForRetry }
        #expect(left.isEmpty)
        try world.expectSound()
    }

    @Test func `a clock that goes back does not take the ledger back`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        world.now = world.now.adding(milliseconds: -3_600_000)
        try world.tell(Told.failure())
        let times = world.published.map(\.time)
        #expect(times == times.sorted())
        try world.expectSound()
    }
}

@Suite struct `Sources that do not answer` {
    private static func isERP(_ work: WorkItem) -> Bool { work.operation.hasPrefix("erp.") }

    @Test(
        .requirement("S4.11", "S0.29", part: "the ERP is down for ten minutes, and catches up"),
        arguments: [true, false])
    func `a source that is down gives a degraded case, which catches up`(isSilent: Bool) throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let known = customer
        let world = try RuntimeWorld(customer)
        world.outside = { work in
            if !Self.isERP(work) { return known.answer(work) }
            return isSilent ? nil : .retry(code: "http-503", afterMilliseconds: nil)
        }
        try world.tell(Told.acme(), Told.failure())
        world.pass(minutes: 5)
        var matter = try world.matter
        #expect(
            matter.degraded == ["creditHolds", "disputes", "promises", "receivables", "unapplied"])
        #expect(matter.activities["cause"]?.status == .done)
        // What is past due is not known: the controller is asked, and no reminder is held.
        #expect(matter.approvals.map(\.role) == ["finance-controller"])
        #expect(matter.approvals[0].shown.contains("not known"))
        #expect(world.left("erp.holdDunning") == 0)

        world.outside = { known.answer($0) }
        world.settle()
        world.pass(minutes: 10)
        matter = try world.matter
        #expect(matter.degraded == [])
        #expect(matter.late == [])
        #expect(matter.approvals.map(\.status) == [.withdrawn, .open])
        #expect(matter.approvals[1].shown.contains("38400.00"))
        #expect(world.left("erp.holdDunning") == 1)
        #expect(world.left("billing.grantGrace") == 0)
        try world.expectSound()
    }

    @Test(
        .requirement("S2.10", "S4.28", part: "a model that is wrong, late or over-confident"),
        arguments: [
            Answer.done(value: .null, records: [], readBack: .notDeclared),
            .done(value: ["value": "high"], records: [], readBack: .notDeclared),
            .done(
                value: [
                    "value": .number("1.7"), "low": .number("1.6"), "high": .number("1.8"),
                    "version": "1",
                ], records: [], readBack: .notDeclared),
            .done(
                value: [
                    "value": .number("0.5"), "low": .number("0.1"), "high": .number("0.9"),
                    "version": "1",
                ], records: [], readBack: .notDeclared),
            .failed(code: "http-400", message: ""),
            nil,
        ])
    func `whatever a model answers, its fallback stands and the case says so`(
        answer: Answer?
    ) throws {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(customer)
        world.outside = { $0.kind == .estimate ? answer : customer.answer($0) }
        try world.tell(Told.acme(), Told.failure())
        world.pass(minutes: 1)
        let matter = try world.matter
        #expect(matter.degraded.contains("churn"))
        #expect(matter.values["churn"]?.value["value"] == .number("0.5"))
        #expect(matter.values["churn"]?.value["degraded"] == true)
        #expect(matter.values["priority"] != nil)
        try world.expectSound()
    }

    /// Numbers are read back from bytes as whole ones where they are.
    @Test(arguments: ["1", "1.0", "0"])
    func `what a model says is kept as it is read back`(churn: String) throws {
        var customer = RuntimeWorld.acme
        customer.churn = churn
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme(), Told.failure())
        #expect(try world.matter.values["churn"]?.value["degraded"] == false)
        try world.expectSound()
    }

    @Test func `a fallback that is a whole number is kept as it is read back`() throws {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(
            customer,
            changing: [
                "playbooks/paymentFailedNearRenewal.yaml": (
                    "otherwise: {value: 0.5,", "otherwise: {value: 1,"
                )
            ])
        world.outside = { $0.kind == .estimate ? nil : customer.answer($0) }
        try world.tell(Told.acme(), Told.failure())
        world.pass(minutes: 1)
        #expect(try world.matter.values["churn"]?.value["value"] == .integer(1))
        try world.expectSound()
    }
}
