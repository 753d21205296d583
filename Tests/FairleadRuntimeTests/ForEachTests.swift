import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite struct `For each` {
    /// How many days each bill is spared, and who consents to all of them together.
    static let decisions = """
        # Bills

        ## Decision: sparing

        - Authority: T-02 Tests, clause 1, owner revops-lead, in force from 2026-01-01
        - Hit policy: UNIQUE
        - Input `bill.daysPastDue`: number
        - Output `days`: number
        - Output `clause`: string

        | bill.daysPastDue | days | clause |
        | ---------------- | ---- | ------ |
        | <= 10            | 7    | "1.1"  |
        | > 10             | 14   | "1.2"  |

        ## Decision: spareAll

        - Authority: T-02 Tests, clause 2, owner revops-lead, author nora.weiss@fairlead.example, in force from 2026-01-01
        - Hit policy: PRIORITY
        - Input `lines.total`: number
        - Input `lines.largest`: number
        - Output `level`: "approval", "automatic"
        - Output `approver`: "finance-controller", "ar-manager", "none"

        | lines.total | lines.largest | level       | approver             |
        | ----------- | ------------- | ----------- | -------------------- |
        | -           | -             | "automatic" | "none"               |
        | > 10        | -             | "approval"  | "ar-manager"         |
        | -           | > 10          | "approval"  | "finance-controller" |

        """

    static func plan(_ governed: String, more: String = "", stage: String = "") -> String {
        """
          receivables: {from: erp, newerThan: PT15M, within: PT30S}
        stages:
          - stage: spare
            \(stage)
            inputs: [account, receivables]
            activities:
              - id: lines
                forEach: bill in receivables
                decide: sparing
                collect:
                  total: if count(items) = 0 then 0 else sum(items.days)
                  largest: if count(items) = 0 then 0 else max(items.days)
                  number: count(items)
              - id: hold
                forEach: line in lines.items
                by: line.bill.id
                act: erp.holdDunning
                after: lines
                with:
                  customer: reference("erp")
                  receivable: line.bill.id
                  until: today() + line.days * duration("P1D")
                \(governed)
                compensate: erp.releaseDunning
                recheck: [receivables]
              - {id: last, task: Look again, queue: support, after: hold}
            completesWhen: last.outcome = "done"
            otherwise: {exception: notSpared, owner: support-lead, by: {elapsed: P9D}}
        \(more)

        """
    }

    private static let each = plan("governedBy: freely")
    private static let batch = plan(
        """
        governedBy: spareAll
                approveAs: batch
                shows: "Spare {lines.number} bills, {lines.total} days in all."
                ifRefused: {task: Say why not, queue: retention}
        """)
    private static let cancelling = """
        reactions:
          - {event: payment.recovered, do: cancel, compensate: all, close: recovered}
        """

    static func bill(_ id: String, days: Int64, amount: String = "100.00") -> JSON {
        let amount: JSON = ["amount": .string(amount), "currency": "USD"]
        return [
            "id": .string(id), "invoice": .string("invoice-" + id), "status": "open",
            "amount": amount, "amountOpen": amount, "dueOn": "2026-11-17",
            "daysPastDue": .integer(days), "entity": "US",
        ]
    }

    /// What the ERP holds, and how it takes requests.
    final class Ledger {
        var bills: [JSON] = [bill("r-1", days: 3), bill("r-2", days: 30), bill("r-3", days: 5)]
        /// What it says to requests for some bills.
        var answers: [String: Answer] = [:]
        /// Bills for which it says nothing.
        var silent: Set<String> = []

        func take(_ work: WorkItem) -> Answer? {
            if work.operation == "erp.receivables" {
                return .done(value: .array(bills), records: ["r"], readBack: .notDeclared)
            }
            let bill = work.arguments["receivable"]?.stringValue ?? ""
            if silent.contains(bill) { return nil }
            return answers[bill] ?? RuntimeWorld.acme.answer(work)
        }
    }

    static func world(
        _ stages: String, _ ledger: Ledger = Ledger(), files: [String: String] = [:]
    ) throws -> RuntimeWorld {
        var all = files
        all["decisions/bills.md"] = decisions
        let world = try RuntimeWorld(stages: stages, files: all)
        world.outside = { ledger.take($0) }
        try world.tell(Told.acme(), Told.failure())
        return world
    }

    private func held(_ world: RuntimeWorld) -> [String] {
        world.carried.filter { $0.item.operation == "erp.holdDunning" }
            .compactMap { $0.item.arguments["receivable"]?.stringValue }
    }

    @Test(.requirement("S0.13", part: "something is done for each of a list"))
    func `each item goes its own way, once, and what came of all is one value`() throws {
        let world = try Self.world(Self.each)
        let matter = try world.matter
        #expect(
            matter.decisions.filter { $0.model == "sparing" }.map(\.activity)
                == ["lines[r-1]", "lines[r-2]", "lines[r-3]"])
        let lines = try #require(matter.values["lines"]?.value)
        #expect(lines["total"] == 28)
        #expect(lines["largest"] == 14)
        #expect(lines["number"] == 3)
        #expect(lines["items"]?.arrayValue?.map { $0["days"] } == [7, 14, 7])
        #expect(lines["items"]?.arrayValue?.map { $0["bill"]?["id"] } == ["r-1", "r-2", "r-3"])
        #expect(held(world) == ["r-1", "r-2", "r-3"])
        #expect(Set(world.carried.map(\.item.reference)).count == world.carried.count)
        #expect(
            world.carried.filter { $0.item.kind == .effect }.map { $0.item.arguments["until"] }
                == ["2026-11-27", "2026-12-04", "2026-11-27"])
        #expect(matter.activities["hold"]?.status == .done)
        try world.expectSound()
        try world.restart()
        try world.finish("last")
        #expect(try world.matter.outcome == "completed")
        #expect(held(world).count == 3)
        try world.expectSound()
    }

    @Test func `what was on its way when the process ended goes on for each item by its own key`()
        throws
    {
        let ledger = Ledger()
        ledger.silent = ["r-1", "r-2", "r-3"]
        let world = try Self.world(Self.each, ledger)
        let before = world.carried.filter { $0.item.kind == .effect }.map(\.item.reference)
        try world.restart()
        ledger.silent = []
        world.pass(minutes: 30)
        let after = world.carried.filter { $0.item.kind == .effect }.map(\.item.reference)
        #expect(before.count == 3)
        #expect(Set(after) == Set(before))
        #expect(try world.matter.activities["hold"]?.status == .done)
        try world.expectSound()
    }

    @Test func `one that fails is a person's, and tried again it completes the whole`() throws {
        let ledger = Ledger()
        ledger.answers = ["r-2": .failed(code: "http-422", message: "")]
        let world = try Self.world(Self.each, ledger)
        #expect(try world.matter.activities["hold"]?.reason == "partly")
        #expect(try world.openTasks("last").isEmpty)
        let raised = try #require(try world.openExceptions().first)
        #expect(raised.code == "effect-failed")
        try world.expectSound()
        ledger.answers = [:]
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "mended", account: nil),
            on: raised.id, by: .person("support-lead"))
        #expect(held(world).sorted() == ["r-1", "r-2", "r-2", "r-3"])
        #expect(try world.matter.activities["hold"]?.status == .done)
        #expect(try world.openTasks("last").count == 1)
        try world.expectSound()
    }

    @Test(arguments: [0, 1, ForEach.itemsMax])
    func `a list may be empty, and as long as it may be`(count: Int) throws {
        let ledger = Ledger()
        ledger.bills = (0..<count).map { Self.bill("r-\($0)", days: 3) }
        let world = try Self.world(Self.each, ledger)
        #expect(held(world).count == count)
        #expect(try world.matter.values["lines"]?.value["number"] == .integer(Int64(count)))
        #expect(try world.openTasks("last").count == 1)
        try world.expectSound()
    }

    @Test func `a list that is too long, or names two items alike, is a person's`() throws {
        let long = Ledger()
        long.bills = (0...ForEach.itemsMax).map { Self.bill("r-\($0)", days: 3) }
        let twice = Ledger()
        twice.bills = [Self.bill("r-1", days: 3), Self.bill("r-1", days: 4)]
        for (ledger, code) in [(long, "too-many-items"), (twice, "items-ambiguous")] {
            let world = try Self.world(Self.each, ledger)
            #expect(try world.openExceptions().map(\.code) == [code])
            #expect(held(world).isEmpty)
            ledger.bills = [Self.bill("r-1", days: 3)]
            try world.expectSound()
        }
    }

    @Test func `runs of a stage and items of a list do not get in each other's way`() throws {
        let opened = Self.plan(
            "governedBy: freely",
            more: """
                  - stage: rest
                    inputs: []
                    activities:
                      - {id: end, task: End it, queue: support}
                    completesWhen: end.outcome = "done"
                    otherwise: {exception: notEnded, owner: support-lead, by: {elapsed: P9D}}
                """, stage: "opensOn: {event: ticket.updated, repeat: {oneOpenPer: ticket.id}}")
        let world = try Self.world(opened)
        try world.tell(Told.ticketUpdated("t-1", event: "u-1"))
        try world.tell(Told.ticketUpdated("t-2", event: "u-2"))
        let matter = try world.matter
        #expect(matter.activities["hold"]?.status == .done)
        #expect(matter.activities["hold#2"]?.status == .done)
        #expect(
            matter.effects.map(\.activity) == [
                "hold[r-1]", "hold[r-2]", "hold[r-3]", "hold#2[r-1]", "hold#2[r-2]",
                "hold#2[r-3]",
            ])
        #expect(Set(matter.effects.map(\.reference)).count == 6)
        try world.expectSound()
        try world.finish("last")
        try world.finish("last#2")
        try world.finish("end")
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `what was done for each is reversed for each`() throws {
        let world = try Self.world(
            Self.plan("governedBy: freely", more: Self.cancelling))
        try world.tell(Told.recovered())
        #expect(world.left("erp.releaseDunning") == 3)
        let reversed = try world.matter.effects.compactMap(\.reverses)
        #expect(Set(reversed).count == 3)
        try world.expectSound()
    }

    @Test func `work of people for each of a list says for which`() throws {
        let world = try Self.world(
            """
              receivables: {from: erp, newerThan: PT15M, within: PT30S}
            stages:
              - stage: ask
                inputs: [account, receivables]
                activities:
                  - id: call
                    forEach: bill in receivables[daysPastDue < 10]
                    task: Ask about the bill
                    queue: support
                    form: {promised: boolean}
                    collect: {promises: 'count(items[promised])'}
                  - {id: last, task: Look again, queue: support, after: call,
                    when: call.promises > 1}
                completesWhen: last.outcome in ("done", "skipped")
                otherwise: {exception: notAsked, owner: support-lead, by: {elapsed: P9D}}

            """)
        #expect(
            try world.matter.tasks.map(\.title) == [
                "Ask about the bill: r-1", "Ask about the bill: r-3",
            ])
        for (bill, promised) in [("r-1", true), ("r-3", false)] {
            let task = try #require(try world.openTasks("call[\(bill)]").first)
            let reply = try world.command(
                .completeTask(id: task.id, note: "asked", form: ["promised": .bool(promised)]),
                on: task.id, by: .person("support-agent"))
            if case .rejected(let rejection) = reply { Issue.record("\(rejection)") }
        }
        #expect(try world.matter.values["call"]?.value["promises"] == 1)
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    // MARK: One consent for all

    @Test(.requirement("S0.24", part: "one consent for a batch, by its total and its largest"))
    func `a batch has one ruling and one consent, and each of it leaves once`() throws {
        let world = try Self.world(Self.batch)
        let asked = try world.matter.approvals
        #expect(asked.map(\.role) == ["finance-controller"])
        #expect(asked.first?.shown == "Spare 3 bills, 28 days in all.")
        #expect(held(world).isEmpty)
        #expect(try world.matter.decisions.count { $0.model == "spareAll" } == 1)
        try world.expectSound()
        try world.decide(true)
        #expect(held(world) == ["r-1", "r-2", "r-3"])
        let matter = try world.matter
        let effects = matter.effects.filter { $0.operation == "erp.holdDunning" }
        #expect(effects.allSatisfy { matter.approvals(of: $0.id).map(\.status) == [.granted] })
        #expect(matter.activities["hold"]?.status == .done)
        try world.expectSound()
        try world.restart()
        try world.finish("last")
        #expect(held(world).count == 3)
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `below its limit a batch needs no consent`() throws {
        let ledger = Ledger()
        ledger.bills = [Self.bill("r-1", days: 3)]
        let world = try Self.world(Self.batch, ledger)
        #expect(try world.matter.approvals.isEmpty)
        #expect(held(world) == ["r-1"])
        try world.expectSound()
    }

    private static let ofFacts = """
          receivables: {from: erp, newerThan: PT15M, within: PT30S}
        stages:
          - stage: spare
            inputs: [account, receivables]
            activities:
              - id: hold
                forEach: bill in receivables[status = "open"]
                act: erp.holdDunning
                with:
                  customer: reference("erp")
                  receivable: bill.id
                  until: today() + bill.daysPastDue * duration("P1D")
                governedBy: withConsent
                approveAs: batch
                shows: 'Spare {count(receivables[status = "open"])} bills.'
                recheck: [receivables]
            completesWhen: hold.outcome = "done"
            otherwise: {exception: notSpared, owner: support-lead, by: {elapsed: P9D}}

        """

    @Test func `a line that changed voids the consent to all, and it is asked anew`() throws {
        let ledger = Ledger()
        let world = try Self.world(Self.ofFacts, ledger)
        #expect(try world.matter.approvals.map(\.shown) == ["Spare 3 bills."])
        world.pass(minutes: 2)
        ledger.bills[0] = Self.bill("r-1", days: 40)
        ledger.bills.removeLast()
        try world.decide(true)
        #expect(held(world).isEmpty)
        #expect(try world.matter.approvals.map(\.status) == [.granted, .open])
        #expect(try world.matter.approvals.last?.shown == "Spare 2 bills.")
        try world.expectSound()
        try world.decide(true, by: "p-2")
        #expect(held(world) == ["r-1", "r-2"])
        #expect(
            world.carried.filter { $0.item.operation == "erp.holdDunning" }
                .map { $0.item.arguments["until"] } == ["2026-12-30", "2026-12-20"])
        #expect(try world.matter.outcome == "completed")
        try world.expectSound()
    }

    @Test func `a batch that is refused goes its declared way, and nothing of it leaves`() throws {
        let world = try Self.world(Self.batch)
        try world.decide(false)
        #expect(held(world).isEmpty)
        #expect(try world.matter.activities["hold"]?.reason == "refused")
        #expect(try world.matter.tasks.map(\.title) == ["Say why not"])
        try world.expectSound()
    }
}
