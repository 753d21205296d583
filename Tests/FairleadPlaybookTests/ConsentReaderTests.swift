import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct `Reading consent` {
    private static let never = "never: [{role: account-owner}]"
    private static let refused =
        "ifRefused: {task: Agree the next step with the customer, queue: retention}"

    @Test func `an approval of its own, its next approver and who may never are read`() throws {
        let text = Fixture.changed(
            "act: billing.grantGrace\n                with: {account: account.id, for: ruling.term}"
                .replacing("                with", with: "        with"),
            to: "approve: {account: account.id, exposure: exposure}"
        )
        .replacing(Self.refused, with: "ifExpired: {after: {elapsed: PT2H}, to: head-of-cs}")
        .replacing("        compensate: billing.revokeGrace\n", with: "")
        .replacing(
            Self.never,
            with: "never: [{role: account-owner}, {person: account.name}, {whoDid: call}]")
        let (playbook, findings) = Fixture.read(text)
        #expect(findings == [])
        let grace = playbook?.stages.flatMap(\.activities).first { $0.id == "grace" }
        guard case .act(let act)? = grace?.kind else {
            Issue.record("grace is no consent")
            return
        }
        #expect(act.operation == Act.consent)
        #expect(act.with.map(\.name) == ["account", "exposure"])
        #expect(act.expiresTo == "head-of-cs")
        #expect(act.approveWithin.elapsedMilliseconds == Int64(7_200_000))
        #expect(act.never.count == 3)
    }

    @Test(arguments: [
        (
            never, "never: [{role: emperor}]",
            "p.yaml:46:24: error: unknown role 'emperor'"
        ),
        (
            never, "never: [{person: exposure}]",
            "p.yaml:46:26: error: 'person' must be a text or a list of texts, not number"
        ),
        (
            never, "never: [{whoDid: cal}]",
            "p.yaml:46:26: error: unknown activity 'cal' (did you mean call?)"
        ),
        (
            never, "never: [{role: account-owner, whoDid: call}]",
            "p.yaml:46:17: error: an item of 'never' says one of 'role', 'person' and 'whoDid'"
        ),
        (
            refused, "ifExpired: {after: {elapsed: PT2H}}",
            "p.yaml:44:21: error: 'after' goes with 'to' (or 'approveWithin')"
        ),
        (
            refused, "ifExpired: {}",
            "p.yaml:44:20: error: 'ifExpired' lacks 'task' or 'to' (who is asked next, or what"
                + " people do then)"
        ),
        (
            refused, "ifExpired: {to: emperor}",
            "p.yaml:44:25: error: unknown role 'emperor'"
        ),
        (
            refused, "ifRefused: {queue: retention}",
            "p.yaml:44:20: error: 'ifRefused' leads nowhere"
        ),
    ])
    func `what is wrong is named with its place`(text: String, with: String, finding: String) {
        let found = Fixture.read(Fixture.changed(text, to: with)).findings
        #expect(found.contains { $0.hasPrefix(finding) }, "\(found)")
    }

    @Test func `who approves is read as steps, consents and alternatives`() {
        #expect(Approver.steps(in: "none") == [])
        #expect(Approver.steps(in: "ar-manager") == [["ar-manager"]])
        #expect(
            Approver.steps(in: "a and b then 2 of c or d then e")
                == [["a", "b"], ["c or d", "c or d"], ["e"]])
        #expect(Approver.alternatives(in: "c or d") == ["c", "d"])
        #expect(Approver.roles(in: "a then 3 of b or c") == ["a", "b", "c", "b", "c", "b", "c"])
        // Not a count that is allowed: no role is called so, and the compiler says it.
        #expect(
            Approver.steps(in: "13 of c") == [["13 of c"]])
        #expect(Approver.steps(in: "a then") == [["a"], [""]])
    }
}
