import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadTesting
import Foundation
import Testing

/// Documentation/ledger-example-1.jsonl never changes: ledgers are kept for ever, and whoever
/// wrote a verifier of their own tests it with this file. A change that breaks this test breaks
/// every ledger that exists.
@Suite struct GoldenLedgerTests {
    private static let lastHash = "b1d666e3ef1b19f04266f49a99b5c06081b25bce9afdbf86ca72f027b4105fde"

    private func example() throws -> [JSON] {
        let url = packageRoot.appending(path: "Documentation/ledger-example-1.jsonl")
        let text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        return try text.split(separator: "\n").map { try JSON.parse(String($0)) }
    }

    private static let drafts = [
        Draft(
            actor: "pri_7f", type: "event-received",
            objects: [ObjectReference(type: "account", id: "acc_1", qualifier: "about")],
            body: ["event": ["type": "payment.failed", "source": "/billing", "id": "evt_1"]],
            payloads: [
                Payload(label: "received", bytes: Array(#"{"id":"evt_1","name":"Zoë"}"#.utf8))
            ]),
        Draft(
            actor: "system", cause: EntryPlace(shard: 5, number: 1), case: "case_1",
            type: "case-opened", versions: ["playbook": "paymentFailedNearRenewal@4"],
            body: ["state": "open", "\u{20ac}": "euro", "\u{1f600}": [], "\u{fb33}": [:]]),
        Draft(
            actor: "system", cause: EntryPlace(shard: 5, number: 2), case: "case_1",
            type: "decision-made",
            versions: ["semantics": 1, "model": ["name": "serviceGrace", "version": 3]],
            body: [
                "outcome": ["level": "approval", "days": 7, "fee": "12.50"], "matched": [1, 4],
                "note": "line\nbreak \"quoted\" \u{1}", "final": false,
                "big": -9_007_199_254_740_991,
            ],
            payloads: [
                Payload(label: "inputs", bytes: Array(#"{"exposure":"1200.00"}"#.utf8)),
                Payload(label: "empty", bytes: []),
            ]),
    ]

    private static let clocks: [Int64] = [1_795_167_000_123, 1_795_167_000_100, 1_795_167_060_000]

    private func lines() throws -> [JSON] {
        var sealer = Sealer(tenant: "acme", head: .empty(shard: 5))
        var lines: [JSON] = []
        for (index, draft) in Self.drafts.enumerated() {
            var salts = Salts(seed: [UInt8](repeating: UInt8(index + 1), count: 32))
            let clock = Instant(milliseconds: Self.clocks[index])
            let sealed = try sealer.seal(draft, at: clock, salts: &salts)
            lines.append([
                "bytes": .string(String(decoding: sealed.bytes, as: UTF8.self)),
                "hash": .string(sealed.hash.hex),
                "payloads": .array(
                    sealed.payloads.map {
                        [
                            "label": .string($0.label),
                            "salt": .string(Hexadecimal.text(of: $0.salt.bytes)),
                            "bytes": .string(Base64.encode($0.bytes)),
                        ]
                    }),
            ])
        }
        return lines
    }

    @Test func `the example ledger is sealed as on its first day, byte for byte`() throws {
        #expect(try lines().map(\.text) == example().dropLast().map(\.text))
        #expect(try lines()[2]["hash"]?.stringValue == Self.lastHash)
    }

    @Test func `the example ledger verifies, as it stands in the file`() throws {
        let example = try example()
        let checkpointText = try #require(example.last?["checkpoint"]?.stringValue)
        let checkpoint = try Checkpoint.parse(
            Array(checkpointText.utf8), trusting: try checkpointKey().publicKey)
        let rows = try example.dropLast().map { line in
            var payloads: [String: StoredPayload] = [:]
            for payload in try #require(line["payloads"]?.arrayValue) {
                payloads[try #require(payload["label"]?.stringValue)] = .present(
                    salt: try #require(
                        payload["salt"]?.stringValue.flatMap { Hexadecimal.bytes(of: $0) }),
                    bytes: try #require(payload["bytes"]?.stringValue.flatMap(Base64.decode)))
            }
            return SampleLedger.Row(
                bytes: Array(try #require(line["bytes"]?.stringValue).utf8),
                hash: try #require(line["hash"]?.stringValue.flatMap { Digest(hex: $0) }),
                payloads: payloads)
        }
        let report = verify(rows, tenant: "acme", shard: 5, against: checkpoint)
        #expect(report.isIntact)
        #expect(report.entryCount == 3)
        #expect(report.payloadCount == 3)
    }

    @Test func `the reference shows an entry of the example with its hash`() throws {
        let url = packageRoot.appending(path: "Documentation/ledger-format.md")
        let reference = String(decoding: try Data(contentsOf: url), as: UTF8.self)
        let entry = try #require(try example().first)
        #expect(reference.contains(try #require(entry["bytes"]?.stringValue)))
        #expect(reference.contains(try #require(entry["hash"]?.stringValue)))
    }
}
