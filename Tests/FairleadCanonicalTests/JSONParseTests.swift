import FairleadCanonical
import Testing

@Suite struct JSONParseTests {
    @Test func `a document keeps the order of its members and the text of its numbers`() throws {
        let text =
            #"{"b":[1,-2,1.50,1e2,-0,9223372036854775808],"a":{"x":null,"é😀":"\u0001\n\"/"}}"#
        let value = try JSON.parse(text)
        #expect(value.text == text)
        #expect(value[path: "b.1"] == -2)
        #expect(value[path: "b.2"] == .number("1.50"))
        #expect(value["a"]?["x"] == .some(.null))
    }

    @Test(
        arguments: [
            ("null", JSON.null), ("true", true), ("false", false), ("0", 0), ("-1", -1),
            (" \t\r\n7 \n", 7), ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("999999999999999999", 999_999_999_999_999_999),
            ("9223372036854775808", .number("9223372036854775808")),
            ("-0", .number("-0")), ("0.0", .number("0.0")), ("1E+2", .number("1E+2")),
            ("-1.5e-10", .number("-1.5e-10")), ("1e400", .number("1e400")),
            (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u00e9\u20AC\uD83D\uDE00\u0000""#, "é€😀\u{0}"), (#""\uFFFF""#, "\u{FFFF}"),
            (
                "\"\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}\"",
                "\u{7f}\u{80}\u{7ff}\u{800}\u{ffff}\u{10000}\u{10ffff}"
            ),
            ("[]", []), ("[ ]", []), ("{}", [:]), ("{ }", [:]), ("[1 , 2]", [1, 2]),
            (#"{"":0}"#, ["": 0]), (#"{"a":{"b":[{}]}}"#, ["a": ["b": [[:]]]]),
            (#"{"a":1,"A":2,"a ":3}"#, ["a": 1, "A": 2, "a ": 3]),
        ] as [(String, JSON)])
    func `what RFC 8259 allows is read`(text: String, value: JSON) throws {
        #expect(try JSON.parse(text) == value)
        #expect(try JSON.parse(Array(text.utf8)) == value)
        #expect(try JSON.parse(Array(text.utf8)[...].lazy.map { $0 }) == value)
        #expect(try Array(text.utf8).withUnsafeBytes { try JSON.parse($0) } == value)
    }

    @Test(
        arguments: [
            ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[", .unexpectedEnd, 1),
            ("[1", .unexpectedEnd, 2), ("[1,", .unexpectedEnd, 3), ("{", .unexpectedEnd, 1),
            (#"{"a""#, .unexpectedEnd, 4), (#"{"a":"#, .unexpectedEnd, 5),
            (#"{"a":1"#, .unexpectedEnd, 6), ("tru", .unexpectedEnd, 3), ("-", .unexpectedEnd, 1),
            ("1.", .unexpectedEnd, 2), ("1e", .unexpectedEnd, 2), ("1e+", .unexpectedEnd, 3),
            ("\"abc", .unexpectedEnd, 4), (#""\"#, .unexpectedEnd, 2),
            (#""\u12"#, .unexpectedEnd, 5),
            ("[1,]", .unexpectedByte, 3), ("[,1]", .unexpectedByte, 1),
            ("[1 2]", .unexpectedByte, 3), ("[1}", .unexpectedByte, 2), ("]", .unexpectedByte, 0),
            ("{,}", .unexpectedByte, 1), (#"{"a":1,}"#, .unexpectedByte, 7),
            (#"{"a" 1}"#, .unexpectedByte, 5), ("{a:1}", .unexpectedByte, 1),
            ("{1:1}", .unexpectedByte, 1), ("'a'", .unexpectedByte, 0),
            ("True", .unexpectedByte, 0), ("nul1", .unexpectedByte, 3), ("NaN", .unexpectedByte, 0),
            ("Infinity", .unexpectedByte, 0), ("+1", .unexpectedByte, 0),
            (".5", .unexpectedByte, 0),
            ("/* */1", .unexpectedByte, 0), ("\u{a0}1", .unexpectedByte, 0),
            ("1 2", .trailingBytes, 2), ("{}x", .trailingBytes, 2), ("[]]", .trailingBytes, 2),
            ("1a", .trailingBytes, 1), ("0x10", .trailingBytes, 1), ("1\u{0}", .trailingBytes, 1),
            ("01", .invalidNumber, 1), ("-01", .invalidNumber, 2), ("00", .invalidNumber, 1),
            ("-a", .invalidNumber, 1), ("1.a", .invalidNumber, 2), ("1.e1", .invalidNumber, 2),
            ("1ex", .invalidNumber, 2), ("[-]", .invalidNumber, 2),
            ("-Infinity", .invalidNumber, 1),
            (#""\x""#, .invalidEscape, 1), (#""\'""#, .invalidEscape, 1),
            (#""\u12G4""#, .invalidEscape, 1), (#""\U0041""#, .invalidEscape, 1),
            (#""\uD800""#, .loneSurrogate, 1), (#""a\uDC00""#, .loneSurrogate, 2),
            (#""\uD800\n""#, .loneSurrogate, 1), (#""\uD800\uD800""#, .loneSurrogate, 1),
            (#""\uDC00\uD800""#, .loneSurrogate, 1), (#""\uD800x\uDC00""#, .loneSurrogate, 1),
            ("\"a\nb\"", .controlCharacter, 2), ("\"\u{0}\"", .controlCharacter, 1),
            ("\"\u{1f}\"", .controlCharacter, 1), ("\u{feff}1", .byteOrderMark, 0),
            (#"{"a":1,"a":1}"#, .duplicateKey, 7), (#"{"a":1,"\u0061":2}"#, .duplicateKey, 7),
            (#"{"\u0061":1,"a":2}"#, .duplicateKey, 12),
            (#"{"x":[{"a":1,"b":2,"a":3}]}"#, .duplicateKey, 19),
            ("{\"\u{e9}\":1,\"e\u{301}\":2}", .duplicateKey, 8),
        ] as [(String, JSONError.Code, Int)])
    func `what RFC 8259 does not allow is refused at its place`(
        text: String, code: JSONError.Code, offset: Int
    ) throws {
        let error = #expect(throws: JSONError.self) { try JSON.parse(text) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x20], [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x20], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
            [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x20], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused, in values and in names`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        let value = [quote] + bytes + [quote]
        let name = Array("{\"\\n".utf8) + bytes + Array("\":1}".utf8)
        for document in [value, name] {
            let error = #expect(throws: JSONError.self) { try JSON.parse(document) }
            #expect(error?.code == .invalidUTF8)
        }
    }

    @Test func `an error names line and column`() {
        let error = #expect(throws: JSONError.self) {
            try JSON.parse("{\n  \"é\": 1,\n  \"äöü😀\": x\n}")
        }
        #expect(error?.line == 3)
        #expect(error?.column == 11)
        #expect(error?.description == "3:11: this character cannot stand here (unexpectedByte)")
    }

    @Test func `an error quotes nothing of the document`() {
        let error = #expect(throws: JSONError.self) {
            try JSON.parse(#"{"4111111111111111":1,"4111111111111111":2}"#)
        }
        #expect(error?.description.contains("4111") == false)
    }
}
