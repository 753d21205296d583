import FEEL
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct `Reading histories` {
    private static func read(_ history: String) -> (playbook: Playbook?, findings: [String]) {
        Fixture.read(
            Fixture.changed("derives:\n", to: "history:\n  past: \(history)\nderives:\n"))
    }

    @Test func `a history is read, with how far back it looks`() throws {
        let (playbook, findings) = Self.read(
            "{sum: billing.credit.amount, currency: USD, over: P1Y, labels: [finance]}")
        #expect(findings == [])
        let history = try #require(playbook?.history.first)
        #expect(history.operation == "billing.credit")
        #expect(history.measure == .sum(argument: "amount", currency: "USD"))
        #expect(history.span == .months(12))
        #expect(history.labels == Labels(["finance"]))
        #expect(history.words == "sum of billing.credit.amount in USD over 12 months")
        #expect(playbook?.types["past"] == .number.orNull)
        let other = try #require(
            Self.read("{count: billing.credit, over: P90D, labels: []}").playbook)
        #expect(other.history("past")?.span == .milliseconds(90 * 86_400_000))
        #expect(other.history("past")?.words == "count of billing.credit over 90 days")
        #expect(other.types["past"] == .number)
        let text = PlaybookOutline(other).text(columns: 80)
        #expect(text.contains("Looks back\n  past  count of billing.credit over 90 days"))
    }

    @Test(arguments: [("P120M", true), ("P121M", false), ("P10Y", true), ("P3652D", true)])
    func `it goes back ten years at most`(span: String, isRead: Bool) {
        let (playbook, findings) = Self.read("{count: billing.credit, over: \(span), labels: []}")
        #expect((playbook != nil) == isRead, "\(findings)")
    }

    @Test(arguments: [
        (
            "{sum: billing.credit.amount, over: P1Y, labels: []}",
            "p.yaml:17:15: error: a sum of money lacks 'currency'"
        ),
        (
            "{sum: billing.credit.amount, currency: dollar, over: P1Y, labels: []}",
            "p.yaml:17:48: error: 'dollar' is no currency"
        ),
        (
            "{sum: billing.credit.account, currency: USD, over: P1Y, labels: []}",
            "p.yaml:17:15: error: 'account' is no argument of 'billing.credit' that is money"
        ),
        (
            "{sum: billing.credit, currency: USD, over: P1Y, labels: []}",
            "p.yaml:17:15: error: 'sum' names an argument of an effect"
        ),
        (
            "{count: billing.credt, over: P1Y, labels: []}",
            "p.yaml:17:17: error: 'billing.credt' is no effect (did you mean billing.credit?)"
        ),
        (
            "{count: erp.receivables, over: P1Y, labels: []}",
            "p.yaml:17:17: error: 'erp.receivables' is no effect"
        ),
        (
            "{count: billing.credit, currency: USD, over: P1Y, labels: []}",
            "p.yaml:17:33: error: 'currency' goes with 'sum'"
        ),
        ("{over: P1Y, labels: []}", "p.yaml:17:9: error: a history has 'sum' or 'count'"),
        (
            "{count: billing.credit, over: P121M, labels: []}",
            "p.yaml:17:39: error: a history goes back some time, and at most 120 months"
        ),
        (
            "{count: billing.credit, over: P0D, labels: []}",
            "p.yaml:17:39: error: a history goes back some time, and at most 120 months"
        ),
        (
            "{count: billing.credit, over: soon, labels: []}",
            "p.yaml:17:39: error: 'over' 'soon' is no duration"
        ),
        ("{count: billing.credit, over: P1Y}", "p.yaml:17:9: error: a history lacks 'labels'"),
        (
            "{count: billing.credit, for: P1Y, over: P1Y, labels: []}",
            "p.yaml:17:33: error: unknown key 'for' in a history"
        ),
    ])
    func `what is wrong with a history is named with its place`(text: String, finding: String) {
        let found = Self.read(text).findings
        #expect(found.contains { $0.hasPrefix(finding) }, "\(found)")
    }

    @Test func `its name is its own`() {
        let (_, findings) = Fixture.read(
            Fixture.changed(
                "derives:\n",
                to: "history:\n  receivables: {count: billing.credit, over: P1Y, labels: []}\n"
                    + "  today: {count: billing.credit, over: P1Y, labels: []}\nderives:\n"))
        #expect(
            findings == [
                "p.yaml:17:3: error: the name 'receivables' is taken",
                "p.yaml:18:3: error: the name 'today' is taken",
            ])
        let twice = Fixture.read(
            Fixture.changed(
                "derives:\n",
                to: "history:\n  exposure: {count: billing.credit, over: P1Y, labels: []}\n"
                    + "derives:\n"))
        #expect(twice.findings.contains { $0.hasSuffix("the name 'exposure' is taken") })
    }

    @Test func `a text for the public does not tell it`() {
        let owing = Fixture.source
            .replacing("notify: reply", with: "notify: owing")
            .replacing(
                "  exposure: 'if receivables = null then 100000 else "
                    + "sum(receivables.amountOpen.amount)'",
                with: "  exposure: past"
            ).replacing(
                "derives:\n",
                with: "history:\n  past: {count: billing.credit, over: P1Y, labels: [finance]}\n"
                    + "derives:\n")
        let findings = Fixture.read(owing).findings
        #expect(findings.contains { $0.contains("carries finance") }, "\(findings)")
        let open = Fixture.read(owing.replacing("labels: [finance]", with: "labels: []"))
        #expect(open.findings == [])
    }

    @Test(.requirement("S1.28", "S1.29", part: "through what was done before"))
    func `a ruling may stand on what was done before, and no model says how much`() {
        let (playbook, findings) = Fixture.read(
            Fixture.changed(
                "  exposure: 'if receivables = null then 100000 else "
                    + "sum(receivables.amountOpen.amount)'",
                to: "  exposure: if past = null then 100000 else past"
            ).replacing(
                "derives:\n",
                with: "history:\n  past: {sum: billing.credit.amount, currency: USD, over: P1Y,"
                    + " labels: []}\nderives:\n"))
        #expect(findings == [])
        #expect(playbook?.derived(from: "past") == ["exposure"])
        // Where it is done, the amount is policy's alone.
        let (_, refused) = Fixture.read(
            Fixture.changed(
                "      - id: paid\n",
                to: """
                          - id: credit
                            act: billing.credit
                            with: {account: account.id, amount: '{amount: churn.value, currency: "USD"}'}
                            governedBy: serviceGrace
                          - id: paid

                    """))
        #expect(refused.contains { $0.contains("policy alone may say") }, "\(refused)")
    }
}
