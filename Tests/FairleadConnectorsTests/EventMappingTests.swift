import FairleadCanonical
import FairleadConnector
import FairleadDomain
import FairleadTesting
import Testing

@Suite struct EventMappingTests {
    /// A help desk in the manner of Zendesk: numbers as ids, lower-case words, RFC 3339.
    static let first = Written.connector(
        """
        objects:
          ticket:
            fields:
              id: id
              subject: subject
              topic: {enum: custom.topic, values: {access: access, billing: billing}}
              status: {enum: status, values: {new: new, open: open, hold: pending}}
              priority: {enum: priority, values: {low: low, high: high, urgent: urgent}}
              queue: group.name
              requester: requester.email
              createdAt: {instant: created_at}
        events:
          id: id
          type: event
          time: {instant: created_at}
          object: ticket
          mappings:
            - {from: "ticket:new", to: ticket.created, data: {ticket: {use: ticket}}}
        """)

    /// One in the manner of ServiceNow: text for everything, numbered states, seconds since 1970.
    static let second = Written.connector(
        """
        objects:
          ticket:
            fields:
              id: "{number}"
              subject: short_description
              topic: {enum: category, values: {"1": access, "2": billing}}
              status: {enum: state, values: {"1": new, "2": open, "3": pending}}
              priority: {enum: impact, values: {"1": urgent, "2": high, "4": low}}
              queue: assignment_group
              requester: "{caller.name}@{caller.domain}"
              createdAt: {epochSeconds: opened_at}
        events:
          id: sys_id
          type: action
          time: {epochSeconds: opened_at}
          object: $
          mappings:
            - {from: insert, to: ticket.created, data: {ticket: {use: ticket}}}
        """)

    @Test(.requirement("S0.27"))
    func `two help desks' tickets give byte-equal canonical objects`() throws {
        let zendesk = """
            {"id":"e1","event":"ticket:new","created_at":"2026-11-20T10:00:00+01:00",
             "ticket":{"created_at":"2026-11-20T10:00:00+01:00","priority":"high","id":"4711",
             "subject":"Premium features are locked","status":"new","group":{"name":"general"},
             "custom":{"topic":"access"},"requester":{"email":"sam@acme.example"},"spam":false}}
            """
        let serviceNow = """
            {"sys_id":"9f","action":"insert","number":4711,"opened_at":1795165200,"state":1,
             "short_description":"Premium features are locked","category":1,"impact":"2",
             "assignment_group":"general","caller":{"domain":"acme.example","name":"sam"}}
            """
        let one = EventMapper(Self.first).receive(Array(zendesk.utf8), now: noon)
        let other = EventMapper(Self.second).receive(Array(serviceNow.utf8), now: noon)
        #expect(one.failure == nil && other.failure == nil)
        #expect(one.unmapped.isEmpty && other.unmapped.isEmpty)
        let bytes = try #require(one.event.data["ticket"]).canonicalBytes()
        #expect(try #require(other.event.data["ticket"]).canonicalBytes() == bytes)
        #expect(one.event.digest == other.event.digest)
    }

