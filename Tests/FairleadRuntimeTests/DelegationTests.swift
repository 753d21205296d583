import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadTesting
import Testing

@Suite struct `Standing in` {
    private func asking(
        _ approver: String = "finance-controller", by sender: Principal = .sender,
        never: String = ""
    ) throws -> (RuntimeWorld, People) {
        let world = try PeopleAtWork(
            activities: """
                      - id: consent
                        approve: {account: account.id, owed: owed}
                        governedBy: mayGo
                        approveWithin: {elapsed: P7D}
                \(never)
                """, ruling: [("-", "approval", approver)]
        ).opened(by: sender)
        return (world, People(world: world))
    }

    @Test(.requirement("S3.1", part: "a delegate and an out-of-office are honoured"))
    func `a delegate decides for whom he stands in, for the time named, on record`() throws {
        let (world, people) = try asking()
        let carla = try people.person("Carla", "finance-controller")
        let hugo = try people.person("Hugo", "head-of-cs")
        let approval = try #require(try world.openApprovals.first)
        #expect(try world.decide(approval.id, by: hugo).refusal == "approval-role")
        #expect(try people.lend(carla, to: "Hugo", hours: 2, after: 1, away: true).refusal == nil)
        #expect(try world.decide(approval.id, by: hugo).refusal == "approval-role")
        world.pass(minutes: 181)
        #expect(try world.decide(approval.id, by: hugo).refusal == "approval-role")
        #expect(try people.lend(carla, to: "Hugo").refusal == nil)
        let open = try #require(world.runtime.registry.availabilities.first?.id)
        #expect(world.runtime.registry.availabilities.count == 1)
        #expect(
            try world.registry(.endAvailability(id: open), by: hugo).refusal
                == "availability-of-another")
        try world.restart()
        #expect(try world.decide(approval.id, by: hugo).refusal == nil)
        let decided = try #require(try world.matter.approval(approval.id))
        #expect(decided.by == hugo.id)
        #expect(decided.behalf == carla.id)
        #expect(try world.matter.activities["consent"]?.status == .done)
        #expect(try world.registry(.endAvailability(id: open), by: carla).refusal == nil)
        try world.expectSound()
    }

    @Test(.requirement("S4.13", "S3.23", part: "nobody lends what he may not do himself"))
    func `neither an excluded delegate nor a delegate of an excluded person decides`() throws {
        let sender = Principal.person("support-agent", "p-opener")
        let (world, people) = try asking(
            by: sender,
            never: "        never: [{person: account.owner}, {role: collections}]")
        let approval = try #require(try world.openApprovals.first)
        let carla = try people.person("Carla", "finance-controller")
        let nora = try people.person("nora.weiss@fairlead.example", "finance-controller")
        let owner = try people.person("owner@fairlead.example", "head-of-cs")
        let collector = try people.person("Colin", "collections")
        let hugo = try people.person("Hugo", "head-of-cs")
        let robot = Principal(
            id: "p-robot", name: "robot", kind: .integration, roles: ["finance-controller"])
        // Of an author of the policy: she lends what she may not do.
        #expect(try people.lend(nora, to: "Hugo").refusal == nil)
        #expect(try world.decide(approval.id, by: hugo).refusal == "approval-role")
        #expect(try world.decide(approval.id, by: nora).refusal == "approval-author")
        // To the owner, and to a role that may never.
        for (delegate, code) in [
            (owner, "approval-interest"), (collector, "approval-interest"),
        ] {
            #expect(try people.lend(carla, to: delegate.name).refusal == nil)
            #expect(try world.decide(approval.id, by: delegate).refusal == code)
        }
        // A chain of two lends nothing.
        #expect(try people.lend(collector, to: "Hugo").refusal == nil)
        #expect(try world.decide(approval.id, by: hugo).refusal == "approval-role")
        #expect(try people.lend(robot, to: "Hugo").refusal == "availability-not-a-person")
        #expect(try people.lend(carla, to: "Carla").refusal == "delegate-self")
        #expect(try people.lend(carla, to: "Nobody").refusal == "person-unknown")
        #expect(try people.lend(carla, to: "Hugo", hours: 0).refusal == "availability-time")
        #expect(
            try people.lend(carla, to: "Hugo", hours: 367 * 24).refusal == "availability-time")
        #expect(try world.openApprovals.count == 1)
        try world.expectSound()
    }

    @Test(.requirement("S3.23", part: "four eyes are two people's, stand-ins counted"))
    func `four eyes are two people's, whoever stands in for whom`() throws {
        let (world, people) = try asking("2 of finance-controller")
        let carla = try people.person("Carla", "finance-controller")
        let carl = try people.person("Carl", "finance-controller")
        let hugo = try people.person("Hugo", "head-of-cs")
        let open = try world.openApprovals
        #expect(try people.lend(carla, to: "Hugo").refusal == nil)
        #expect(try world.decide(open[0].id, by: hugo).refusal == nil)
        // Carla has spoken, by Hugo; and Hugo has.
        #expect(try world.decide(open[1].id, by: carla).refusal == "approval-twice")
        #expect(try people.lend(carl, to: "Hugo").refusal == nil)
        #expect(try world.decide(open[1].id, by: hugo).refusal == "approval-twice")
        #expect(try world.decide(open[1].id, by: carl).refusal == nil)
        try world.expectSound()
    }

    @Test func `a stand-in sees with his own eyes, and a revoked token lends nothing`() throws {
        let (world, people) = try asking()
        let carla = try people.person("Carla", "finance-controller")
        let agent = try people.person("Agnes", "support-agent")
        let hugo = try people.person("Hugo", "head-of-cs")
        let approval = try #require(try world.openApprovals.first)
        #expect(try people.lend(carla, to: "Agnes").refusal == nil)
        #expect(try world.decide(approval.id, by: agent).refusal == "approval-unseen")
        #expect(try people.lend(carla, to: "Hugo").refusal == nil)
        let token = try #require(
            world.runtime.registry.tokens.values.first { $0.principal.id == carla.id })
        _ = try world.registry(.revokeToken(id: token.id), by: .system)
        #expect(try world.decide(approval.id, by: hugo).refusal == "approval-role")
    }

    @Test func `a person has so many availabilities open and no more`() throws {
        let (_, people) = try asking()
        let carla = try people.person("Carla", "finance-controller")
        _ = try people.person("Hugo", "head-of-cs")
        for _ in 0..<Availability.openMax {
            #expect(try people.lend(carla, to: "Hugo").refusal == nil)
        }
        #expect(try people.lend(carla, to: "Hugo").refusal == "availability-many")
    }

    @Test(.requirement("S4.13", "S3.23", part: "who edited the arguments does not approve them"))
    func `who told an event that the arguments were made from does not approve them`() throws {
        let teller = Principal.person("finance-controller", "p-teller")
        let fresh = try PeopleAtWork(
            activities: """
                      - id: consent
                        approve: {why: payment.failure, owed: owed}
                        governedBy: mayGo
                """, ruling: [("-", "approval", "finance-controller")]
        ).opened()
        try fresh.tell(Told.failure(id: "failure-2", failure: "declined"), by: teller)
        let approval = try #require(try fresh.openApprovals.first)
        #expect(try fresh.decide(approval.id, by: teller).refusal == "approval-editor")
        #expect(
            try fresh.decide(approval.id, by: .person("finance-controller", "p-8")).refusal == nil)
    }
}
