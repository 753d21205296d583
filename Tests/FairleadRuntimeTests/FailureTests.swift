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

/// What failed, who answers for it, and how it is tried again.
@Suite struct `Failures` {
    private let byKey = "billing.grantGrace"
    private let byFinding = "erp.createTask"
    private let byNothing = "chat.post"
    private let person = Principal.person("revops-lead")

    private func world(
        _ operation: String, changing files: [String: (String, String)] = [:],
        _ answer: @escaping (WorkItem) -> Answer?
    ) throws -> RuntimeWorld {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(customer, changing: files)
        world.outside = { $0.operation == operation ? answer($0) : customer.answer($0) }
        try world.tell(Told.acme(), Told.failure())
        return world
    }

    private func retryAll(_ world: RuntimeWorld) throws -> [RuntimeReply] {
        try world.matter.exceptions.filter { $0.status == .open }.map {
            try world.command(
                .retryFailed(exception: $0.id, reason: "mended"), on: $0.id, by: person)
        }
    }

    private func codes(_ replies: [RuntimeReply]) -> [String] {
        replies.map { reply in
            switch reply {
            case .done: "done"
            case .rejected(let rejection): rejection.code
            default: "other"
            }
        }
    }

    private static let needy = """
          receivables: {from: erp, newerThan: PT1H, within: PT30S}
        stages:
          - stage: look
            inputs: [account, receivables]
            activities:
              - id: told
                task: Look at it
                queue: support
            completesWhen: told.outcome = "done"
            otherwise: {exception: late, owner: revops-lead, by: {elapsed: P1D}}

        """

