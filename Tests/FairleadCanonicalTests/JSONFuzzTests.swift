import FairleadCanonical
import FairleadTesting
import Testing

@Suite struct JSONFuzzTests {
    private static let fragments = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\uD800", "\\uDC00", "null", "true", "0",
        "-", ".", "e", "1e999", "\u{0}", "\n", "é", "😀", "\u{feff}", "9223372036854775808",
    ].map { Array($0.utf8) }

    @Test func `whatever is done to a document, it is read or refused with a place`() throws {
        var random = RandomJSON(seed: 0xF00D)
        var readCount = 0
        for _ in 0..<TestScale.fuzzCases(otherwise: 20_000) {
            var bytes = random.value().bytes
            for _ in 0..<Int.random(in: 1...3, using: &random.generator) {
                mutate(&bytes, &random.generator)
            }
            do {
                let value = try JSON.parse(bytes)
                #expect(try JSON.parse(value.bytes) == value)
                #expect(String(validating: bytes, as: UTF8.self) != nil)
                readCount += 1
            } catch {
                let lineCount = bytes.prefix(error.offset).count { $0 == 0x0A } + 1
                #expect((0...bytes.count).contains(error.offset))
                #expect(error.line == lineCount)
                #expect(error.column >= 1)
            }
        }
        #expect(readCount > 0)
    }

    private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        case 1:
            let fragment = Self.fragments.randomElement(using: &generator) ?? []
            bytes.insert(contentsOf: fragment, at: place)
        case 2: bytes.removeSubrange(place..<min(place + 3, bytes.count))
        case 3: bytes = Array(bytes.prefix(place))
        default:
            guard place < bytes.count else { return }
            bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        }
    }
}
