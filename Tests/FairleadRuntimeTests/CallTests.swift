import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite struct `Calls` {
    private static func helper(_ activities: String, gives: String = "") -> String {
        """
        playbook: helper
        version: 2
        purpose: Help another playbook
        owner: support-lead
        takes: {subject: string}
        gives:
          agreed: {type: boolean, from: 'ask.outcome = "done"'}
          about: {type: string, from: subject}
        joins:
          - event: ticket.updated
        inputs:
          account: {from: crm, newerThan: PT1H, within: PT30S}
        stages:
          - stage: help
            inputs: [account]
            activities:
        \(activities)
            completesWhen: ask.outcome = "done"
            otherwise: {exception: notHelped, owner: support-lead, by: {elapsed: P1D}}
        reactions:
          - {event: ticket.created, do: cancel, compensate: none, close: broken}

        """
    }

    private static let asking = helper(
        """
              - {id: heard, wait: ticket.updated}
              - {id: ask, task: Ask them, queue: support, after: heard}
        """)

    private static let calling = """
        stages:
          - stage: work
            inputs: [account]
            activities:
              - id: sub
                call: helper@2
                with: {subject: account.tier}
              - {id: last, task: Finish, queue: support, after: sub, when: sub.agreed and sub.about = "strategic"}
            completesWhen: last.outcome = "done"
            otherwise: {exception: notDone, owner: support-lead, by: {elapsed: P9D}}
        reactions:
          - {event: payment.recovered, do: cancel, compensate: none, close: recovered}

        """

    private func opened(_ helper: String = asking, _ stages: String = calling) throws
        -> RuntimeWorld
    {
        try RuntimeWorld.opened(stages: stages, files: ["playbooks/helper.yaml": helper])
    }

    @Test(.requirement("S0.13", part: "a called playbook is a case that names its caller"))
    func `a called playbook is a case of its own, hears what its caller hears, and gives back`()
        throws
    {
        let world = try opened()
        let cases = try world.cases
        #expect(cases.map(\.playbook) == ["tested", "helper"])
        #expect(cases[1].parent == CaseParent(case: cases[0].id, activity: "sub"))
        #expect(cases[0].catalog == cases[1].catalog)
        try world.expectSound()
        try world.tell(Told.ticket(type: "ticket.updated"))
        #expect(try world.openTasks("ask").count == 1)
        try world.restart()
        try world.finish("ask")
        #expect(try world.cases[1].outcome == "completed")
        #expect(try world.cases[0].values["sub"]?.value["agreed"] == true)
        try world.finish("last")
        #expect(try world.cases[0].outcome == "completed")
        try world.expectSound()
    }

    @Test func `an event that is taken out of a case is taken out of what it called`() throws {
        let world = try opened()
        try world.tell(Told.ticket(type: "ticket.updated"))
        func hear() throws -> [Bool] {
            try world.cases.map { $0.happened.contains { $0.type == "ticket.updated" } }
        }
        #expect(try hear() == [true, true])
        let ticket = ExternalReference(system: "helpDesk", kind: "organisation", id: "acme-crm")
        let reply = try world.command(
            .removeEvents(of: ticket, reason: "not theirs"), on: world.cases[0].id, by: .system)
        if case .rejected(let rejection) = reply { throw Unexpected(rejection.message) }
        #expect(try hear() == [false, false])
        try world.expectSound()
    }

    @Test func `who closes closes what it called`() throws {
        let world = try opened()
        try world.tell(Told.recovered())
        #expect(try world.cases.map(\.outcome) == ["recovered", "recovered"])
        #expect(try world.openExceptions().isEmpty)
        try world.expectSound()
    }

    @Test func `what closes before it has what it gives is an exception of the caller`() throws {
        let world = try opened()
        try world.tell(Told.ticket())
        #expect(try world.cases[1].outcome == "broken")
        #expect(try world.openExceptions().map(\.code) == ["call-gave-nothing"])
        try world.expectSound()
    }

    @Test func `a playbook that calls itself ends at the bound`() throws {
        let world = try opened(
            Self.helper(
                """
                      - {id: again, call: helper@2, with: {subject: subject}, when: subject != "end"}
                      - {id: ask, task: Ask them, queue: support, after: again}
                """))
        #expect(try world.cases.count == 9)
        #expect(try world.cases.map(\.depth).max() == 8)
        #expect(try world.openExceptions().map(\.code) == ["call-too-deep"])
        try world.expectSound()
    }

    private func refusal(_ helper: String, _ stages: String = calling) -> String {
        do {
            _ = try TestedPlaybook.catalog(stages, files: ["playbooks/helper.yaml": helper])
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `the whole graph of calls is checked`() {
        #expect(
            refusal(
                Self.helper(
                    """
                          - {id: again, call: helper@2, with: {subject: subject}}
                          - {id: ask, task: Ask them, queue: support, after: again}
                    """)
            ).contains("'helper' calls itself for ever"))
        #expect(
            refusal(Self.asking, Self.calling.replacing("helper@2", with: "helper@1"))
                .contains("has the version 2, not 1"))
        #expect(
            refusal(Self.asking, Self.calling.replacing("helper@2", with: "helpers@2"))
                .contains("unknown playbook 'helpers' (did you mean helper?)"))
        #expect(
            refusal(Self.asking, Self.calling.replacing("subject:", with: "object:"))
                .contains("the playbook 'helper' takes no 'object'"))
        #expect(
            refusal(Self.asking, Self.calling.replacing("account.tier}", with: "1}"))
                .contains("tested.yaml"))
        #expect(
            refusal(Self.asking, Self.calling.replacing("account.tier}", with: "account.owner}"))
                .contains("what 'helper' is given as 'subject' carries"))
    }

    @Test(.requirement("S1.28", "S1.29", part: "through a call"))
    func `a model's answer goes over only where both sides say so`() throws {
        let stages = Self.calling.replacing(
            "activities:\n      - id: sub",
            with: """
                activities:
                      - {id: cause, classify: rootCause, precision: 95%, otherwise: {label: platform}}
                      - id: sub
                        after: cause
                """
        ).replacing("subject: account.tier", with: "subject: cause.label")
        func refusal(_ takes: String) -> String {
            do {
                _ = try TestedPlaybook.catalog(
                    stages,
                    files: [
                        "models.yaml": TestedPlaybook.models,
                        "playbooks/helper.yaml": Self.asking.replacing(
                            "takes: {subject: string}", with: takes),
                    ])
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(
            refusal("takes: {subject: string}").contains("depends on a model's answer by cause"))
        // The helper gives it back, and must say so too.
        #expect(
            refusal("takes: {subject: {type: string, evidence: true}}")
                .contains("what it gives as 'about' depends on a model's answer by subject"))
    }
}