    @Test(.requirement("S0.63", part: "an unmapped value is reported, never a silent default"))
    func `an unmapped value is reported, the event kept and the field absent`() {
        let body = """
            {"id":"e1","event":"ticket:new","created_at":"2026-11-20T10:00:00Z",
             "ticket":{"id":"7","priority":"p0","status":"new"}}
            """
        let received = EventMapper(Self.first).receive(Array(body.utf8), now: noon)
        #expect(received.failure == nil)
        #expect(received.event.type == "ticket.created")
        #expect(received.event.data["ticket"]?["priority"] == nil)
        #expect(
            received.unmapped
                == [UnmappedValue(connector: "sample", field: "ticket.priority", value: "p0")])
    }

    @Test func `a mapping that fails leaves an event that is kept and opens nothing`() {
        let body = """
            {"id":"e1","event":"ticket:new","created_at":"2026-11-20T10:00:00Z",
             "ticket":{"id":"7","created_at":"yesterday"}}
            """
        let received = EventMapper(Self.first).receive(Array(body.utf8), now: noon)
        #expect(received.failure?.code == .value)
        #expect(received.failure?.place == "ticket.created_at")
        #expect(received.event.id == "e1")
        #expect(received.event.type == "sample.ticket:new")
        #expect(received.event.data.isEmpty)
        #expect(received.event.received == Array(body.utf8))
    }

    @Test(arguments: [
        ("", MappingFailure.Code.syntax, "1:1"), ("{", .syntax, "1:2"), ("[]", .envelope, "1:1"),
        ("{}", .missing, "id"),
        (#"{"id":"a"}"#, .missing, "event"), (#"{"id":{},"event":"x"}"#, .type, "id"),
    ])
    func `a body without a name is kept under a name of its own`(
        body: String, code: MappingFailure.Code, place: String
    ) {
        let mapper = EventMapper(Self.first)
        let received = mapper.receive(Array(body.utf8), now: noon)
        #expect(received.failure?.code == code)
        #expect(received.failure?.place == place)
        #expect(received.event.type == "sample.unreadable")
        #expect(received.event.id == mapper.receive(Array(body.utf8), now: noon).event.id)
    }

    @Test func `a type that nobody mapped is kept, without a complaint`() {
        let body = #"{"id":"e1","event":"agent.sneezed","ticket":{"id":"7"}}"#
        let received = EventMapper(Self.first).receive(Array(body.utf8), now: noon)
        #expect(received.failure == nil)
        #expect(received.event.type == "sample.agent.sneezed")
        #expect(received.event.time == noon)
    }

    @Test(.requirement("S4.10", part: "the master says who is who"))
    func `the CRM says who is who, others may not`() throws {
        let body = """
            {"id":"ev_1","type":"account.updated","createdAt":"2026-11-20T10:00:00Z","data":
             {"id":"001","name":"Acme","parentId":"002","updatedAt":"2026-11-20T10:00:00Z",
              "arr":{"amount":"240000.00","currency":"USD"},"tier":"strategic",
              "externalIds":{"billing":"cus_1","erp":"C-1"}}}
            """
        let event = EventMapper(Shipped.connector("crm")).receive(
            Array(body.utf8), now: noon
        ).event
        let claim = try #require(event.claims.first)
        #expect(claim.account.text == "crm/account/001")
        #expect(claim.parent?.text == "crm/account/002")
        #expect(claim.same.map(\.text) == ["billing/customer/cus_1", "erp/customer/C-1"])
        let (_, errors) = Written.parse(
            """
            connector: sample
            version: 1
            owner: nobody
            purpose: A test
            source: /sample
            baseURL: https://example.com
            authentication: none
            events:
              id: id
              type: type
              time: {instant: at}
              object: $
              mappings:
                - from: a
                  to: b
                  identity: {account: {kind: account, id: id}}
            """)
        #expect(errors.contains { $0.contains("only the master of accounts") })
    }

    @Test func `a mail domain is a hint, and the volatile age is no news`() {
        let ticket = """
            {"id":"e1","type":"ticket.created","createdAt":"2026-11-20T10:00:00Z",
             "data":{"id":"7","revision":1,"requesterEmail":"Sam@ACME.example","organisationId":null}}
            """
        let helpDesk = EventMapper(Shipped.connector("helpDesk"))
        let event = helpDesk.receive(Array(ticket.utf8), now: noon).event
        #expect(helpDesk.receive(Array(ticket.utf8), now: noon).failure == nil)
        #expect(event.mailDomains == ["acme.example"])
        #expect(event.parties.isEmpty)
        func digest(_ days: Int) -> Digest {
            let body = """
                {"id":"e1","type":"receivable.changed","createdAt":"2026-11-20T10:00:00Z",
                 "data":{"id":"R-1","customer":"C-1","status":"open",
                         "ageing":{"daysPastDue":\(days)}}}
                """
            return EventMapper(Shipped.connector("erp")).receive(
                Array(body.utf8), now: noon
            ).event.digest
        }
        #expect(digest(3) == digest(4))
    }
}
