import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite struct `Consent` {
    private let manager = Principal.person("ar-manager", "p-manager")
    private let controller = Principal.person("finance-controller", "p-controller")
    private let second = Principal.person("finance-controller", "p-second")

    /// Consent to what is owed, without an effect.
    private func consent(
        to approver: String, pastDue: String = "4180.00", _ more: String = ""
    ) -> PeopleAtWork {
        PeopleAtWork(
            activities: """
                      - id: consent
                        approve: {account: account.id, owed: owed}
                        governedBy: mayGo
                        shows: Let {account.name} owe {owed}.
                \(more)
                """, ruling: [("-", "approval", approver)], pastDue: pastDue)
    }

    @Test(.requirement("S2.14", "S3.1", part: "consent to a fact, with no effect"))
    func `an approval of its own consents to a fact and sends nothing`() throws {
        let world = try consent(to: "ar-manager").opened()
        let approval = try #require(try world.openApprovals.first)
        #expect(approval.shown == "Let Acme Corp owe 4180.00.")
        let effect = try #require(try world.matter.effect(approval.effect))
        #expect(effect.arguments == ["account": "acme-crm", "owed": .number("4180.00")])
        #expect(effect.digest == approval.digest)
        #expect(try world.decide(approval.id, by: manager).refusal == nil)
        #expect(try world.matter.activities["consent"]?.status == .done)
        #expect(try world.matter.values["consent"]?.value["outcome"] == "done")
        #expect(world.carried.allSatisfy { $0.item.kind == .lookup })
        try world.expectSound()
    }

    @Test func `a refused consent ends the activity and says so`() throws {
        let world = try consent(
            to: "ar-manager", "        ifRefused: {task: Write why, queue: collections}"
        ).opened()
        let approval = try #require(try world.openApprovals.first)
        _ = try world.decide(approval.id, false, by: manager)
        #expect(try world.matter.values["consent"]?.value["outcome"] == "refused")
        #expect(try world.matter.tasks.map(\.title) == ["Write why"])
        try world.expectSound()
    }

    @Test(.requirement("S3.23", "S3.1", part: "several steps in order, and a quorum"))
    func `steps are asked in their order, and a quorum wants as many people`() throws {
        let world = try consent(to: "ar-manager then 2 of finance-controller then vp-finance")
            .opened()
        #expect(try world.openApprovals.map(\.role) == ["ar-manager"])
        #expect(try world.decide(world.openApprovals[0].id, by: manager).refusal == nil)
        var open = try world.openApprovals
        #expect(open.map(\.role) == ["finance-controller", "finance-controller"])
        #expect(open.map(\.step) == [2, 2])
        #expect(try world.decide(open[0].id, by: controller).refusal == nil)
        #expect(try world.decide(open[1].id, by: controller).refusal == "approval-twice")
        #expect(try world.decide(open[1].id, by: second).refusal == nil)
        open = try world.openApprovals
        #expect(open.map(\.role) == ["vp-finance"])
        #expect(try world.matter.activities["consent"]?.status == .running)
        #expect(
            try world.decide(open[0].id, by: .person("vp-finance", "p-vp")).refusal == nil)
        #expect(try world.matter.activities["consent"]?.status == .done)
        let shown = try world.matter.approvals.map(\.shown)
        #expect(shown == Array(repeating: shown[0], count: 4))
        try world.expectSound()
    }

    @Test func `a refusal in a later step ends it all`() throws {
        let world = try consent(to: "ar-manager then finance-controller and vp-finance").opened()
        _ = try world.decide(world.openApprovals[0].id, by: manager)
        _ = try world.decide(world.openApprovals[0].id, false, by: controller)
        #expect(
            try world.matter.approvals.map(\.status) == [.granted, .refused, .withdrawn])
        #expect(try world.matter.activities["consent"]?.status == .ended)
        #expect(try world.matter.exceptions.map(\.code) == ["approval-refused"])
    }

    @Test(
        .requirement("S3.1", part: "alternative approvers by amount"),
        arguments: [("4180.00", "ar-manager"), ("38400.00", "vp-finance")])
    func `the ruling says by the amount who may approve, one of several being enough`(
        pastDue: String, other: String
    ) throws {
        var people = consent(to: "none", pastDue: pastDue)
        people.ruling = [
            ("<= 5000", "approval", "ar-manager or finance-controller"),
            ("-", "approval", "vp-finance or finance-controller"),
        ]
        for role in [other, "finance-controller"] {
            let world = try people.opened()
            let open = try world.openApprovals
            #expect(open.map(\.role) == ["\(other) or finance-controller"])
            let stranger = Principal.person(
                other == "ar-manager" ? "vp-finance" : "ar-manager", "p-9")
            #expect(try world.decide(open[0].id, by: stranger).refusal == "approval-role")
            #expect(try world.decide(open[0].id, by: .person(role, "p-8")).refusal == nil)
            #expect(try world.matter.activities["consent"]?.status == .done)
        }
    }

    @Test(.requirement("S3.1", part: "a delayed approval goes on by policy"))
    func `what nobody answers in time goes to the next approver, and then to people`() throws {
        let world = try consent(
            to: "ar-manager",
            """
                    ifExpired:
                      after: {elapsed: PT2H}
                      to: finance-controller
                      task: Decide with finance
                      queue: collections
            """
        ).opened()
        let first = try #require(try world.openApprovals.first)
        world.pass(minutes: 121)
        var open = try world.openApprovals
        #expect(open.map(\.role) == ["finance-controller"])
        #expect(open[0].replaces == first.id)
        #expect(open[0].shown == first.shown)
        #expect(open[0].digest == first.digest)
        #expect(try world.decide(first.id, by: manager).refusal == "approval-decided")
        try world.expectSound()
        let granted = try world.decide(open[0].id, by: controller)
        #expect(granted.refusal == nil)
        #expect(try world.matter.activities["consent"]?.status == .done)

        let silent = try consent(
            to: "ar-manager",
            """
                    ifExpired: {to: finance-controller, task: Decide, queue: collections}
            """
        ).opened()
        silent.pass(minutes: 2 * 240 + 2)
        #expect(try silent.matter.approvals.map(\.status) == [.expired, .expired])
        #expect(try silent.matter.tasks.map(\.title) == ["Decide"])
        #expect(try silent.matter.values["consent"]?.value["outcome"] == "expired")
        silent.pass(minutes: 1_000)
        open = try silent.openApprovals
        #expect(open.isEmpty)
        try silent.expectSound()
    }

    @Test(.requirement("S4.29", part: "consent lapses when what it was given to has changed"))
    func `a consent to what has changed meanwhile is asked anew`() throws {
        let world = try consent(to: "ar-manager", "        recheck: [receivables]").opened()
        let approval = try #require(try world.openApprovals.first)
        var customer = RuntimeWorld.acme
        customer.pastDue = "5180.00"
        world.outside = { customer.answer($0) }
        world.pass(minutes: 1)
        #expect(try world.decide(approval.id, by: manager).refusal == nil)
        #expect(try world.matter.activities["consent"]?.status == .running)
        let again = try #require(try world.openApprovals.first)
        #expect(again.shown == "Let Acme Corp owe 5180.00.")
        #expect(again.digest != approval.digest)
        world.pass(minutes: 1)
        #expect(try world.decide(again.id, by: manager).refusal == nil)
        #expect(try world.matter.activities["consent"]?.status == .done)
        try world.expectSound()
    }

    @Test(
        .requirement("S4.29", part: "what cannot be read again holds up what was consented to"),
        arguments: ["crm.account", "erp.receivables"])
    func `nothing goes on facts of which one could not be read again`(operation: String) throws {
        let world = try consent(to: "ar-manager", "        recheck: [account, receivables]")
            .opened()
        let approval = try #require(try world.openApprovals.first)
        world.pass(minutes: 1)
        world.outside = { work in
            work.operation == operation
                ? .failed(code: "http-404", message: "") : RuntimeWorld.acme.answer(work)
        }
        #expect(try world.decide(approval.id, by: manager).refusal == nil)
        #expect(try world.matter.activities["consent"]?.status == .running)
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "recheck-failed")
        try world.expectSound()
        world.outside = { RuntimeWorld.acme.answer($0) }
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "mended", account: nil),
            on: raised.id, by: manager)
        #expect(try world.matter.activities["consent"]?.status == .done)
        #expect(try world.openExceptions().isEmpty)
        try world.expectSound()
    }

    @Test(.requirement("S4.29", part: "an approval is withdrawn when the matter changed"))
    func `an approval is withdrawn when an event tells otherwise`() throws {
        let people = PeopleAtWork(
            activities: """
                      - id: consent
                        approve: payment.failure
                        governedBy: mayGo
                """, ruling: [("-", "approval", "ar-manager")])
        let world = try people.opened()
        let approval = try #require(try world.openApprovals.first)
        #expect(approval.shown == "approve: subject expiredCard")
        try world.tell(Told.failure(id: "failure-2", failure: "declined"))
        #expect(try world.matter.approvals.map(\.status) == [.withdrawn, .open])
        #expect(try world.decide(approval.id, by: manager).refusal == "approval-decided")
        #expect(try world.openApprovals.map(\.shown) == ["approve: subject declined"])
        try world.expectSound()
    }
}
