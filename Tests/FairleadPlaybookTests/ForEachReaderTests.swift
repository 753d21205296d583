import FEEL
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct `Reading what is done for each` {
    private func activity(_ text: String) -> (Activity?, [String]) {
        let lines = text.split(separator: "\n").map { "        " + $0 }
        let (playbook, findings) = Fixture.read(
            Fixture.changed(
                "        decide: sharedPriority\n        after: churn",
                to: "        decide: sharedPriority\n        after: churn\n      - id: tried\n"
                    + lines.joined(separator: "\n")
            ).replacing("within: PT3S, otherwise: degraded", with: "within: PT3S"))
        let found = playbook?.stages.flatMap(\.activities).first { $0.id == "tried" }
        return (found, findings)
    }

    @Test func `an item is read by its name, and named by what everybody may see`() throws {
        let (found, findings) = activity(
            """
            forEach: owed in receivables
            by: place
            task: Ask about it
            queue: retention
            collect: {number: count(items)}
            """)
        #expect(findings == [])
        let each = try #require(found?.forEach)
        #expect(each.variable == "owed")
        #expect(each.object == "receivable")
        #expect(each.key == nil)
        #expect(each.collect.map(\.name) == ["number"])
    }

    @Test(arguments: [
        ("forEach: receivables\ntask: Ask\nqueue: retention", "names its items and a list"),
        (
            "forEach: owed in account.tier\ntask: Ask\nqueue: retention",
            "error"
        ),
        (
            "forEach: account in receivables\ntask: Ask\nqueue: retention",
            "the name 'account' is taken"
        ),
        (
            "forEach: owed in receivables\nwait: ticket.created",
            "'wait' is not done for each of a list"
        ),
        ("by: place\ntask: Ask\nqueue: retention", "'by' goes with 'forEach'"),
        (
            "forEach: owed in receivables\nby: owed.amountOpen.amount\ntask: Ask\nqueue: retention",
            "what names the items of 'tried' carries finance"
        ),
        (
            "forEach: owed in receivables\nby: owed.dueOn\ntask: Ask\nqueue: retention",
            "'by' must be a text or a number, not date"
        ),
        (
            "forEach: owed in receivables\nby: place\ntask: Ask\nqueue: retention\n"
                + "collect: {items: count(items)}",
            "cannot be the name of what is collected"
        ),
        (
            "forEach: owed in receivables\nby: place\ntask: Ask\nqueue: retention\n"
                + "collect: {number: count(item)}",
            "error"
        ),
    ])
    func `what is wrong with it is named`(text: String, finding: String) {
        let findings = activity(text).1
        #expect(findings.contains { $0.contains(finding) }, "\(findings)")
    }

    @Test func `names of items and runs are told apart`() {
        for (text, key) in [
            ("memo", RunKey("memo", run: 1)), ("memo#2", RunKey("memo", run: 2)),
            ("memo[acme]", RunKey("memo", run: 1, item: "acme")),
            ("memo#2[acme]", RunKey("memo", run: 2, item: "acme")),
            ("memo[a#3]", RunKey("memo", run: 1, item: "a#3")),
            ("memo#12[[x]#1]", RunKey("memo", run: 12, item: "[x]#1")),
        ] {
            #expect(RunKey(text) == key)
            #expect(key.text == text)
        }
    }
}
