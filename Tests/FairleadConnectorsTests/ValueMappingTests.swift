import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct ValueMappingTests {
    static let document: JSON = [
        "id": "in_1", "n": 7, "flag": true, "none": .null, "status": "past_due", "cents": 418_000,
        "yen": 4_180, "currency": "usd", "seconds": 1_732_184_000, "amount": "1200.5",
        "big": .number("12.340"), "exponent": .number("1.5e3"), "mail": "Sam@ACME.example",
        "at": "2026-11-20T10:00:00+01:00", "day": "2026-02-28", "tags": ["a", "b"],
        "items": [["id": "x", "q": 1], ["id": "y"]], "object": ["a": 1], "mixed": ["a", ["b"]],
        "money": ["amount": "4180.00", "currency": "USD"], "text": "12",
    ]

    static func evaluate(_ yaml: String, version: String? = nil) throws -> JSON? {
        var diagnostics = Diagnostics()
        let node = try #require(
            YAMLReader.document(Array(yaml.utf8), file: "v.yaml", &diagnostics))
        let mapping = try #require(ValueMapping.parse(node, &diagnostics))
        #expect(diagnostics.all.isEmpty, "\(yaml)")
        var evaluator = MappingEvaluator(Shipped.connector("chat"))
        let scope = MappingScope(root: document, place: "data", version: version)
        return try evaluator.value(mapping, in: scope, field: "field")
    }

    static let values: [(String, JSON?)] = [
        ("id", "in_1"), ("n", 7), ("flag", true), ("none", nil), ("missing", nil),
        ("tags", ["a", "b"]), ("items.1.id", "y"), ("items.2.id", nil), ("tags.-1", nil),
        ("big", "12.340"), ("exponent", "1500"),
        ("a/{id}/{n}/{flag}", "a/in_1/7/true"), ("a/{missing}", nil),
        ("constant: 5", 5), ("constant: \"5\"", "5"), ("constant: true", true),
        ("firstOf: [none, missing, id]", "in_1"), ("firstOf: [none]", nil),
        ("{enum: status, values: {past_due: pastDue}}", "pastDue"),
        ("{enum: n, values: {\"7\": seven}}", "seven"),
        ("{enum: flag, values: {\"true\": 1}}", 1),
        ("{minorUnits: cents, currency: currency}", ["amount": "4180.00", "currency": "USD"]),
        ("{minorUnits: yen, currency: {constant: jpy}}", ["amount": "4180", "currency": "JPY"]),
        ("{minorUnits: yen, currency: {constant: kwd}}", ["amount": "4.180", "currency": "KWD"]),
        ("{amount: amount, currency: currency}", ["amount": "1200.50", "currency": "USD"]),
        ("epochSeconds: seconds", "2024-11-21T10:13:20.000Z"),
        ("instant: at", "2026-11-20T09:00:00.000Z"), ("date: at", "2026-11-20"),
        ("date: day", "2026-02-28"), ("date: seconds", "2024-11-21"),
        ("decimal: text", "12"), ("decimal: n", "7"), ("number: text", 12),
        ("number: big", .number("12.340")), ("mailDomain: mail", "acme.example"),
        ("mailDomain: id", nil),
        ("{list: items, each: id}", ["x", "y"]), ("{list: items, each: q}", [1]),
        ("{object: {a: id, b: missing}}", ["a": "in_1"]), ("{object: {b: missing}}", nil),
        ("{if: {path: status, is: [past_due, unpaid]}, then: id}", "in_1"),
        ("{if: {path: none, present: true}, then: id, otherwise: n}", 7),
        ("{if: {path: none, present: true}, then: id}", nil),
        ("toMinorUnits: money", 418_000), ("toEpochSeconds: at", 1_795_165_200),
    ]

    @Test(arguments: values)
    func `a value is made as the mapping says`(yaml: String, expected: JSON?) throws {
        #expect(try Self.evaluate(yaml) == expected, "\(yaml)")
    }

    @Test(
        arguments: [
            ("2025-02-24.acacia", "in_1"), ("2025-03-31.basil", 7), ("2026-01-01.x", 7),
        ] as [(String, JSON)])
    func `a form is chosen by the sender's version`(version: String, expected: JSON) throws {
        let yaml = "{before: \"2025-03-31\", then: id, otherwise: n}"
        #expect(try Self.evaluate(yaml, version: version) == expected)
    }

    static let failures: [(String, MappingFailure.Code, String)] = [
        ("object", .type, "data.object"), ("mixed", .type, "data.mixed.1"),
        ("a/{object}", .type, "data.object"),
        ("{minorUnits: id, currency: currency}", .type, "data.id"),
        ("{minorUnits: cents, currency: missing}", .missing, "data.missing"),
        ("{minorUnits: cents, currency: id}", .value, "data.id"),
        ("{amount: big, currency: {constant: jpy}}", .value, "data.big"),
        ("{amount: tags, currency: currency}", .type, "data.tags"),
        ("epochSeconds: id", .type, "data.id"), ("instant: id", .value, "data.id"),
        ("instant: n", .type, "data.n"), ("date: id", .value, "data.id"),
        ("decimal: id", .value, "data.id"), ("{list: id, each: q}", .type, "data.id"),
        ("{enum: tags, values: {a: b}}", .type, "data.tags"),
        ("toMinorUnits: id", .type, "data.id"),
    ]

    @Test(arguments: failures)
    func `a value of another kind is a failure with its place`(
        yaml: String, code: MappingFailure.Code, place: String
    ) throws {
        let failure = #expect(throws: MappingFailure.self) { try Self.evaluate(yaml) }
        #expect(failure?.code == code, "\(yaml)")
        #expect(failure?.place == place, "\(yaml)")
    }
}
