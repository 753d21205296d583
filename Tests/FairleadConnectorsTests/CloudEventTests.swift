import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadTesting
import Testing

@Suite struct CloudEventTests {
    static let reader = CloudEventReader(
        schemas: Shipped.schemas, connectors: Shipped.catalog.connectors)
    static let structured = [(name: "Content-Type", value: "application/cloudevents+json")]
    static let batched = [(name: "content-type", value: "application/cloudevents-batch+json")]

    static func event(_ changes: String = "") -> String {
        #"""
        {"specversion":"1.0","id":"e1","source":"/billing","type":"payment.failed",
         "time":"2026-11-20T10:00:00+01:00","subject":"in_1"\#(changes)}
        """#
    }

    static let data = #"""
        ,"data":{"payment":{"id":"pi_1","amount":{"amount":"4180.00","currency":"USD"},
        "attempt":1,"failure":"expiredCard","unknownField":{"x":null}},"somethingElse":1.5,
        "parties":[{"system":"billing","kind":"customer","id":"cus_1"}],
        "aliases":["decline/charge/ch_1"],"mailDomains":["acme.example"]}
        """#

    func read(
        _ body: String, _ headers: [(name: String, value: String)] = Self.structured
    ) throws -> [Event] {
        try Self.reader.read(headers: headers, body: Array(body.utf8), now: noon)
    }

    @Test func `an event of the structured mode is understood`() throws {
        let event = try #require(try read(Self.event(Self.data)).first)
        #expect(event.type == "payment.failed")
        #expect(event.time.rfc3339 == "2026-11-20T09:00:00.000Z")
        #expect(event.connector == "billing")
        #expect(event.parties.map(\.text) == ["billing/customer/cus_1"])
        #expect(event.aliases == ["decline/charge/ch_1"])
        #expect(event.mailDomains == ["acme.example"])
        #expect(event.data.keys == ["payment"])
        #expect(event.data["payment"]?["attempt"] == 1)
        #expect(event.data["payment"]?["unknownField"] == nil)
    }

    @Test func `the three modes give the same event`() throws {
        let one = try #require(try read(Self.event(Self.data)).first)
        let batch = try read("[\(Self.event(Self.data))]", Self.batched)
        let headers = [
            (name: "Content-Type", value: "application/json; charset=utf-8"),
            (name: "ce-specversion", value: "1.0"), (name: "CE-id", value: "e1"),
            (name: "ce-source", value: "%2Fbilling"), (name: "ce-type", value: "payment.failed"),
            (name: "ce-time", value: "2026-11-20T10:00:00+01:00"),
            (name: "ce-subject", value: "in_1"),
        ]
        let data = try #require(JSON.parse("{\"x\":1\(Self.data)}")["data"])
        let binary = try #require(
            try Self.reader.read(headers: headers, body: data.bytes, now: noon).first)
        for other in [batch[0], binary] {
            #expect(other.source == one.source && other.id == one.id && other.type == one.type)
            #expect(other.data == one.data && other.digest == one.digest)
            #expect(other.parties == one.parties && other.time == one.time)
        }
    }

    @Test func `another value is another digest, a repetition and another order are not`() throws {
        func digest(_ data: String) throws -> Digest {
            try #require(try read(Self.event(",\"data\":\(data)")).first).digest
        }
        #expect(try digest(#"{"a":1,"b":2}"#) == digest(#"{ "b" : 2, "a" : 1 }"#))
        #expect(try digest(#"{"a":1,"b":2}"#) != digest(#"{"a":1,"b":3}"#))
    }

    static let problems: [(String, CloudEventProblem.Code, String)] = [
        ("", .syntax, "1:1"), ("{", .syntax, "1:2"), ("[]", .attribute, ""),
        (#"{"id":"1","source":"/a","type":"t"}"#, .attribute, "specversion"),
        (#"{"specversion":"0.3","id":"1","source":"/a","type":"t"}"#, .attribute, "specversion"),
        (#"{"specversion":"1.0","source":"/a","type":"t"}"#, .attribute, "id"),
        (#"{"specversion":"1.0","id":"","source":"/a","type":"t"}"#, .attribute, "id"),
        (#"{"specversion":"1.0","id":7,"source":"/a","type":"t"}"#, .attribute, "id"),
        (#"{"specversion":"1.0","id":"1","source":"/a b","type":"t"}"#, .attribute, "source"),
        (#"{"specversion":"1.0","id":"1","source":"/a","type":"t\u0001"}"#, .attribute, "type"),
        (event(#","time":"yesterday""#).replacingTime, .attribute, "time"),
        (event(#","Upper":"x""#), .attribute, "Upper"),
        (event(#","ext_a":"x""#), .attribute, "ext_a"),
        (event(#","ext":[1]"#), .attribute, "ext"), (event(#","ext":1.5"#), .attribute, "ext"),
        (event(#","ext":3000000000"#), .attribute, "ext"),
        (event(#","dataschema":"relative""#), .attribute, "dataschema"),
        (event(#","datacontenttype":"text/xml""#), .attribute, "datacontenttype"),
        (event(#","data_base64":"AA==""#), .attribute, "data_base64"),
        (event(#","data":[1]"#), .data, "data"),
        (event(#","data":{"payment":1}"#), .data, "data.payment"),
        (event(#","data":{"payment":{"id":1}}"#), .data, "data.payment.id"),
        (
            event(#","data":{"payment":{"amount":{"amount":"1.234","currency":"USD"}}}"#), .data,
            "data.payment.amount"
        ),
        (event(#","data":{"parties":[{"system":"x"}]}"#), .data, "data.parties[0]"),
        (event(#","data":{"aliases":[""]}"#), .data, "data.aliases[0]"),
        (event(#","data":{"aliases":"x"}"#), .data, "data.aliases"),
    ]

    @Test(arguments: problems)
    func `a problem has its code and its place`(
        body: String, code: CloudEventProblem.Code, place: String
    ) {
        let problem = #expect(throws: CloudEventProblem.self) { try read(body) }
        #expect(problem?.code == code, "\(body)")
        #expect(problem?.place == place, "\(body)")
    }

    @Test func `the first problem of a batch names its index, and nothing is given`() {
        let bad = Self.event(#","data":{"payment":1}"#)
        let problem = #expect(throws: CloudEventProblem.self) {
            try read("[\(Self.event()),\(bad)]", Self.batched)
        }
        #expect(problem?.index == 1)
        #expect(problem?.status == 400)
    }

    @Test func `limits are refused with 413, other media types with 415`() throws {
        let many = "[" + Array(repeating: Self.event(), count: 1_001).joined(separator: ",") + "]"
        let tooMany = #expect(throws: CloudEventProblem.self) { try read(many, Self.batched) }
        #expect(tooMany?.status == 413)
        let fits = "[" + Array(repeating: Self.event(), count: 1_000).joined(separator: ",") + "]"
        #expect(try read(fits, Self.batched).count == 1_000)
        let large = Self.event(",\"data\":{\"x\":\"\(String(repeating: "y", count: 1_048_576))\"}")
        #expect(#expect(throws: CloudEventProblem.self) { try read(large) }?.status == 413)
        let deep = String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
        #expect(throws: CloudEventProblem.self) {
            try read(Self.event(",\"data\":{\"x\":\(deep)}"))
        }
        for type in ["text/plain", "application/json", ""] {
            let problem = #expect(throws: CloudEventProblem.self) {
                try read(Self.event(), [(name: "Content-Type", value: type)])
            }
            #expect(problem?.status == 415)
        }
        let latin = [(name: "Content-Type", value: "application/cloudevents+json; charset=latin1")]
        #expect(throws: CloudEventProblem.self) { try read(Self.event(), latin) }
    }

    @Test func `claims are believed only of the master of accounts`() throws {
        let claims = #"""
            ,"data":{"claims":[{"account":{"system":"crm","kind":"account","id":"001"},
            "same":[{"system":"billing","kind":"customer","id":"cus_1"}]}]}
            """#
        #expect(try read(Self.event(claims))[0].claims.isEmpty)
        let crm = Self.event(claims).replacing("/billing", with: "/crm")
        #expect(try read(crm)[0].claims.first?.same.map(\.text) == ["billing/customer/cus_1"])
    }

    @Test func `the labels of the whole are those of its parts`() throws {
        let foreign = Self.event(Self.data).replacing("/billing", with: "/elsewhere")
        let event = try read(foreign)[0]
        #expect(event.connector == "cloudevents")
        #expect(event.labels == Labels(["finance"]))
    }
}

extension String {
    fileprivate var replacingTime: String {
        replacing(#""time":"2026-11-20T10:00:00+01:00","#, with: "")
    }
}
