import FairleadCanonical
import Testing

@Suite struct JSONWriteTests {
    @Test func `what is written is read as the same value and written as the same bytes`() throws {
        var random = RandomJSON(seed: 1)
        for _ in 0..<2000 {
            let value = random.value()
            let bytes = value.bytes
            let read = try JSON.parse(bytes)
            #expect(read == value)
            #expect(read.hashValue == value.hashValue)
            #expect(read.bytes == bytes)
        }
    }

    @Test func `strings are escaped as little as the standard allows`() {
        let controls = JSON.string(String(String.UnicodeScalarView((0...0x20).map { .init($0) })))
        let text =
            #""\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e"#
            + #"\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a"#
            + #"\u001b\u001c\u001d\u001e\u001f ""#
        #expect(controls.text == text)
        #expect(
            JSON.string("a/b\"c\\d\u{7f}é😀\u{2028}").text == "\"a/b\\\"c\\\\d\u{7f}é😀\u{2028}\"")
    }

    @Test(
        arguments: [
            (0, "0"), (-1, "-1"), (10, "10"), (.max, "9223372036854775807"),
            (.min, "-9223372036854775808"),
        ] as [(Int64, String)])
    func `integers are written in plain digits`(value: Int64, text: String) {
        #expect(JSON.integer(value).text == text)
    }

    @Test func `empty lists and objects are written as such`() {
        #expect(JSON.array([[], [:], nil, true, false]).text == "[[],{},null,true,false]")
    }
}
