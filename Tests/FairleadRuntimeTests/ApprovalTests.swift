import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Approvals` {
    private let controller = Principal.person("finance-controller", "p-controller")

    /// A case with USD 38,400 past due: the finance controller is asked for the grace.
    private func waiting(
        _ change: (inout Customer) -> Void = { _ in }, by principal: Principal = .sender
    ) throws -> (world: RuntimeWorld, approval: ApprovalState) {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        change(&customer)
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme())
        try world.tell(Told.failure(), by: principal)
        let approval = try #require(try world.matter.approvals.first)
        #expect(approval.role == "finance-controller")
        #expect(world.left("billing.grantGrace") == 0)
        return (world, approval)
    }

    private func decide(
        _ world: RuntimeWorld, _ id: String, _ isGranted: Bool = true, by principal: Principal
    ) throws -> RuntimeReply {
        try world.command(
            .decideApproval(id: id, isGranted: isGranted, reason: "seen"), on: id, by: principal)
    }

    private func expectRefused(_ reply: RuntimeReply, _ kind: Rejection.Kind, _ code: String) {
        guard case .rejected(let rejection) = reply else {
            Issue.record("\(reply)")
            return
        }
        #expect(rejection.kind == kind)
        #expect(rejection.code == code)
    }

    @Test(
        .requirement("S4.29", "S0.50", part: "a grace beyond the limit waits for the controller"))
    func `what is granted leaves once, and the consent is used up`() throws {
        let (world, approval) = try waiting()
        guard case .done = try decide(world, approval.id, by: controller) else {
            throw Unexpected("not granted")
        }
        #expect(world.left("billing.grantGrace") == 1)
        let effect = try #require(try world.effects("billing.grantGrace").first)
        #expect(effect.status == .done)
        #expect(effect.readBack == "matches")
        #expect(effect.digest == approval.digest)
        for isGranted in [true, false] {
            expectRefused(
                try decide(world, approval.id, isGranted, by: controller), .conflict,
                "approval-decided")
        }
        #expect(world.left("billing.grantGrace") == 1)
        #expect(world.count("approval-decided") == 1)
        try world.expectSound()
    }

    @Test(.requirement("S4.13", "S3.23", part: "separation of duties on an approval"))
    func `neither initiator, owner, author, other role nor integration may decide`() throws {
        let agent = Principal(
            id: "p-both", name: "both", kind: .person, roles: ["finance-controller"])
        let (world, approval) = try waiting({ $0.owner = "owner@x" }, by: agent)
        let refusals: [(Principal, String)] = [
            (agent, "approval-initiator"),
            (.person("finance-controller", "p-2", name: "owner@x"), "approval-interest"),
            (
                Principal(
                    id: "p-3", name: "x", kind: .person,
                    roles: ["finance-controller", "account-owner"]), "approval-interest"
            ),
            (
                .person("finance-controller", "p-5", name: "nora.weiss@fairlead.example"),
                "approval-author"
            ),
            (.person("ar-manager"), "approval-role"),
            (
                Principal(
                    id: "p-4", name: "x", kind: .integration, roles: ["finance-controller"]),
                "approval-not-a-person"
            ),
        ]
        for (principal, code) in refusals {
            expectRefused(try decide(world, approval.id, by: principal), .forbidden, code)
        }
        #expect(try world.matter.approvals.map(\.status) == [.open])
        #expect(world.count("approval-decided") == 0)
    }

    @Test(.requirement("S4.13", part: "who wrote the policy that asks does not consent"))
    func `each author that the policy names is refused, by name or by id`() throws {
        let authority = "author nora.weiss@fairlead.example"
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(
            customer,
            changing: [
                "decisions/serviceGrace.md": (authority, "author ada@x, author p-6")
            ])
        try world.tell(Told.acme())
        try world.tell(Told.failure())
        let approval = try #require(try world.matter.approvals.first)
        for principal in [
            Principal.person("finance-controller", "p-5", name: "ada@x"),
            .person("finance-controller", "p-6", name: "somebody"),
        ] {
            expectRefused(
                try decide(world, approval.id, by: principal), .forbidden, "approval-author")
        }
        let other = Principal.person(
            "finance-controller", "p-7", name: "nora.weiss@fairlead.example")
        guard case .done = try decide(world, approval.id, by: other) else {
            throw Unexpected("not granted")
        }
        try world.expectSound()
    }

    @Test(.requirement("S4.13", part: "the approver sees every bound field"))
    func `who may not see what an approval binds may not grant it`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(
            customer,
            changing: [
                "roles.yaml": (
                    "\"ledger:read\", \"catalog:read\", \"stream:read\"]\n"
                        + "    sees: [internal, personal, conversation, commercial, finance]",
                    "\"ledger:read\", \"catalog:read\", \"stream:read\"]\n    sees: [internal]"
                )
            ])
        try world.tell(Told.acme(), Told.failure())
        let approval = try #require(try world.matter.approvals.first)
        expectRefused(
            try decide(world, approval.id, by: controller), .forbidden, "approval-unseen")
    }

    @Test func `a decision without a reason is refused`() throws {
        let (world, approval) = try waiting()
        let reply = try world.command(
            .decideApproval(id: approval.id, isGranted: true, reason: ""), on: approval.id,
            by: controller)
        expectRefused(reply, .invalid, "reason-missing")
    }

    @Test(.requirement("S4.20", part: "a refused grace goes to retention"))
    func `a refusal withdraws the effect and gives the work to people`() throws {
        let (world, approval) = try waiting()
        _ = try decide(world, approval.id, false, by: controller)
        #expect(world.left("billing.grantGrace") == 0)
        let matter = try world.matter
        #expect(matter.activities["grace"]?.status == .ended)
        #expect(matter.effect(approval.effect)?.status == .withdrawn)
        #expect(matter.tasks.contains { $0.title == "Agree the next step with the customer" })
        try world.expectSound()
    }

    @Test func `an approval that nobody decided expires once and goes to people`() throws {
        let (world, approval) = try waiting()
        // Four hours of finance's working time, from 10:30 to 15:30 with the lunch.
        world.pass(minutes: 299)
        #expect(try world.matter.approvals.map(\.status) == [.open])
        world.pass(minutes: 2)
        #expect(try world.matter.approvals.map(\.status) == [.expired])
        world.pass(minutes: 5)
        #expect(world.count("approval-decided") == 1)
        expectRefused(
            try decide(world, approval.id, by: controller), .conflict, "approval-decided")
        #expect(world.left("billing.grantGrace") == 0)
        #expect(
            try world.matter.tasks.contains { $0.title.hasPrefix("Nobody answered") })
        try world.expectSound()
    }

    @Test(.requirement("S4.29", part: "consent comes in its time or not at all"))
    func `an approval is not given after its time, though nothing has woken its case`() throws {
        let (world, approval) = try waiting()
        world.now = approval.expires
        expectRefused(
            try decide(world, approval.id, by: controller), .conflict, "approval-expired")
        #expect(world.left("billing.grantGrace") == 0)
        world.tick()
        world.settle()
        #expect(try world.matter.approvals.map(\.status) == [.expired])
        try world.expectSound()
    }

    @Test(.requirement("S4.29", part: "consent lapses when the facts it stood on change"))
    func `consent lapses when the facts have changed, and is asked anew`() throws {
        let (world, approval) = try waiting()
        // Beyond the controller's limit meanwhile.
        var customer = RuntimeWorld.acme
        customer.pastDue = "138400.00"
        world.outside = { customer.answer($0) }
        world.pass(minutes: 20)
        _ = try decide(world, approval.id, by: controller)
        let matter = try world.matter
        #expect(world.left("billing.grantGrace") == 0)
        #expect(matter.effect(approval.effect)?.status == .withdrawn)
        #expect(
            matter.approvals.filter { $0.status == .open }.map(\.role).sorted()
                == ["finance-controller", "vp-finance"])
        try world.expectSound()
    }

    @Test(.requirement("S3.23", part: "four eyes above a limit"))
    func `two approvals want two people`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "138400.00"
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme(), Told.failure())
        let approvals = try world.matter.approvals
        #expect(approvals.map(\.role) == ["finance-controller", "vp-finance"])
        let both = Principal(
            id: "p-both", name: "x", kind: .person, roles: ["finance-controller", "vp-finance"])
        _ = try decide(world, approvals[0].id, by: both)
        #expect(world.left("billing.grantGrace") == 0)
        expectRefused(
            try decide(world, approvals[1].id, by: both), .forbidden, "approval-twice")
        _ = try decide(world, approvals[1].id, by: .person("vp-finance", "p-vp"))
        #expect(world.left("billing.grantGrace") == 1)
        try world.expectSound()
    }

    @Test func `the approval of a matter that is paid meanwhile is withdrawn`() throws {
        let (world, approval) = try waiting()
        try world.tell(Told.recovered())
        #expect(try world.matter.approvals.map(\.status) == [.withdrawn])
        expectRefused(
            try decide(world, approval.id, by: controller), .conflict, "approval-decided")
        #expect(world.left("billing.grantGrace") == 0)
        try world.expectSound()
    }
}

extension Approvals {
    @Test(
        .requirement("S4.20", part: "the days of a grace count from when it is released"),
        arguments: [
            (Int64(0), "2026-12-04"),  // a Friday, and fourteen days on
            (Int64(150), "2026-12-04"),
            // Granted after midnight in Berlin, on a Saturday: the Monday after a fortnight.
            (Int64(225 + 11 * 60), "2026-12-07"),
        ])
    func `a wait for consent does not shorten what is granted`(
        minutes: Int64, until: String
    ) throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(
            customer,
            changing: [
                "playbooks/paymentFailedNearRenewal.yaml": (
                    "approveWithin: {business: PT4H, calendar: financeCalendar(account.region)}",
                    "approveWithin: {elapsed: PT24H}"
                )
            ])
        try world.tell(Told.acme(), Told.failure())
        let approval = try #require(try world.matter.approvals.first)
        world.now = world.now.adding(milliseconds: minutes * 60_000)
        world.tick()
        world.settle()
        _ = try world.command(
            .decideApproval(id: approval.id, isGranted: true, reason: "seen"), on: approval.id,
            by: .person("finance-controller"))
        let left = try #require(
            world.carried.map(\.item).first { $0.operation == "billing.grantGrace" })
        #expect(left.arguments["until"] == .string(until))
        let effect = try #require(try world.effects("billing.grantGrace").first)
        #expect(effect.digest == approval.digest)
        #expect(
            effect.arguments["until"]
                == ["businessDay": ["after": "P14D", "zone": "Europe/Berlin"]])
        try world.expectSound()
    }
}
