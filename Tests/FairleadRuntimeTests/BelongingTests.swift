import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

/// Which of several cases of one account an event joins.
@Suite struct `Cases of one account` {
    private static func playbook(_ correlate: String) -> String {
        """
        playbook: outage
        version: 1
        purpose: Have an outage mended
        owner: incident-manager
        opens:
          - event: incident.declared
        joins:
          - event: incident.mitigated
          - event: issue.resolved
          - event: contract.noticeGiven
        correlate: \(correlate)
        inputs:
          account: {from: crm, newerThan: PT1H, within: PT30S}
        stages:
          - stage: mend
            inputs: [account]
            activities:
              - id: issue
                act: tracker.createIssue
                with: {team: '"core"', severity: '1', summary: incident.id, alias: incident.id}
                governedBy: freely
              - {id: mended, wait: issue.resolved, after: issue}
            completesWhen: occurred("issue.resolved")
            otherwise: {exception: notMended, owner: incident-manager, by: {elapsed: P9D}}

        """
    }

    private func world(_ correlate: String) throws -> RuntimeWorld {
        let catalog = try TestedPlaybook.catalog(
            TestedPlaybook.booking,
            files: ["playbooks/outage.yaml": Self.playbook(correlate)])
        let world = try RuntimeWorld(catalog: catalog)
        try world.tell(Told.acme())
        return world
    }

    private func incident(_ type: String, _ number: Int) throws -> Event {
        try Told.told(
            type, "\(type)-\(number)", by: "monitoring",
            [
                "incident": [
                    "id": .string("incident-\(number)"), "severity": 1, "component": "api",
                    "status": "active", "startedAt": "2026-11-20T08:00:00Z",
                ]
            ])
    }

    private func resolved(_ issue: String) throws -> Event {
        try Told.told(
            "issue.resolved", "resolved-\(issue)", by: "tracker",
            [
                "issue": [
                    "id": .string(issue), "team": "core", "severity": 1, "summary": "x",
                    "status": "resolved",
                ]
            ])
    }

    @Test(.requirement("S4.21", part: "one case for an account, or for each record of a type"))
    func `a playbook says whether an account has one case of it, or a record does`() throws {
        for (correlate, count) in [("{by: account.root}", 1), ("{by: incident.id}", 2)] {
            for together in [false, true] {
                let world = try world(correlate)
                let events = try [1, 2].map { try incident("incident.declared", $0) }
                if together {
                    try world.tell(events[0], events[1])
                } else {
                    for event in events { try world.tell(event) }
                }
                let cases = try world.cases.filter { $0.status != .merged }
                #expect(cases.count == count, "\(correlate), together: \(together)")
                try world.expectSound()
            }
        }
    }

    @Test(.requirement("S4.21", part: "by the records that an event tells of"))
    func `what tells of a record joins the case that is about it, or that made it`() throws {
        let world = try world("{by: incident.id, also: [issue.id]}")
        for number in [1, 2] { try world.tell(incident("incident.declared", number)) }
        func heard() throws -> [[String]] {
            try world.cases.map { $0.happened.dropFirst().map(\.type) }
        }
        try world.tell(incident("incident.mitigated", 2))
        #expect(try heard() == [[], ["incident.mitigated"]])
        // Another incident is neither's, and opens none by being mitigated.
        try world.tell(incident("incident.mitigated", 3))
        #expect(try heard() == [[], ["incident.mitigated"]])
        let issues = try world.effects("tracker.createIssue").compactMap {
            $0.answer["id"]?.stringValue
        }
        try #require(issues.count == 2)
        try world.tell(resolved(issues[1]))
        #expect(try heard() == [[], ["incident.mitigated", "issue.resolved"]])
        #expect(try world.cases.map(\.status) == [.open, .closed])
        try world.tell(resolved(issues[0]))
        #expect(try world.cases.map(\.status) == [.closed, .closed])
        try world.expectSound()
    }

    @Test func `two matters that are told apart are one where a person says so`() throws {
        let world = try world("{by: incident.id}")
        for number in [1, 2] { try world.tell(incident("incident.declared", number)) }
        let cases = try world.cases
        let reply = try world.command(
            .mergeCase(id: cases[1].id, into: cases[0].id, reason: "one outage"), on: cases[1].id,
            by: .person("incident-manager"))
        guard case .done = reply else { throw Unexpected("\(reply)") }
        try world.tell(incident("incident.mitigated", 2))
        try world.tell(incident("incident.mitigated", 1))
        #expect(try world.cases.map(\.status) == [.open, .merged])
        #expect(try world.cases[0].happened.count == 4)
        try world.expectSound()
    }
}
