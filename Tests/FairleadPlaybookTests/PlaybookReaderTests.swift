import FEEL
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct PlaybookReaderTests {
    @Test(.requirement("S1.4", "S1.37", part: "the parts of a playbook"))
    func `a whole playbook is read`() throws {
        let (playbook, findings) = Fixture.read(Fixture.source)
        #expect(findings == [])
        let read = try #require(playbook)
        #expect(read.name == "paymentFailed")
        #expect(read.opens.map(\.lookbackMilliseconds) == [2 * 86_400_000])
        #expect(read.inputs.map(\.operation) == ["crm.account", "erp.receivables"])
        #expect(read.inputs[1].withinMilliseconds == 3_000)
        #expect(read.inputs[1].otherwise == .degraded)
        #expect(read.clocks.first?.ladder.map(\.atPercent) == [75, 100])
        #expect(read.stages.map(\.after) == [[], ["understand"]])
        let activities = read.stages.flatMap(\.activities)
        #expect(activities.map(\.id) == ["churn", "priority", "grace", "answer", "call", "paid"])
        #expect(activities[3].after == .any(["grace", "call"]))
        guard case .act(let grace) = activities[2].kind else {
            Issue.record("grace is no act")
            return
        }
        #expect(grace.governedBy == "serviceGrace")
        #expect(grace.recheck == ["receivables"])
        #expect(grace.compensate == "billing.revokeGrace")
        #expect(grace.never.compactMap(\.role) == ["account-owner"])
        guard case .act(let answer) = activities[3].kind else {
            Issue.record("answer is no act")
            return
        }
        #expect(answer.operation == "helpdesk.reply")
        #expect(answer.with.map(\.value.text) == ["account.billingContact"])
        guard case .estimate(let churn) = activities[0].kind else {
            Issue.record("churn is no estimate")
            return
        }
        #expect(churn.fallback == "0.5")
        #expect(churn.scope?.text == "account.tier in (\"growth\", \"strategic\")")
    }

    /// One change of the fixture, and the finding that it must give.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let text: String
        let replacement: String
        let finding: String
        init(_ text: String, _ replacement: String, _ finding: String) {
            self.text = text
            self.replacement = replacement
            self.finding = finding
        }
        var testDescription: String { finding }
    }

    static let shape = [
        Mistake(
            "purpose: Rec", "porpuse: Rec",
            "p.yaml:3:1: error: unknown key 'porpuse' in a playbook (did you mean purpose?)"),
        Mistake("version: 4", "version: four", "p.yaml:2:10: error: 'version' must be a whole"),
        Mistake("lookback: P2D", "lookback: 2 days", "p.yaml:8:15: error: 'lookback' '2 days' is"),
        Mistake("lookback: P2D", "lookback: P1M", "p.yaml:8:15: error: 'lookback' 'P1M' is no"),
        Mistake(
            "correlate: {by: account.root}", "correlate: {by: order.id}",
            "p.yaml:12:17: error: 'order.id' identifies no matter"),
        Mistake(
            "correlate: {by: account.root}", "correlate: {by: ticket.id}",
            "p.yaml:12:17: error: 'by: ticket.id' is not told by payment.failed"),
        Mistake(
            "correlate: {by: account.root}", "correlate: {by: payment.id, also: [payment.sum]}",
            "p.yaml:12:36: error: 'payment.sum' identifies no matter"),
        Mistake(
            "completesWhen: priority.score > 0\n", "\n",
            "p.yaml:22:5: error: a stage lacks 'completesWhen'"),
        Mistake(
            "    otherwise: {exception: notRecovered, owner: head-of-cs, by: {elapsed: P14D}}\n",
            "", "error: a stage lacks 'otherwise'"),
        Mistake(
            "by: {elapsed: PT15M}", "within: {elapsed: PT15M}",
            "error: a stage's 'otherwise' lacks 'by'"),
        Mistake(
            "within: {elapsed: PT4H}", "within: {business: PT4H, calendar: offise}",
            "error: unknown calendar 'offise' (did you mean office?)"),
        Mistake(
            "within: {elapsed: PT4H}", "within: {business: PT4H}",
            "error: business time lacks its 'calendar'"),
        Mistake(
            "within: {elapsed: PT4H}", "within: {elapsed: PT4H, calendar: office}",
            "error: elapsed time has no calendar"),
        Mistake(
            "within: {elapsed: PT4H}", "within: {businessDays: 0, calendar: office}",
            "error: 'businessDays' is a number from 1 to 2600"),
        Mistake(
            "within: {elapsed: PT4H}", "within: {elapsed: PT4H, business: PT4H}",
            "error: 'within' has one of elapsed, business"),
        Mistake("at: 75%", "at: 100%", "error: the rungs of a ladder must rise"),
        Mistake("id: call", "id: grace", "error: the name 'grace' is taken"),
        Mistake("- id: call", "- id: account", "error: the name 'account' is taken"),
        Mistake("stage: keepAndRecover", "stage: understand", "error: the stage 'understand' sta"),
        Mistake(
            "task: Call the customer's administrator", "act: billing.credit",
            "error: unknown key 'queue' in an activity of kind 'act'"),
        Mistake(
            "wait: payment.recovered", "await: payment.recovered",
            "error: an activity lacks its kind (one of"),
        Mistake(
            "do: cancel, compensate: none, close: recovered", "do: reopen, close: recovered",
            "error: 'close' does not go with 'do: reopen'"),
    ]

    static let references = [
        Mistake(
            "event: ticket.created", "event: ticket.create",
            "p.yaml:10:12: error: unknown event 'ticket.create' (did you mean ticket.created?)"),
        Mistake("{from: crm", "{from: crn", "p.yaml:14:19: error: unknown connector 'crn'"),
        Mistake(
            "receivables: {from: erp", "receivable: {from: erp",
            "p.yaml:15:3: error: connector 'erp' declares no look-up 'receivable'"),
        Mistake("after: understand", "after: understood", "error: unknown stage 'understood'"),
        Mistake("after: churn", "after: churm", "error: unknown activity 'churm'"),
        Mistake("[grace, call]", "[grace, cal]", "error: unknown activity 'cal'"),
        Mistake("inputs: [account]", "inputs: [acount]", "error: unknown input 'acount'"),
        Mistake("estimate: churnRisk", "estimate: churn", "error: unknown model 'churn'"),
        Mistake("decide: sharedPriority", "decide: sharedPrio", "error: unknown decision"),
        Mistake("act: billing.grantGrace", "act: billing.grant", "error: unknown operation"),
        Mistake("act: billing.grantGrace", "act: crm.account", "error: 'crm.account' is no effect"),
        Mistake("notify: reply", "notify: replie", "error: unknown template 'replie'"),
        Mistake("queue: retention", "queue: retain", "error: unknown queue 'retain'"),
        Mistake("{role: account-owner}", "{role: owner}", "error: unknown role 'owner'"),
        Mistake(
            "compensate: billing.revokeGrace", "compensate: billing.credit",
            "'billing.credit' needs 'amount', which 'billing.grantGrace' does not have"),
        Mistake("compensate: none", "compensate: [grases]", "error: unknown activity 'grases'"),
    ]

    static let meaning = [
        Mistake(
            "account.tier != \"starter\"", "account.teir != \"starter\"",
            "p.yaml:7:19: error: there is no teir here"),
        Mistake(
            "account.tier != \"starter\"", "account.tier > 3", "p.yaml:7:"),
        Mistake(
            "sum(receivables.amountOpen.amount)'", "receivables.amountOpen'",
            "p.yaml:17:14: error: the type of 'exposure' cannot be told"),
        Mistake(
            "if receivables = null then 100000 else sum(receivables.amountOpen.amount)",
            "sum(receivables.amountOpen.amount)", "error: this may be null"),
        Mistake(
            "if receivables = null then 100000 else sum(receivables.amountOpen.amount)",
            "account.name",
            "error: the decision 'serviceGrace' cannot take 'exposure': the expression must be"),
        Mistake("for: ruling.term", "for: ruling.days", "error: there is no days here"),
        Mistake("for: ruling.term", "for: 7", "must be a days and time duration"),
        Mistake(
            ", for: ruling.term}", "}", "lacks the argument 'for' of 'billing.grantGrace'"),
        Mistake(
            ", for: ruling.term}", ", for: ruling.term, days: 7}",
            "error: 'billing.grantGrace' has no argument 'days' to give"),
        Mistake("completesWhen: priority.score > 0", "completesWhen: priority.score", "p.yaml:"),
        Mistake(
            "occurred(\"payment.recovered\")", "occurred(\"payment.recoverd\")",
            "p.yaml:58:29: error: "),
        Mistake(
            "value: 0.5", "value: 1.5", "error: the value must be a number from 0 to 1"),
        Mistake(
            "        otherwise: {value: 0.5, mark: degraded}\n", "",
            "error: an estimate lacks 'otherwise'"),
        Mistake(
            "        scope: [growth, strategic]\n", "",
            "error: the model 'churnRisk' lacks its 'scope'"),
        Mistake("{account.name}", "{account.nam}", "error: there is no nam here"),
        Mistake("{exposure}", "{exposure", "error: this brace is not closed"),
        Mistake(
            "decide: sharedPriority\n        after: churn", "decide: byTier",
            "does not know that 'account.tier' may be \"strategic\""),
        Mistake(
            "        after: churn\n", "",
            "error: 'priority' reads 'churn', which need not be done before it"),
        Mistake(
            "    after: understand\n    inputs: [account]", "    inputs: [account]",
            "error: 'grace' reads the input 'receivables', which its stage does not name"),
        Mistake(
            "account.tier != \"starter\" and", "priority.score > 0 and",
            "p.yaml:7:11: error: nothing here is named priority"),
    ]

    @Test(arguments: shape + references + meaning)
    func `a mistake is named at its place`(mistake: Mistake) {
        let (playbook, findings) = Fixture.read(
            Fixture.changed(mistake.text, to: mistake.replacement))
        #expect(playbook == nil)
        #expect(findings.contains { $0.contains(mistake.finding) }, "\(findings)")
    }

    @Test func `one check names every mistake`() {
        let text = Fixture.source
            .replacing("queue: retention", with: "queue: retain")
            .replacing("{from: crm", with: "{from: crn")
            .replacing("notify: reply", with: "notify: replie")
        let (_, findings) = Fixture.read(text)
        for expected in ["'retain'", "'crn'", "'replie'"] {
            #expect(findings.contains { $0.contains(expected) })
        }
    }

    @Test func `stages that wait for each other are refused`() {
        let text = Fixture.changed(
            "  - stage: understand\n", to: "  - stage: understand\n    after: keepAndRecover\n")
        let (playbook, findings) = Fixture.read(text)
        #expect(playbook == nil)
        #expect(findings.contains { $0.contains("the stage 'understand' waits for itself") })
    }

    @Test func `what a joining event may lack is asked for in its condition`() throws {
        let (playbook, findings) = Fixture.read(
            Fixture.changed(
                "ticket.topic in (\"access\", \"billing\")",
                to: "ticket.topic != null and ticket.topic in (\"access\")"))
        #expect(findings == [])
        #expect(try #require(playbook).joins[0].when?.reads == [["ticket", "topic"]])
    }
}
