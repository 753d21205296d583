import FairleadCanonical
import Testing

@Suite struct JSONParseTests {
    @Test func `a document keeps the order of its members and the text of its numbers`() throws {
        let text = #"{"b":[1,-2,1.50,1e2,-0,9223372036854775808],"a":{"x":null,"é😀":"\u0001\n\"/"}}"#
        let value = try JSON.parse(text)
        #expect(value.text == text)
        #expect(value[path: "b.1"] == -2)
        #expect(value[path: "b.2"] == .number("1.50"))
        #expect(value["a"]?["x"] == .some(.null))
    }
}
