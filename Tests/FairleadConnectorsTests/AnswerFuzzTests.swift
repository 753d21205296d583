import FairleadCanonical
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadTesting
import Testing

/// What systems answer when they have gone wrong: never a crash, always an answer that is sorted.
@Suite(.timeLimit(.minutes(120))) struct AnswerFuzzTests {
    private static let bodies = [
        #"{"id":"t1","name":"One","more":1.5}"#,
        #"{"items":[{"id":"t1","name":"One"},{"id":"t2"}],"next":"c2"}"#,
        #"{"items":[],"next":null}"#, #"{"data":[{"id":"t1","name":"One"}]}"#,
        #"{"error":{"code":"already_done","message":"no"}}"#, #"{"id":"t1","name":"ref-1"}"#,
    ]
    private static let work: [WorkItem] = [
        .sample("sample.thing", ["id": "t1"], kind: .lookup),
        .sample("sample.things", ["of": "x"], kind: .lookup),
        .sample("sample.maybe", [:], kind: .lookup),
        .sample("sample.byKey", ["of": "x", "amount": ["amount": "1.00", "currency": "EUR"]]),
        .sample("sample.byFind", ["of": "x"]),
        .sample("sample.byFind", ["of": "x"], mode: .findFirst),
    ]
    private static let batch = 500

    /// Over real HTTP, which takes long: one case in twenty.
    @Test func `every answer of a system is sorted, and what is kept can be sealed`() async throws {
        var generator = SeededGenerator(seed: 61)
        let cases = TestScale.fuzzCases(otherwise: 20_000) / 20
        for first in stride(from: 0, to: cases, by: Self.batch) {
            let count = min(Self.batch, cases - first)
            // Each piece of work asks four times at most.
            let script = (0..<(4 * count)).map { _ in Self.scripted(&generator) }
            try await HTTPConnectorTests().with(script) { connector, _ in
                for number in first..<(first + count) {
                    let item = Self.work[number % Self.work.count]
                    Self.expectSorted(await connector.perform(item), "case \(number)")
                }
            }
        }
    }

    private static func scripted(_ generator: inout SeededGenerator) -> ScriptedServer.Scripted {
        let body = Array((bodies.randomElement(using: &generator) ?? "").utf8)
        let isWhole = Int.random(in: 0..<4, using: &generator) == 0
        let status = [200, 200, 200, 201, 404, 409, 422, 429, 500, 503, 302]
        return ScriptedServer.Scripted(
            status: status.randomElement(using: &generator) ?? 200,
            headers: [
                (
                    "Retry-After",
                    ["1", "-1", "99999999999999999999", "soon"]
                        .randomElement(using: &generator) ?? ""
                )
            ],
            body: String(
                decoding: isWhole ? body : MutatedBytes.of(body, &generator), as: UTF8.self))
    }

    private static func expectSorted(_ answer: Answer, _ text: String) {
        switch answer {
        case .done(let value, let records, _):
            let kept: JSONObject = value == .null ? [:] : ["value": value]
            #expect(throws: Never.self, "\(text)") { try JSON.object(kept).canonicalBytes() }
            #expect(records.allSatisfy { !$0.isEmpty }, "\(text)")
        case .failed(let code, _), .unknown(let code): #expect(!code.isEmpty, "\(text)")
        case .retry(let code, let after):
            #expect(!code.isEmpty && (after ?? 0) >= 0, "\(text)")
        }
    }
}
