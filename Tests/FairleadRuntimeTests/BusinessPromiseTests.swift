import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

/// What else is promised in business time: consent, stages, the days of effects.
@Suite struct BusinessPromiseTests {
    private static let playbook = "playbooks/paymentFailedNearRenewal.yaml"

    @Test(.requirement("S2.11", part: "consent is waited for in business hours"))
    func `consent is waited for in business time, and the record names the calendar`() throws {
        var customer = RuntimeWorld.acme
        customer.pastDue = "38400.00"
        let world = try RuntimeWorld(
            customer,
            changing: [
                Self.playbook: ("approveWithin: {business: PT4H", "approveWithin: {business: PT8H")
            ])
        try world.tell(Told.acme(), Told.failure())
        // Friday from 10:30 to 12:30 and from 13:30 to 16:00; on Monday until 13:30 with the lunch.
        let approval = try #require(try world.matter.approvals.first)
        #expect(approval.expires.rfc3339 == "2026-11-23T11:30:00.000Z")
        let asked = try #require(world.published.last { $0.type == "approval-asked" })
        #expect(asked.fields["calendar"]?["name"] == "financeEMEA")
        world.pass(days: 1)
        world.pass(days: 1)
        #expect(try world.matter.approvals.map(\.status) == [.open])
        world.pass(days: 1)
        world.pass(minutes: 180)
        #expect(try world.matter.approvals.map(\.status) == [.expired])
        try world.expectSound()
    }

    @Test(
        .requirement("S2.11", part: "by whose hours, and how soon, policy says"),
        arguments: [
            // Friday, 10:30 in Berlin and 18:30 in Tokyo; the Americas sleep.
            ("strategic", "EMEA", "2026-11-20T11:30:00.000Z"),
            ("enterprise", "EMEA", "2026-11-20T13:30:00.000Z"),
            ("growth", "EMEA", "2026-11-23T07:30:00.000Z"),
            ("strategic", "NA", "2026-11-20T15:00:00.000Z"),
            // Monday is Labour Thanksgiving Day.
            ("strategic", "APAC", "2026-11-24T01:00:00.000Z"),
        ])
    func `somebody calls as soon as the tier is promised, in the hours of the region`(
        tier: String, region: String, due: String
    ) throws {
        var customer = RuntimeWorld.acme
        customer.tier = tier
        customer.region = region
        let world = try RuntimeWorld(customer)
        try world.tell(Told.acme(), Told.failure())
        let call = try #require(try world.matter.tasks.first { $0.activity == "retention" })
        #expect(call.due?.rfc3339 == due)
        let created = try #require(
            world.published.last {
                $0.type == "task-created" && $0.fields["activity"] == "retention"
            })
        let named = region == "NA" ? "supportAmericas" : "support" + region
        #expect(created.fields["calendar"]?["name"]?.stringValue == named)
        try world.expectSound()
    }

    @Test func `a stage must be complete by a business day`() throws {
        let world = try RuntimeWorld(changing: [
            Self.playbook: (
                "owner: head-of-cs, by: {elapsed: P14D}",
                "owner: head-of-cs, by: {businessDays: 2, calendar: supportEMEA}"
            )
        ])
        try world.tell(Told.acme(), Told.failure())
        #expect(
            try world.matter.stages["keepAndRecover"]?.due?.rfc3339 == "2026-11-24T17:00:00.000Z")
        for _ in 0..<4 { world.pass(days: 1) }
        #expect(!(try world.matter.exceptions.contains { $0.code == "notRecovered" }))
        try world.restart()
        world.pass(days: 1)
        #expect(try world.matter.exceptions.contains { $0.code == "notRecovered" })
        try world.expectSound()
    }

    @Test(.requirement("S4.20", part: "grace ends on a day on which somebody works"))
    func `a day that is counted from the release honours holidays`() throws {
        let world = try RuntimeWorld(changing: [
            Self.playbook: (
                "until: businessDay(ruling.term, account.timeZone)",
                "until: businessDay(ruling.term, account.timeZone, \"financeEMEA\")"
            ),
            "calendars/calendars.yaml": (
                "exceptions:\n",
                "exceptions:\n  - {on: 2026-11-27, name: closed}\n"
            ),
        ])
        try world.tell(Told.acme(), Told.failure())
        let grace = try #require(try world.effects("billing.grantGrace").first)
        // Friday in a week is closed, so it is Monday.
        #expect(grace.leavingArguments["until"] == "2026-11-30")
        #expect(
            world.published.contains {
                $0.type == "effect-changed"
                    && $0.fields["calendars"]?.arrayValue?.first?["name"] == "financeEMEA"
            })
        try world.expectSound()
    }
}
