import FairleadCanonical
import FairleadDomain
import FairleadLedger
import Testing

@Suite struct EntryParseTests {
    private static func members() throws -> JSONObject {
        let row = try SampleLedger(entries: 2).rows[1]
        return try JSON.parse(row.bytes).objectValue ?? [:]
    }

    @Test func `every member is needed, but for case and cause`() throws {
        for key in try Self.members().keys {
            var object = try Self.members()
            object[key] = nil
            let bytes = try JSON.object(object).canonicalBytes()
            if key == "case" || key == "cause" {
                let entry = try Entry.parse(bytes)
                #expect(key == "case" ? entry.case == nil : entry.cause == nil)
            } else {
                let error = #expect(throws: LedgerError.self) { try Entry.parse(bytes) }
                #expect(error?.code == .memberMissing)
                #expect(error?.path == key)
            }
        }
    }

    @Test(
        arguments: [
            ("extra", 1, .memberUnknown, ""), ("v", 2, .unknownVersion, "v"),
            ("v", "1", .memberInvalid, "v"), ("tenant", 1, .memberInvalid, "tenant"),
            ("tenant", "", .memberInvalid, "tenant"), ("shard", -1, .memberInvalid, "shard"),
            ("shard", 65_536, .memberInvalid, "shard"), ("number", 0, .memberInvalid, "number"),
            ("number", "1", .memberInvalid, "number"),
            ("previous", "00", .memberInvalid, "previous"),
            ("time", "yesterday", .memberInvalid, "time"),
            ("time", "2026-11-20T09:30:00Z", .notCanonical, ""),
            ("time", "2026-11-20T10:30:00.000+01:00", .notCanonical, ""),
            ("cause", [1, 2], .memberInvalid, "cause"),
            ("cause", ["number": 1], .memberMissing, "cause.shard"),
            ("cause", ["number": 1, "shard": 0, "x": 1], .memberUnknown, "cause"),
            ("case", 7, .memberInvalid, "case"), ("objects", [:], .memberInvalid, "objects"),
            ("objects", [1], .memberInvalid, "objects[0]"),
            ("objects", [["id": "1", "type": "a"]], .memberMissing, "objects[0].qualifier"),
            (
                "objects", [["id": "1", "type": "a", "qualifier": "", "x": ""]],
                .memberUnknown, "objects[0]"
            ),
            ("versions", [], .memberInvalid, "versions"), ("body", "x", .memberInvalid, "body"),
            ("payloads", [["label": "a", "digest": "x"]], .memberInvalid, "payloads[0].digest"),
        ] as [(String, JSON, LedgerError.Code, String)])
    func `a wrong member is refused by its path`(
        key: String, value: JSON, code: LedgerError.Code, path: String
    ) throws {
        var object = try Self.members()
        object[key] = value
        let bytes = try JSON.object(object).canonicalBytes()
        let error = #expect(throws: LedgerError.self) { try Entry.parse(bytes) }
        #expect(error?.code == code)
        #expect(error?.path == path)
    }

    @Test func `payloads out of order, or twice of one label, are refused`() throws {
        let digest = JSON.string(Digest.zero.hex)
        for (labels, code) in [
            (["b", "a"], LedgerError.Code.notCanonical), (["a", "a"], .duplicate),
        ] {
            var object = try Self.members()
            object["payloads"] = .array(
                labels.map { ["digest": digest, "label": .string($0)] })
            let bytes = try JSON.object(object).canonicalBytes()
            let error = #expect(throws: LedgerError.self) { try Entry.parse(bytes) }
            #expect(error?.code == code)
        }
    }

    @Test func `any other way to write the same entry is refused`() throws {
        let bytes = try SampleLedger(entries: 2).rows[1].bytes
        let text = String(decoding: bytes, as: UTF8.self)
        let written = [
            text + " ", text.replacing("\":", with: "\": "), text.replacing("é", with: "\\u00e9"),
            try JSON.object(JSONObject(uniqueMembers: Self.members().reversed().map { ($0, $1) }))
                .text,
        ]
        for other in written {
            #expect(other != text)
            let error = #expect(throws: LedgerError.self) { try Entry.parse(Array(other.utf8)) }
            #expect(error?.code == .notCanonical)
        }
        let withNull = text.replacing("\"state\":\"open\"", with: "\"state\":null")
        let error = #expect(throws: LedgerError.self) { try Entry.parse(Array(withNull.utf8)) }
        #expect(error?.code == .valueNotAllowed)
        #expect(error?.path == "body.state")
    }

    @Test func `what an entry says is read alike without its envelope`() throws {
        for row in try SampleLedger(entries: 6).rows {
            let entry = try Entry.parse(row.bytes)
            let content = try Entry.content(row.bytes)
            #expect(content.place == entry.place && content.time == entry.time)
            #expect(content.actor == entry.actor && content.case == entry.case)
            #expect(content.type == entry.type && content.body == entry.body)
        }
        for key in ["number", "shard", "time", "actor", "type", "body", "v"] {
            var object = try Self.members()
            object[key] = nil
            let bytes = try JSON.object(object).canonicalBytes()
            let error = #expect(throws: LedgerError.self) { try Entry.content(bytes) }
            #expect(error?.path == key)
        }
        var later = try Self.members()
        later["v"] = 2
        let bytes = try JSON.object(later).canonicalBytes()
        #expect(throws: LedgerError.self) { try Entry.content(bytes) }
    }

    @Test func `bytes that are not JSON say where, and quote nothing`() {
        let error = #expect(throws: LedgerError.self) { try Entry.parse(Array("{\"v\":".utf8)) }
        #expect(error?.code == .notJSON)
        #expect(error?.description == "not JSON at byte 5: the document ends too early")
    }
}
