import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadEstate
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

/// Where a system counts the changes of a record, its events have that order.
@Suite struct SequenceMappingTests {
    private static func helpDesk(_ sequence: String) -> ConnectorDefinition {
        Written.connector(
            """
            events:
              id: id
              type: type
              time: {instant: at}
              object: data
              mappings:
                - {from: a, to: ticket.updated, sequence: \(sequence), data: {ticket: {object: {id: id}}}}
            """)
    }

    private static func received(
        _ sequence: String, _ object: String
    ) -> ReceivedEvent {
        EventMapper(helpDesk(sequence)).receive(
            Array(#"{"id":"e","type":"a","at":"2026-11-20T10:00:00Z","data":\#(object)}"#.utf8),
            now: noon)
    }

    @Test(
        arguments: [
            ("{count: revision}", #"{"id":"7","revision":3}"#, Int64(3), false),
            ("{count: revision, gapless: true}", #"{"id":"7","revision":0}"#, 0, true),
            (
                "{count: meta.n}", #"{"id":"7","meta":{"n":"9007199254740993"}}"#,
                9_007_199_254_740_993, false
            ),
            ("{count: n}", #"{"id":"7","n":9223372036854775807}"#, .max, false),
            ("{count: $body.id}", #"{"id":"7"}"#, nil, false),
            ("{count: {firstOf: [n, m]}}", #"{"id":"7","m":4}"#, 4, false),
        ] as [(String, String, Int64?, Bool)])
    func `the field that a mapping names gives an event its place`(
        sequence: String, object: String, number: Int64?, isGapless: Bool
    ) {
        let received = Self.received(sequence, object)
        #expect(received.event.sequence?.number == number)
        #expect(received.event.sequence?.isContiguous ?? false == isGapless)
        #expect((received.failure == nil) == (number != nil))
    }

    @Test(arguments: [
        ("{}", MappingFailure.Code.missing), (#"{"n":null}"#, .missing), (#"{"n":-1}"#, .type),
        (#"{"n":1.5}"#, .type), (#"{"n":"two"}"#, .type), (#"{"n":true}"#, .type),
        (#"{"n":9223372036854775808}"#, .type), (#"{"n":[1]}"#, .type),
    ])
    func `a count that is missing is no reason to take the clock's order`(
        object: String, code: MappingFailure.Code
    ) {
        let received = Self.received("{count: n}", object)
        #expect(received.failure?.code == code)
        #expect(received.failure?.place == "data.n")
        #expect(received.event.type == "sample.a")
        #expect(received.event.sequence == nil)
    }

    @Test(.requirement("S3.12", part: "a webhook's place among the changes of its record"))
    func `what the estate tells of a ticket or an incident is counted`() async throws {
        try await RunningEstate.run { running in
            let start = RunningEstate.now()
            for step in [
                ScenarioStep.featuresLocked, .promiseCredit(cents: 100),
                .declareIncident(severity: 2, service: "api", minutesAgo: 3), .changeSeverity(1),
                .changeSeverity(2), .mitigateIncident,
            ] {
                try await running.estate.play(step, on: running.account)
            }
            for (name, count) in [("helpDesk", 2), ("monitoring", 4)] {
                guard
                    case .events(let events, _) = await running.connector(name).sweep(
                        since: start)
                else {
                    Issue.record("\(name) cannot be swept")
                    continue
                }
                #expect(events.compactMap(\.failure) == [])
                #expect(events.map { $0.event.sequence?.number } == (1...count).map { Int64($0) })
            }
        }
    }

    // MARK: What `catalog check` says

    static let head = DefinitionTests.head + "authentication: none\n"

    static let events = """
        events:
          id: id
          type: type
          time: {instant: at}
          object: data
          mappings:

        """

    static let mistakes: [(String, String)] = [
        (
            "- {from: a, to: ticket.updated, sequence: revision, data: {ticket: {object: {id: id}}}}",
            "yaml:14:47: error: a sequence must be a mapping"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {gapless: true}}",
            "error: a sequence lacks 'count'"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: n, gaps: false}}",
            "error: unknown key 'gaps' in a sequence"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: n, gapless: 1}}",
            "error: 'gapless' must be true or false"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: {epochSeconds: created}}}",
            "error: a time is no count: two changes may have the same"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: {firstOf: [n, {instant: at}]}}}",
            "error: a time is no count"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: \"{id}/{n}\"}}",
            "error: this gives no whole number"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: {constant: 1}}}",
            "error: this gives no whole number"
        ),
        (
            "- {from: a, to: payment.linked, sequence: {count: n}}",
            "error: an event 'payment.linked' is about no record whose changes could be counted "
                + "(say 'record' in events.yaml)"
        ),
        (
            "- {from: a, to: payment.recovered, sequence: {count: n}, "
                + "data: {invoice: {object: {id: id}}}}",
            "error: the mapping counts the changes of a 'payment' and tells of none"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: n}, data: {ticket: {use: ticket}}}",
            "error: the 'ticket' has no 'id', so nobody knows whose changes are counted"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: n}, "
                + "data: {ticket: {object: {id: id}}}}\n"
                + "    - {from: b, to: ticket.created, data: {ticket: {object: {id: id}}}}",
            "error: other mappings count the changes of a 'ticket', and this one does not"
        ),
        (
            "- {from: a, to: ticket.updated, sequence: {count: n}, "
                + "data: {ticket: {object: {id: id}}}}\n"
                + "    - {from: b, to: ticket.created, sequence: {count: n, gapless: true}, "
                + "data: {ticket: {object: {id: id}}}}",
            "error: the changes of a 'ticket' are counted with gaps in one mapping and without"
        ),
        (
            "- {from: swept, to: ticket.updated, sequence: {count: n, gapless: true}, "
                + "data: {ticket: {object: {id: id}}}}",
            "error: the sweep 'tickets' tells only how a 'ticket' is at last: its count has gaps"
        ),
    ]

    private static let rest = """

        objects:
          ticket: {fields: {subject: subject}}
        operations:
          tickets:
            kind: lookup
            arguments: {since: date and time}
            request: {method: GET, path: /tickets, query: {since: since}}
            answer: {list: items, record: id}
        sweep:
          operation: tickets
          every: PT5M
          overlap: PT2M
          item: {id: "{id}", type: swept, time: {instant: at}}
        """

    @Test(arguments: mistakes)
    func `a sequence that gives no order is refused at its place`(
        mapping: String, expected: String
    ) throws {
        var files = Shipped.catalog.files
        files["connectors/sample/connector.yaml"] = Array(
            (Self.head + Self.events + "    " + mapping + Self.rest).utf8)
        var found: [String] = []
        do {
            _ = try Catalog.compile(files: files)
        } catch {
            found = error.diagnostics.map(\.text)
        }
        #expect(
            found.contains {
                $0.hasPrefix("connectors/sample/connector.yaml:") && $0.contains(expected)
            }, "\(found)")
    }
}
