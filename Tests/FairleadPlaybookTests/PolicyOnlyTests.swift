import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct PolicyOnlyTests {
    private func findings(_ text: String, _ replacement: String) -> [String] {
        Fixture.read(Fixture.changed(text, to: replacement)).findings
    }

    @Test(.requirement("S1.28", "S1.29"))
    func `a ruling that reads a model's answer is refused`() {
        let found = findings(
            "governedBy: serviceGrace\n        recheck", "governedBy: churnGrace\n        recheck")
        #expect(
            found.contains {
                $0.contains(
                    "the ruling 'churnGrace' of 'grace' depends on a model's answer by churn")
            })
    }

    @Test(.requirement("S1.28", "S1.29"))
    func `a ruling that reads it through another decision is refused`() {
        let found = findings(
            "governedBy: serviceGrace\n        recheck", "governedBy: scoredGrace\n        recheck")
        #expect(found.contains { $0.contains("depends on a model's answer by priority, churn") })
    }

    @Test(.requirement("S1.28", "S1.29"))
    func `a ruling that reads it through a derived value is refused`() {
        let found = findings(
            "else sum(receivables.amountOpen.amount)'",
            "else sum(receivables.amountOpen.amount) * churn.value'")
        #expect(found.contains { $0.contains("depends on a model's answer by exposure, churn") })
    }

    @Test(.requirement("S1.28", "S1.29"))
    func `a condition inside a derived value carries the answer too`() {
        let found = findings(
            "'if receivables = null then", "'if receivables = null or churn.value > 0.5 then")
        #expect(found.contains { $0.contains("depends on a model's answer by exposure, churn") })
    }

    @Test(.requirement("S4.28", part: "no term from a model"))
    func `a term that a model sets is refused`() {
        let found = findings(
            "for: ruling.term",
            "for: 'if churn.value > 0.5 then duration(\"P14D\") else ruling.term'")
        #expect(
            found.contains {
                $0.contains("'for' is days and time duration, which policy alone may say")
            })
    }

    /// With these activities before the one that is ruled on.
    private func ruled(_ activities: String, by decision: String) -> [String] {
        let text = Fixture.changed(
            "governedBy: serviceGrace\n        recheck",
            to: "governedBy: \(decision)\n        after: [cause, found]\n        recheck"
        ).replacing("      - id: grace\n", with: activities + "      - id: grace\n")
        return Fixture.read(text).findings
    }

    private static let classified = """
              - {id: cause, classify: rootCause, precision: 95%, otherwise: {label: platform}}

        """

    @Test(.requirement("S1.28", "S1.29", part: "a label is a model's answer"))
    func `a ruling that reads a label that a model chose is refused`() {
        let found = ruled(
            Self.classified
                + "      - {id: found, lookup: crm.account, with: {account: account.id}}\n",
            by: "labelGrace")
        #expect(found.contains { $0.contains("depends on a model's answer by cause") })
    }

    @Test(.requirement("S1.28", "S1.29", part: "through what was asked outside"))
    func `a ruling that reads what a model's answer was asked for is refused`() {
        let asked = "      - {id: found, lookup: crm.account, with: {account: cause.label}}\n"
        let found = ruled(Self.classified + asked, by: "foundGrace")
        #expect(found.contains { $0.contains("depends on a model's answer by found, cause") })
        // Asked for what policy may read it is a fact like others.
        let plain = asked.replacing("cause.label", with: "account.id")
        #expect(ruled(Self.classified + plain, by: "foundGrace") == [])
    }

    @Test func `a classification says how sure it must be, and what stands otherwise`() {
        func findings(_ activity: String) -> [String] {
            Fixture.read(
                Fixture.changed("      - id: grace\n", to: activity + "      - id: grace\n")
            ).findings
        }
        let text = Self.classified
        #expect(findings(text) == [])
        #expect(
            findings(text.replacing(", precision: 95%", with: ""))
                .contains { $0.contains("a classification lacks 'precision'") })
        #expect(
            findings(text.replacing("95%", with: "0.95"))
                .contains { $0.contains("'0.95' is no precision") })
        #expect(
            findings(text.replacing("label: platform", with: "label: weather"))
                .contains { $0.contains("the model 'rootCause' has no label 'weather'") })
        #expect(
            findings(text.replacing("rootCause", with: "churnRisk"))
                .contains { $0.contains("the model 'churnRisk' gives a number") })
    }

    @Test func `an amount that a model sets is refused`() {
        let found = findings(
            "task: Call the customer's administrator\n        queue: retention\n"
                + "        within: {elapsed: PT4H}",
            "act: billing.credit\n        governedBy: serviceGrace\n"
                + "        with: {account: account.id, amount: "
                + "'{amount: churn.value * 100, currency: \"USD\"}'}")
        #expect(
            found.contains { $0.contains("'amount' is money, which policy alone may say") })
    }

    @Test(.requirement("S4.28", part: "a priority only"))
    func `a priority may read a model's answer`() {
        #expect(Fixture.read(Fixture.source).findings == [])
    }

    @Test(.requirement("S0.3", part: "no effect without a ruling"))
    func `an effect without a ruling is refused`() {
        let found = findings("        governedBy: serviceGrace\n        recheck", "        recheck")
        #expect(found.contains { $0.contains("an effect lacks its ruling: 'governedBy'") })
    }

    @Test func `a ruling lists its levels`() {
        let found = findings(
            "governedBy: serviceGrace\n        recheck", "governedBy: unlisted\n        recheck")
        #expect(
            found.contains { $0.contains("the ruling 'unlisted' must list the values of 'level'") })
    }

    @Test func `an approver is a known role`() {
        let found = findings(
            "governedBy: serviceGrace\n        recheck", "governedBy: strange\n        recheck")
        #expect(
            found.contains {
                $0.contains("gives the approver 'emperor', which is unknown")
            })
    }

    @Test func `a ruling that asks for consent says who wrote it`() {
        let found = findings(
            "governedBy: serviceGrace\n        recheck", "governedBy: unsigned\n        recheck")
        #expect(
            found.contains {
                $0.contains("warning: the ruling 'unsigned' asks for consent and does not say who")
            })
    }

    @Test func `a decision that gives no level rules on nothing`() {
        let found = findings(
            "governedBy: serviceGrace\n        recheck", "governedBy: byTier\n        recheck")
        #expect(found.contains { $0.contains("'byTier' is no ruling") })
    }

    @Test(.requirement("S4.25"))
    func `a message may not show what its template may not read`() {
        let found = findings("notify: reply", "notify: telling")
        #expect(
            found.contains {
                $0.contains("may not show 'account.arr': it carries commercial")
            })
    }
}
