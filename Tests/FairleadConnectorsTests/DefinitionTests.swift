import FairleadConnector
import FairleadTesting
import Testing

@Suite struct DefinitionTests {
    static let head = """
        connector: sample
        version: 1
        owner: nobody
        purpose: A test
        source: /sample
        baseURL: env:SAMPLE_URL

        """

    static let mistakes: [(String, String)] = [
        (
            "authentication: {bearer: sk_live_secret}\n",
            "c.yaml:7:26: error: the token must be a reference"
        ),
        ("authentication: {token: env:X}\n", "c.yaml:7:18: error: unknown key 'token'"),
        (
            "authentication: none\nlimits: {timeot: PT1S}\n",
            "c.yaml:8:10: error: unknown key 'timeot'"
        ),
        (
            "authentication: none\nlimits: {timeout: PT1H}\n",
            "c.yaml:8:19: error: the timeout is at most"
        ),
        (
            "authentication: none\nlimits: {responseBytesMax: 0}\n",
            "c.yaml:8:28: error: 'responseBytesMax' must be"
        ),
        ("authentication: none\nheaders: {\"A b\": x}\n", "c.yaml:8:11: error: 'A b' is no header"),
        (
            "authentication: none\nmasterOf: ticket\n",
            "c.yaml:8:11: error: a connector can be master"
        ),
        (
            "authentication: none\nwebhook: {scheme: md5, secrets: env:S}\n",
            "c.yaml:8:19: error: 'md5' is no scheme"
        ),
        (
            "authentication: none\nwebhook: {scheme: stripe, secrets: whsec_1}\n",
            "c.yaml:8:36: error: a secret must be a reference"
        ),
        (
            "authentication: none\nwebhook: {scheme: stripe, secrets: env:S}\n",
            "c.yaml:1:1: error: a webhook needs 'events'"
        ),
        (
            "authentication: none\nobjects:\n  a:\n    fields:\n      id: a..b\n",
            "c.yaml:11:11: error: 'a..b' is no path"
        ),
        (
            "authentication: none\nobjects:\n  a:\n    fields:\n      id: {date: x, each: y}\n",
            "c.yaml:11:21: error: 'each' does not go with 'date'"
        ),
        (
            "authentication: none\nobjects:\n  a:\n    fields:\n      id: \"{open\"\n",
            "c.yaml:11:12: error: a {place} is not closed"
        ),
        (
            "authentication: none\nobjects:\n  a: {fields: {b: {use: c}}}\n",
            "c.yaml:9:3: error: there is no object mapping 'c'"
        ),
    ]

    @Test(arguments: mistakes)
    func `a mistake is named with line and column`(rest: String, expected: String) {
        let errors = Written.parse(Self.head + rest).errors
        #expect(errors.contains { $0.hasPrefix(expected) }, "\(errors)")
    }

    @Test func `a secret in a definition does not stand in the error either`() {
        let errors = Written.parse(Self.head + "authentication: {bearer: sk_live_secret}\n").errors
        #expect(!errors.joined().contains("sk_live_secret"))
    }

    static let operations: [(String, String)] = [
        (
            "{kind: effect, request: {method: POST, path: /a}}",
            "an effect says how it is once"
        ),
        (
            "{kind: lookup, request: {method: GET, path: a}, answer: {}}",
            "'a' is no path"
        ),
        (
            "{kind: lookup, request: {method: GET, path: \"//evil.example/a\"}, answer: {}}",
            "is no path"
        ),
        (
            "{kind: lookup, request: {method: GET, path: \"/a/{b}\"}, answer: {}}",
            "has no argument 'b'"
        ),
        (
            "{kind: lookup, request: {method: GET, path: /a, json: {a: a}}, answer: {}}",
            "GET has no body"
        ),
        ("{kind: lookup, request: {method: GET, path: /a}}", "lacks 'answer'"),
        (
            "{kind: lookup, request: {method: GET, path: /a}, answer: {}, once: none}",
            "'once' is for effects only"
        ),
        (
            "{kind: effect, request: {method: POST, path: /a}, once: {key: Idempotency-Key}}",
            "a key says how long the receiver keeps it"
        ),
        (
            "{kind: effect, request: {method: POST, path: /a}, once: {find: b}}",
            "'find' says how what was done is recognised"
        ),
        (
            "{kind: effect, request: {method: POST, path: /a}, once: {find: b, "
                + "where: {path: r, equals: $reference}}}",
            "there is no look-up 'b'"
        ),
        (
            "{kind: effect, request: {method: POST, path: /a}, once: {find: b, "
                + "where: {path: r, equals: $reference}}}",
            "what is found by our reference must send it"
        ),
        (
            "{kind: lookup, request: {method: GET, path: /a}, answer: {gives: thing}}",
            "there is no object mapping 'thing'"
        ),
        (
            "{kind: effect, request: {method: POST, path: /a}, once: none, "
                + "errors: [{status: 200, is: retry}]}",
            "a status is 400 to 599"
        ),
    ]

    @Test(arguments: operations)
    func `an operation that cannot be carried out is refused`(operation: String, expected: String) {
        let yaml = Self.head + "authentication: none\noperations:\n  op: \(operation)\n"
        let errors = Written.parse(yaml).errors
        #expect(errors.contains { $0.contains(expected) }, "\(errors)")
        #expect(errors.allSatisfy { $0.hasPrefix("c.yaml:") })
    }
}
