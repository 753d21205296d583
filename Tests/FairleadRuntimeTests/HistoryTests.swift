import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite struct `What was done before` {
    /// Who says that a reserve is taken, by what was reserved before.
    private static func decisions(_ within: String, _ approver: String) -> String {
        """
        # Reserves

        ## Decision: mayReserve

        - Authority: T-03 Tests, clause 1, owner revops-lead, author nora.weiss@fairlead.example, in force from 2026-01-01
        - Hit policy: UNIQUE
        - Input `given`: number or null
        - Output `level`: "approval", "automatic"
        - Output `approver`: "none", "ar-manager", "support-lead", "finance-controller", "vp-finance"

        | given   | level       | approver             |
        | ------- | ----------- | -------------------- |
        | <= 2000 | "\(within)" | "\(approver)"        |
        | > 2000  | "approval"  | "finance-controller" |
        | null    | "approval"  | "vp-finance"         |

        """
    }

    private static let one = """
                with: {customer: reference("erp"), incident: '"i-1"', amount: '{amount: 3000, currency: "USD"}'}
                governedBy: mayReserve
                ifRefused: {task: Say why not, queue: retention}
        """

    private static func plan(
        _ reserve: String, over span: String = "P90D", labels: String = "commercial, finance",
        inputs: String = "", more: String = ""
    ) -> String {
        """
        \(inputs)history:
          given: {sum: erp.postAccrual.amount, currency: USD, over: \(span), labels: [\(labels)]}
          times: {count: erp.postAccrual, over: \(span), labels: [\(labels)]}
        stages:
          - stage: reserve
            inputs: [account\(inputs.isEmpty ? "" : ", receivables")]
            activities:
              - id: often
                task: Look at what comes so often
                queue: support
                when: times > 1
              - id: reserve
                act: erp.postAccrual
        \(reserve)
            completesWhen: reserve.outcome = "done"
            otherwise: {exception: notReserved, owner: support-lead, by: {elapsed: P999D}}
        \(more)

        """
    }

    /// Another playbook that does the same, on another event.
    private static let other = TestedPlaybook.head
        .replacing("playbook: tested", with: "playbook: other")
        .replacing("- event: payment.failed", with: "- event: payment.returned")

    private static func world(
        _ plan: String, within: String = "automatic", by approver: String = "none"
    ) throws -> RuntimeWorld {
        let world = try RuntimeWorld(
            stages: plan,
            files: [
                "decisions/reserves.md": decisions(within, approver),
                "playbooks/other.yaml": other + plan,
            ])
        try world.tell(Told.acme())
        return world
    }

    /// A payment of the same account fails: the case of it, where the one before is closed.
    @discardableResult
    private func fail(_ number: Int, in world: RuntimeWorld) throws -> CaseState {
        try take(
            Told.failure(
                id: "failure-\(number)", aliases: [.string("invoice-\(number)/1")],
                of: "payment-\(number)"), number, in: world)
    }

    /// A payment is returned: a case of the other playbook, beside one that is open.
    @discardableResult
    private func giveBack(_ number: Int, in world: RuntimeWorld) throws -> CaseState {
        try take(
            Told.payment(
                "payment.returned", "returned-\(number)", at: "09:20",
                invoice: "invoice-\(number)"), number, in: world)
    }

    private func take(_ event: Event, _ number: Int, in world: RuntimeWorld) throws -> CaseState {
        try world.tell(event)
        let cases = try world.cases
        #expect(cases.count == number)
        return try #require(cases.last)
    }

    private func given(_ matter: CaseState) -> String? {
        matter.decisions.last { $0.model == "mayReserve" }?.level
    }

    private func roles(_ world: RuntimeWorld) throws -> [String] {
        try world.cases.flatMap(\.approvals).filter { $0.status == .open }.map(\.role)
    }

    @Test(.requirement("S3.23", part: "a limit is not passed in parts"))
    func `what is split into parts is seen as a whole, and forgotten in time`() throws {
        let world = try Self.world(Self.plan(Self.one))
        let first = try fail(1, in: world)
        #expect(first.status == .closed)
        #expect(given(first) == "automatic")
        #expect(world.left("erp.postAccrual") == 1)
        try world.expectSound()
        // What is rebuilt from the ledger knows it too.
        try world.restart()
        let second = try fail(2, in: world)
        #expect(second.approvals.map(\.role) == ["finance-controller"])
        #expect(second.decisions.last?.labels.names.contains("finance") == true)
        #expect(second.activities["often"]?.status == .skipped)
        try world.decide(true)
        #expect(world.left("erp.postAccrual") == 2)
        let third = try fail(3, in: world)
        #expect(third.activities["often"]?.status == .running)
        try world.decide(false)
        try world.expectSound()
        world.pass(days: 91)
        let late = try giveBack(4, in: world)
        #expect(late.approvals.isEmpty)
        #expect(world.left("erp.postAccrual") == 3)
        try world.expectSound()
    }

    @Test(.requirement("S3.23", part: "consent lapses when another case did the same meanwhile"))
    func `consent lapses when another case of the account did the same meanwhile`() throws {
        let world = try Self.world(
            Self.plan(Self.one + "\n        recheck: [receivables]", inputs: Self.inputs),
            within: "approval", by: "ar-manager")
        let first = try fail(1, in: world)
        let second = try giveBack(2, in: world)
        // So that the facts are read again, and all is looked at once more, before it leaves.
        world.pass(minutes: 2)
        #expect(try roles(world) == ["ar-manager", "ar-manager"])
        let manager = Principal.person("ar-manager", "p-manager")
        #expect(try world.decide(first.approvals[0].id, by: manager).refusal == nil)
        #expect(world.left("erp.postAccrual") == 1)
        #expect(try world.decide(second.approvals[0].id, by: manager).refusal == nil)
        #expect(world.left("erp.postAccrual") == 1)
        #expect(try roles(world) == ["finance-controller"])
        let known = try #require(try world.cases.first { $0.id == second.id })
        #expect(known.effects.map(\.status) == [.withdrawn, .waitingForApproval])
        try world.expectSound()
        try world.decide(true, by: "p-controller")
        #expect(world.left("erp.postAccrual") == 2)
        try world.expectSound()
    }

    @Test(
        arguments: [
            (nil, "finance-controller"), (Answer.failed(code: "http-422", message: ""), nil),
        ] as [(Answer?, String?)])
    func `what may have been done counts, what was not does not`(
        answer: Answer?, approver: String?
    ) throws {
        let world = try Self.world(Self.plan(Self.one))
        world.outside = { work in
            work.operation == "erp.postAccrual" ? answer : RuntimeWorld.acme.answer(work)
        }
        try fail(1, in: world)
        #expect(try giveBack(2, in: world).approvals.map(\.role) == [approver].compactMap { $0 })
        try world.expectSound()
    }

    @Test func `what was reversed does not count`() throws {
        let world = try Self.world(
            Self.plan(
                Self.one + "\n        compensate: erp.reverseAccrual"
                    + "\n      - {id: wait, task: Wait, queue: support}",
                more: """
                    reactions:
                      - {event: payment.recovered, do: cancel, compensate: all, close: recovered}
                    """
            ).replacing(
                #"completesWhen: reserve.outcome = "done""#,
                with: #"completesWhen: wait.outcome = "done""#))
        try fail(1, in: world)
        try world.tell(Told.recovered())
        #expect(world.left("erp.reverseAccrual") == 1)
        #expect(try fail(2, in: world).approvals.isEmpty)
        #expect(try giveBack(3, in: world).approvals.count == 1)
        try world.expectSound()
    }

    @Test func `what failed is ruled on anew before it is tried again`() throws {
        let world = try Self.world(Self.plan(Self.one))
        var answer: Answer? = .failed(code: "http-422", message: "")
        world.outside = { work in
            work.operation == "erp.postAccrual" && answer != nil
                ? answer : RuntimeWorld.acme.answer(work)
        }
        try fail(1, in: world)
        answer = nil
        #expect(try giveBack(2, in: world).status == .closed)
        let raised = try #require(try world.openExceptions().first)
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "mended", account: nil),
            on: raised.id, by: .person("support-lead"))
        #expect(world.left("erp.postAccrual") == 2)
        #expect(try roles(world) == ["finance-controller"])
        try world.expectSound()
        try world.decide(true)
        #expect(world.left("erp.postAccrual") == 3)
        try world.expectSound()
    }

    @Test(.requirement("S4.20", part: "a grace is automatic for the first time in a year"))
    func `a second grace within a year is a person's, whatever the subscription says`() throws {
        let world = try RuntimeWorld()
        try world.tell(Told.acme())
        func grace(_ number: Int) throws -> [String] {
            let matter = try fail(number, in: world)
            #expect(matter.playbook == "paymentFailedNearRenewal")
            let granted = matter.effects.last { $0.operation == "billing.grantGrace" }
            try world.tell(Told.recovered(id: "recovered-\(number)"))
            try #require(try world.cases.last?.status == .closed)
            return matter.approvals.filter { $0.effect == granted?.id }.map(\.role)
        }
        #expect(try grace(1) == [])
        #expect(world.left("billing.grantGrace") == 1)
        #expect(try grace(2) == ["ar-manager"])
        world.pass(days: 366)
        #expect(try grace(3) == [])
        #expect(world.left("billing.grantGrace") == 2)
        try world.expectSound()
    }

    @Test func `of two acts of one case the second sees the first`() throws {
        let world = try Self.world(
            Self.plan(
                Self.one + "\n      - id: again\n        act: erp.postAccrual\n" + Self.one))
        let matter = try fail(1, in: world)
        #expect(matter.effects.map(\.activity) == ["reserve", "again"])
        #expect(matter.approvals.map(\.effect) == [matter.effects[1].id])
        try world.expectSound()
    }

    // MARK: Lists

    private static let inputs = "  receivables: {from: erp, newerThan: PT15M, within: PT30S}\n"

    private static func each(_ more: String) -> String {
        plan(
            """
                    forEach: bill in receivables
                    with: {customer: reference("erp"), incident: bill.id, amount: bill.amountOpen}
                    governedBy: mayReserve
                    recheck: [receivables]
            \(more)
            """, inputs: inputs)
    }

    private static func outside(_ world: RuntimeWorld, refusing bill: String = "") {
        let bills = ["r-1", "r-2", "r-3"].map { id in
            `For each`.bill(id, days: 3, amount: "1500.00")
        }
        world.outside = { work in
            if work.operation == "erp.receivables" {
                return .done(value: .array(bills), records: ["r"], readBack: .notDeclared)
            }
            return work.arguments["incident"] == .string(bill)
                ? .failed(code: "http-422", message: "") : RuntimeWorld.acme.answer(work)
        }
    }

    @Test func `of a list the later item sees what was done for the earlier ones`() throws {
        let world = try Self.world(Self.each(""))
        Self.outside(world)
        let matter = try fail(1, in: world)
        #expect(
            matter.effects.map(\.status) == [.done, .done, .waitingForApproval])
        try world.expectSound()
    }

    @Test func `what one consent lets go is not past to itself, but to the next`() throws {
        let world = try Self.world(
            Self.each("        approveAs: batch"), within: "approval", by: "ar-manager")
        Self.outside(world, refusing: "r-3")
        try fail(1, in: world)
        world.pass(minutes: 2)
        try world.decide(true)
        #expect(world.left("erp.postAccrual") == 3)
        Self.outside(world)
        let raised = try #require(try world.openExceptions().first)
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "mended", account: nil),
            on: raised.id, by: .person("support-lead"))
        #expect(world.left("erp.postAccrual") == 4)
        #expect(try world.cases[0].approvals.map(\.status) == [.granted])
        #expect(try world.cases[0].outcome == "completed")
        try world.expectSound()
        try fail(2, in: world)
        #expect(try roles(world) == ["finance-controller"])
        try world.expectSound()
    }

    // MARK: How far, and for whom

    @Test(arguments: [
        // Done on 20 November: a month goes to 20 December, the minute it was done in included.
        ("P1M", "2026-12-20T09:30:00Z", true), ("P1M", "2026-12-20T09:31:00Z", false),
        ("P1Y", "2027-11-20T09:30:00Z", true), ("P12M", "2027-11-20T09:31:00Z", false),
        // From 31 December a month and ten days of November that there are not.
        ("P1M", "2026-12-31T09:30:00Z", false), ("P90D", "2027-02-18T09:30:00Z", true),
        ("P90D", "2027-02-18T09:31:00Z", false),
    ])
    func `months are the calendar's, days are days`(span: String, now: String, isSeen: Bool)
        throws
    {
        let world = try Self.world(Self.plan(Self.one, over: span))
        try fail(1, in: world)
        world.now = try #require(Instant(rfc3339: now))
        world.tick()
        world.settle()
        #expect(try fail(2, in: world).approvals.isEmpty != isSeen)
        try world.expectSound()
    }

    @Test func `an amount in another currency makes a sum unknown`() throws {
        let world = try Self.world(
            Self.plan(Self.one).replacing("currency: USD", with: "currency: EUR"))
        #expect(try fail(1, in: world).approvals.isEmpty)
        #expect(try fail(2, in: world).approvals.map(\.role) == ["vp-finance"])
        try world.expectSound()
    }

    @Test(.requirement("S3.23", part: "who may not see what went before does not approve by it"))
    func `who may not see what went before does not approve what shows it`() throws {
        let world = try Self.world(
            Self.plan(Self.one + "\n        shows: Reserve USD 3,000; before {times}."),
            within: "approval", by: "support-lead")
        let first = try fail(1, in: world)
        #expect(first.approvals[0].shown == "Reserve USD 3,000; before 0.")
        #expect(first.approvals[0].shownLabels.names == ["commercial", "finance", "internal"])
        #expect(
            try world.decide(first.approvals[0].id, by: .person("support-lead")).refusal
                == "approval-unseen")
    }

    @Test func `a history carries what the effects that it looks at carry`() throws {
        let plan = Self.plan(
            Self.one.replacing(
                #"'{amount: 3000, currency: "USD"}'"#, with: "'receivables[1].amountOpen'"),
            labels: "", inputs: Self.inputs)
        let error = #expect(throws: CatalogError.self) {
            try TestedPlaybook.catalog(
                plan, files: ["decisions/reserves.md": Self.decisions("automatic", "none")])
        }
        let text = error.map { "\($0)" } ?? ""
        #expect(
            text.contains(
                "playbooks/tested.yaml:16:3: error: 'given' does not carry finance, as"
                    + " erp.postAccrual of 'tested' does (labels: [finance])"), "\(text)")
        #expect(text.contains("of 'severityOneIncident' does"), "\(text)")
    }
}
