import FairleadCanonical
import Testing

@Suite struct JSONLimitsTests {
    @Test func `a document of the greatest size is read, and a byte more is refused`() throws {
        let limits = JSONLimits(documentBytesMax: 10)
        #expect(try JSON.parse("\"12345678\"", limits: limits) == "12345678")
        let error = #expect(throws: JSONError.self) {
            try JSON.parse("\"123456789\"", limits: limits)
        }
        #expect(error?.code == .limitDocumentBytes)
        #expect(error?.offset == 10)
    }

    @Test(arguments: [1, 64, JSONLimits.depthCeiling])
    func `the greatest depth is read, and a level more is refused`(depth: Int) throws {
        let limits = JSONLimits(documentBytesMax: 1 << 20, depthMax: depth)
        func nested(_ levels: Int, _ opening: String, _ closing: String) -> String {
            String(repeating: opening, count: levels) + "1"
                + String(repeating: closing, count: levels)
        }
        for (opening, closing) in [("[", "]"), (#"{"a":"#, "}")] {
            let value = try JSON.parse(nested(depth, opening, closing), limits: limits)
            #expect(value.text == nested(depth, opening, closing))
            let error = #expect(throws: JSONError.self) {
                try JSON.parse(nested(depth + 1, opening, closing), limits: limits)
            }
            #expect(error?.code == .limitDepth)
            #expect(error?.offset == depth * opening.utf8.count)
        }
    }

    @Test func `a million opening brackets are refused at the first too many`() {
        let error = #expect(throws: JSONError.self) {
            try JSON.parse([UInt8](repeating: UInt8(ascii: "["), count: 1 << 20))
        }
        #expect(error?.code == .limitDepth)
        #expect(error?.offset == 64)
    }

    @Test func `the longest number is read, and a digit more is refused`() throws {
        let limits = JSONLimits(documentBytesMax: 100, numberBytesMax: 20)
        let number = "-1234567890.12345678"
        #expect(try JSON.parse(number, limits: limits) == .number(number))
        let error = #expect(throws: JSONError.self) {
            try JSON.parse("[\(number)9]", limits: limits)
        }
        #expect(error?.code == .limitNumberBytes)
        #expect(error?.offset == 1)
    }

    @Test func `a large object is searched by an index, and a repeated name still found`() throws {
        let members = (0..<5000).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        let value = try JSON.parse("{\(members)}")
        #expect(value.objectValue?.count == 5000)
        #expect(value["k4711"] == 4711)
        let error = #expect(throws: JSONError.self) { try JSON.parse("{\(members),\"k7\":0}") }
        #expect(error?.code == .duplicateKey)
    }
}
