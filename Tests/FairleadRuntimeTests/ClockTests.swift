import FairleadCalendar
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

/// Clocks of a real case, from Friday, 20 November 2026, 10:30 in Berlin.
@Suite struct ClockTests {
    private static let playbook = "playbooks/paymentFailedNearRenewal.yaml"

    /// A world whose playbook has one more clock, with a case that has just begun.
    private func world(_ clock: String) throws -> RuntimeWorld {
        let world = try RuntimeWorld(changing: [
            Self.playbook: ("clocks:\n", "clocks:\n  tested:\n" + Self.indented(clock))
        ])
        try world.tell(Told.acme(), Told.failure())
        return world
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n").map { "    " + $0 + "\n" }.joined()
    }

    private func clock(_ world: RuntimeWorld) throws -> ClockState {
        try #require(try world.matter.clocks.last { $0.name == "tested" })
    }

    private func told(_ world: RuntimeWorld) throws -> [String] {
        try world.matter.tasks.filter { $0.activity == "tested" }.map(\.queue)
    }

    private func time(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text))
    }

    private func ticket(_ status: JSON, _ id: String) throws -> Event {
        try Told.event([
            "specversion": "1.0", "id": .string(id), "source": "/helpDesk",
            "type": "ticket.updated", "time": "2026-11-20T09:10:00Z",
            "data": [
                "ticket": [
                    "id": "ticket-1", "subject": "x", "topic": "access", "status": status,
                    "priority": "high", "queue": "support", "requester": "user@acme.example",
                    "createdAt": "2026-11-20T09:10:00Z",
                ],
                "aliases": [.string("ticket/\(id)")],
                "parties": Told.parties("helpDesk", "organisation", "acme-crm"),
                "mailDomains": ["acme.example"],
            ],
        ])
    }

    private let lead = Principal.person("revops-lead", "p-lead")

    @Test(
        .requirement("S0.6", part: "a deadline in business time"),
        .requirement("S2.11", part: "SLA timing by working hours"))
    func `a business clock counts working hours, and its rungs their share`() throws {
        let world = try world(
            """
            kind: SLA
            target: {business: PT8H, calendar: supportEMEA}
            stopsOn: payment.recovered
            ladder: [{at: 50%, to: revops-lead}, {at: 100%, to: head-of-cs}]
            """)
        // Until 18:00 it is seven and a half hours; the rest is on Monday.
        #expect(try clock(world).due == time("2026-11-23T07:30:00Z"))
        #expect(try clock(world).times.next == time("2026-11-20T13:30:00Z"))
        world.pass(minutes: 239)
        #expect(try told(world) == [])
        world.pass(minutes: 1)
        #expect(try told(world) == ["revops-lead"])
        world.pass(days: 1)
        world.pass(days: 1)
        #expect(try told(world) == ["revops-lead"])
        try world.restart()
        world.pass(days: 1)
        #expect(try told(world) == ["revops-lead", "head-of-cs"])
        try world.expectSound()
    }

    @Test(.requirement("S0.6", part: "a clock pauses and goes on"))
    func `a clock that is paused has no deadline, and a later one after it`() throws {
        let world = try world(
            """
            kind: SLA
            target: {business: PT8H, calendar: supportEMEA}
            stopsOn: payment.recovered
            pausesWhile: ticket != null and ticket.status = "pending"
            ladder: [{at: 100%, to: head-of-cs}]
            """)
        world.pass(minutes: 60)
        try world.tell(ticket("pending", "t-1"))
        #expect(try clock(world).due == nil)
        #expect(try clock(world).pausedSince == world.now)
        world.pass(days: 3)
        try world.restart()
        world.pass(days: 1)
        #expect(try told(world) == [])
        try world.tell(ticket("open", "t-2"))
        #expect(try clock(world).pausedSince == nil)
        // Seven hours of working time after the end of the pause.
        let resumed = try #require(try clock(world).counted.pauses.first?.through)
        let calendars = world.catalog.governance.calendars
        let calendar = try #require(calendars["supportEMEA"])
        #expect(
            try clock(world).due
                == calendar.adding(7 * 3_600_000, to: resumed, SystemZones()))
        try world.expectSound()
    }

    @Test(.requirement("S0.21", part: "a target that policy gives"))
    func `a target that facts change is counted from the old start, both are kept`() throws {
        let world = try world(
            """
            kind: OLA
            target: {elapsed: 'if ticket = null then duration("P1D") else duration("PT8H")'}
            stopsOn: payment.recovered
            ladder: [{at: 100%, to: head-of-cs}]
            """)
        let started = try clock(world).started
        #expect(try clock(world).due == started.adding(milliseconds: 24 * 3_600_000))
        world.pass(minutes: 120)
        try world.tell(Told.ticket())
        #expect(try clock(world).due == started.adding(milliseconds: 8 * 3_600_000))
        let change = try #require(
            world.published.last { $0.type == "clock-changed" && $0.fields["was"] != nil })
        #expect(change.fields["reason"] == "target")
        #expect(change.fields["was"]?["target"] == ["elapsed": "P1D"])
        #expect(change.fields["now"]?["target"] == ["elapsed": "PT8H"])
        world.pass(minutes: 6 * 60)
        #expect(try told(world) == ["head-of-cs"])
        try world.expectSound()
    }

    @Test func `a clock may begin anew where facts change its target`() throws {
        let world = try world(
            """
            kind: OLA
            target: {elapsed: 'if ticket = null then duration("P1D") else duration("PT8H")'}
            stopsOn: payment.recovered
            whenTargetChanges: restart
            """)
        world.pass(minutes: 120)
        try world.tell(Told.ticket())
        #expect(try clock(world).started == world.now)
        #expect(try clock(world).due == world.now.adding(milliseconds: 8 * 3_600_000))
        try world.expectSound()
    }

    private static let acknowledged = """
        kind: OLA
        target: {elapsed: PT8H}
        stopsOn: payment.recovered
        ladder:
          - {at: 25%, to: revops-lead, acknowledgeWithin: {elapsed: PT30M}}
          - {at: 90%, to: head-of-cs, acknowledgeWithin: {elapsed: PT30M}}
        """

    @Test(.requirement("S0.36", part: "who does not answer is passed over"))
    func `a rung that nobody answers leads to the next, and then to an exception`() throws {
        let world = try world(Self.acknowledged)
        world.pass(minutes: 120)
        #expect(try told(world) == ["revops-lead"])
        world.pass(minutes: 29)
        #expect(try told(world) == ["revops-lead"])
        try world.restart()
        world.pass(minutes: 1)
        #expect(try told(world) == ["revops-lead", "head-of-cs"])
        world.pass(minutes: 31)
        #expect(
            try world.matter.exceptions.filter { $0.code == "escalation-unanswered" }.count == 1)
        world.pass(days: 1)
        #expect(try told(world) == ["revops-lead", "head-of-cs"])
        try world.expectSound()
    }

    @Test(.requirement("S3.5", part: "escalation by role, answered by claiming the task"))
    func `who claims the task has answered`() throws {
        let world = try world(Self.acknowledged)
        world.pass(minutes: 121)
        let task = try #require(try world.matter.tasks.last { $0.activity == "tested" })
        #expect(task.due == task.created.adding(milliseconds: 30 * 60_000))
        _ = try world.command(.claimTask(id: task.id), on: task.id, by: lead)
        world.pass(minutes: 60)
        #expect(try clock(world).answerBy == nil)
        #expect(try told(world) == ["revops-lead"])
        // The next rung comes at its own time.
        world.pass(minutes: 252)
        #expect(try told(world) == ["revops-lead", "head-of-cs"])
        try world.expectSound()
    }

    @Test(.requirement("S0.21", part: "work that comes again and again"))
    func `work of a clock comes again, not twice at once, and once after a silence`() throws {
        let world = try world(
            """
            kind: OLA
            every: {elapsed: PT30M, task: Tell the executives, to: head-of-cs}
            stopsOn: payment.recovered
            """)
        world.pass(minutes: 30)
        #expect(try told(world) == ["head-of-cs"])
        // It is not done yet.
        world.pass(minutes: 30)
        #expect(try told(world) == ["head-of-cs"])
        let head = Principal.person("head-of-cs", "p-head")
        let task = try #require(try world.matter.tasks.last { $0.activity == "tested" })
        _ = try world.command(.completeTask(id: task.id, note: "told"), on: task.id, by: head)
        try world.restart()
        world.pass(days: 1)
        #expect(try told(world).count == 2)
        #expect(try clock(world).beats == 50)
        try world.tell(Told.recovered())
        #expect(try clock(world).stopped != nil)
        try world.expectSound()
    }

    @Test func `a clock runs from a stage to an activity`() throws {
        let world = try world(
            """
            kind: SLA
            target: {elapsed: PT4H}
            startsOn: {stage: keepAndRecover}
            stopsOn: {activity: retention}
            """)
        let entered = try #require(try world.matter.stages["keepAndRecover"]?.entered)
        #expect(try clock(world).started == entered)
        world.pass(minutes: 10)
        let task = try #require(try world.matter.tasks.last { $0.activity == "retention" })
        let specialist = Principal.person("retention-specialist", "p-ret")
        _ = try world.command(
            .completeTask(id: task.id, note: "called"), on: task.id, by: specialist)
        #expect(try clock(world).stopped == world.now)
        try world.expectSound()
    }

    @Test func `an event starts a clock, and again after it has stopped`() throws {
        let world = try world(
            """
            kind: OLA
            target: {businessDays: 1, calendar: supportEMEA}
            startsOn: dispute.opened
            stopsOn: dispute.resolved
            """)
        #expect(try world.matter.clocks.map(\.name) == ["recovery"])
        func dispute(_ type: String, _ id: String) throws -> Event {
            try Told.event([
                "specversion": "1.0", "id": .string(id), "source": "/erp", "type": .string(type),
                "time": "2026-11-20T09:20:00Z",
                "data": [
                    "invoiceDispute": [
                        "id": "d-1", "receivable": "r-1", "reason": "counted twice",
                        "status": "open", "amount": ["amount": "4180.00", "currency": "USD"],
                    ],
                    "aliases": [.string("dispute/\(id)")],
                    "parties": Told.parties("erp", "customer", "acme-erp"),
                ],
            ])
        }
        try world.tell(dispute("dispute.opened", "d-opened"))
        // The close of work on Monday.
        #expect(try clock(world).due == time("2026-11-23T17:00:00Z"))
        try world.tell(dispute("dispute.resolved", "d-resolved"))
        #expect(try clock(world).stopped != nil)
        world.pass(days: 1)
        try world.tell(dispute("dispute.opened", "d-again"))
        #expect(try world.matter.clocks.filter { $0.name == "tested" }.count == 2)
        #expect(try clock(world).stopped == nil)
        try world.expectSound()
    }

    @Test(.requirement("S0.21", part: "a deadline by the calendar in force"))
    func `another calendar moves the deadlines of cases at which nobody looks`() throws {
        let world = try RuntimeWorld(changing: [
            Self.playbook: (
                "clocks:\n",
                "clocks:\n  tested:\n"
                    + Self.indented(
                        """
                        kind: SLA
                        target: {business: PT8H, calendar: supportEMEA}
                        stopsOn: payment.recovered
                        ladder: [{at: 100%, to: head-of-cs}]
                        """)
            )
        ])
        try world.store.commit(
            CommitBatch(blobs: [
                StoredBlob(digest: world.catalog.digest, bytes: world.catalog.archive)
            ]))
        _ = try world.registry(
            .activate(catalog: world.catalog.digest, zones: nil), by: .system)
        try world.restart()
        try world.tell(Told.acme(), Told.failure())
        #expect(try clock(world).due == time("2026-11-23T07:30:00Z"))
        let before = world.catalog.governance.calendars["supportEMEA"]?.digest
        try world.restart(changing: [
            "calendars/calendars.yaml": (
                "holidays: [germany]",
                "holidays: [germany]\nexceptions: [{on: 2026-11-23, name: a day of mourning}]"
            )
        ])
        #expect(try clock(world).due == time("2026-11-24T07:30:00Z"))
        let change = try #require(
            world.published.last { $0.type == "clock-changed" && $0.fields["was"] != nil })
        #expect(change.fields["reason"] == "calendar")
        #expect(change.fields["was"]?["calendar"]?.stringValue == before?.description)
        #expect(change.fields["was"]?["due"] == "2026-11-23T07:30:00.000Z")
        #expect(world.count("calendars-applied") == 2)
        // The case keeps its catalog all the same, and nothing is done twice.
        #expect(try world.matter.catalog != world.catalog.digest)
        try world.restart()
        #expect(world.count("calendars-applied") == 2)
        try world.expectSound()
    }

    @Test func `what a calendar cannot tell is an exception, and no deadline`() throws {
        let world = try world(
            """
            kind: SLA
            target: {businessDays: 900, calendar: supportEMEA}
            stopsOn: payment.recovered
            """)
        #expect(try clock(world).due == nil)
        let raised = try world.matter.exceptions.filter { $0.code == "clock-undecided" }
        #expect(
            raised.map(\.message) == [
                "tested: the calendar supportEMEA is known for 2025 to 2028 only"
            ])
        world.pass(days: 1)
        #expect(
            try world.matter.exceptions.filter { $0.code == "clock-undecided" }.count == 1)
        try world.expectSound()
    }
}