    @Test(.requirement("S0.55", part: "an input that cannot be had is a person's, and asked once"))
    func `an input that cannot be looked up is asked once, until a person says more`() throws {
        let world = try RuntimeWorld(stages: Self.needy)
        let customer = RuntimeWorld.acme
        world.outside = {
            $0.operation == "erp.receivables"
                ? .failed(code: "http-404", message: "") : customer.answer($0)
        }
        try world.tell(Told.acme(), Told.failure())
        world.pass(minutes: 30)
        #expect(world.left("erp.receivables") == 1)
        let raised = try #require(try world.matter.exceptions.first { $0.code == "input-missing" })
        world.outside = { customer.answer($0) }
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "it is there", account: nil),
            on: raised.id, by: person)
        #expect(world.left("erp.receivables") == 2)
        #expect(try world.openTasks("told").count == 1)
        try world.expectSound()
    }

    @Test(.requirement("S0.55", part: "what cannot be asked yet is asked when it can"))
    func `what a name is lacking for is asked when the name is known`() throws {
        let world = try RuntimeWorld(stages: Self.needy)
        try world.tell(
            Told.account("acme-crm", same: ["billing": "acme-billing"]), Told.failure())
        world.pass(minutes: 5)
        #expect(world.left("erp.receivables") == 0)
        #expect(try world.matter.lookups.count { $0.name == "receivables" } == 1)
        let open = try world.matter.exceptions.filter { $0.status == .open }
        #expect(open.map(\.code) == ["input-missing"])
        try world.tell(
            Told.account(
                "acme-crm", same: ["billing": "acme-billing", "erp": "acme-erp"], event: "later"))
        #expect(world.left("erp.receivables") == 1)
        #expect(try world.matter.exceptions.filter { $0.status == .open }.isEmpty)
        #expect(try world.openTasks("told").count == 1)
        try world.expectSound()
    }

    @Test(.requirement("S0.55", part: "failed automation, with owner, clock and remedy"))
    func `an effect that gave up is an exception with owner, clock and remedy`() throws {
        let world = try world(byKey) { _ in .failed(code: "http-422", message: "") }
        let raised = try #require(try world.matter.exceptions.first)
        #expect(raised.code == "effect-failed")
        #expect(raised.owner == "revops-lead")
        #expect(raised.severity == "high")
        #expect(raised.due == raised.raised.adding(milliseconds: 4 * 3_600_000))
        let item = try #require(try world.store.item(kind: .exception, id: raised.id))
        #expect(item.due == raised.due)
        let declared = try #require(world.catalog.governance.exceptions["effect-failed"])
        #expect(declared.kind == .failedAutomation)
        #expect(!declared.remedy.isEmpty)
        try world.expectSound()
    }

    @Test(.requirement("S2.22", part: "an exception that nobody deals with is escalated once"))
    func `what nobody deals with in its time becomes a task, once`() throws {
        let world = try world(byKey) { _ in .failed(code: "http-422", message: "") }
        let raised = try #require(try world.matter.exceptions.first)
        func tasks() throws -> [TaskState] {
            try world.matter.tasks.filter { $0.activity == raised.id }
        }
        world.pass(minutes: 239)
        #expect(try tasks().isEmpty)
        world.pass(minutes: 2)
        #expect(try tasks().map(\.queue) == ["head-of-cs"])
        world.pass(minutes: 60)
        try world.restart()
        world.pass(minutes: 60)
        #expect(try tasks().count == 1)
        try world.expectSound()
    }

    @Test(.requirement("S0.55", part: "conflicting system states"))
    func `a system that shows something else than it confirmed is a conflict of states`() throws {
        let world = try world(byKey) { _ in
            .done(value: ["id": "x"], records: ["x"], readBack: .differs("until"))
        }
        let raised = try #require(try world.matter.exceptions.first)
        #expect(
            world.catalog.governance.exceptions[raised.code]?.kind == .conflictingStates)
        #expect(raised.due != nil)
    }

    @Test(.requirement("S0.55", part: "low confidence"))
    func `a model that is not sure is not heard, and a person is told`() throws {
        let world = try world("model.churnRisk") { _ in
            .done(
                value: [
                    "value": .number("0.5"), "low": .number("0"), "high": .number("1"),
                    "version": "churn-1",
                ],
                records: [], readBack: .notDeclared)
        }
        let matter = try world.matter
        let raised = try #require(matter.exceptions.first { $0.code == "lowConfidence" })
        #expect(raised.about == "churn")
        #expect(matter.degraded.contains("churn"))
        #expect(matter.values["churn"]?.value["degraded"] == true)
        #expect(world.catalog.governance.exceptions["lowConfidence"]?.kind == .lowConfidence)
        try world.expectSound()
    }

    @Test(.requirement("S0.29", part: "bulk retry repeats only what failed"))
    func `many are tried again from what failed, each with all its attempts`() throws {
        let world = try world(
            byFinding,
            changing: [
                "connectors/erp/connector.yaml": (
                    "  createTask:\n", "  createTask:\n    retry: {attemptsMax: 2}\n"
                )
            ]
        ) { _ in .retry(code: "http-503", afterMilliseconds: nil) }
        world.pass(minutes: 30)
        let before = world.left(byFinding)
        #expect(before == 2)
        #expect(codes(try retryAll(world)) == ["done"])
        world.pass(minutes: 30)
        #expect(world.left(byFinding) == before + 2)
        let customer = RuntimeWorld.acme
        world.outside = { customer.answer($0) }
        #expect(codes(try retryAll(world)) == ["done"])
        #expect(try world.effects(byFinding).map(\.status) == [.done])
        #expect(world.left(byKey) == 1)
        #expect(try retryAll(world).isEmpty)
        try world.expectSound()
    }

    @Test(.requirement("S0.28", "S0.29", part: "bulk retry does nothing twice"))
    func `of many, what may be done and is not made once is not tried again`() throws {
        let world = try world(byNothing) { _ in .unknown(code: "timeout") }
        #expect(codes(try retryAll(world)) == ["effect-may-be-done"])
        #expect(world.left(byNothing) == 1)
        #expect(try world.matter.exceptions.map(\.status) == [.open])
    }

    @Test(.requirement("S0.28", "S0.29", part: "a retry looks for what may be done"))
    func `what can be found is looked for before it is tried again`() throws {
        let world = try world(
            byFinding,
            changing: [
                "connectors/erp/connector.yaml": (
                    "  createTask:\n", "  createTask:\n    retry: {attemptsMax: 1}\n"
                )
            ]
        ) { _ in .unknown(code: "timeout") }
        #expect(try world.effects(byFinding).map(\.status) == [.unknown])
        #expect(codes(try retryAll(world)) == ["done"])
        world.pass(minutes: 5)
        let modes = world.carried.map(\.item).filter { $0.operation == byFinding }.map(\.mode)
        #expect(modes == [.perform, .findFirst])
    }

    @Test(.requirement("S0.28", part: "a key is not trusted for longer than it is kept"))
    func `a key that the receiver has forgotten makes nothing once`() throws {
        let world = try world(byKey) { _ in .unknown(code: "timeout") }
        world.pass(minutes: 25 * 60)
        #expect(try world.effects(byKey).map(\.status) == [.unknown])
        let about = try #require(try world.effects(byKey).first).id
        let raised = try #require(try world.matter.exceptions.first { $0.about == about })
        let reply = try world.command(
            .retryFailed(exception: raised.id, reason: "mended"), on: raised.id, by: person)
        #expect(codes([reply]) == ["effect-may-be-done"])
        try world.expectSound()
    }

    @Test(.requirement("S0.29", part: "a policy for each kind of error"))
    func `each kind of error has its own patience`() throws {
        let policy =
            "    retry: {attemptsMax: 9, kinds: {busy: {giveUpAfter: PT10M},"
            + " unreachable: {attemptsMax: 3}}}\n"
        func attempts(_ code: String, after: Int64? = nil) throws -> Int {
            let world = try world(
                byKey,
                changing: [
                    "connectors/billing/connector.yaml": (
                        "  grantGrace:\n", "  grantGrace:\n" + policy
                    )
                ]
            ) { _ in .retry(code: code, afterMilliseconds: after) }
            world.pass(minutes: 180)
            #expect(try world.effects(byKey).map(\.status) == [.failed])
            return world.left(byKey)
        }
        #expect(try attempts("connection-refused") == 3)
        #expect(try attempts("http-429", after: 240_000) == 3)
        #expect(try attempts("http-429", after: 660_000) == 1)
        #expect(try attempts("http-429") == 9)
    }
}
