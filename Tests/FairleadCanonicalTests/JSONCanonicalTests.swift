import FairleadCanonical
import Testing

@Suite struct JSONCanonicalTests {
    private func canonical(_ text: String) throws -> String {
        String(decoding: try JSON.parse(text).canonicalBytes(), as: UTF8.self)
    }

    @Test func `names are sorted as in the example of RFC 8785, section 3.2.3`() throws {
        let text = #"""
            {"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
             "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
             "\u00f6": "Latin Small Letter O With Diaeresis"}
            """#
        let order = try JSON.parse(try canonical(text)).objectValue?.map { $0.value.stringValue }
        #expect(
            order == [
                "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis",
                "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
            ])
    }

    @Test(arguments: [
        // RFC 8785 §3.2.2, the string of its example.
        (#""\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/""#, #""€$\u000f\nA'B\"\\\\\"/""#),
        // Of its test vectors (cyberphone/json-canonicalization): french, structures, weird.
        (
            #"{"peach":"a","péché":"b","pêche":"c","sin":"d"}"#,
            #"{"peach":"a","péché":"b","pêche":"c","sin":"d"}"#
        ),
        (
            #"{"1":{"f":{"f":"hi","F":5},"\n":56},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{}}"#,
            #"{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}"#
        ),
        (
            #"{"\u20ac":"E","\r":"C","\u000a":"N","1":"O","\u0080":"c","\ud83d\ude02":"S","\u00f6":"L","\ufb33":"H","</script>":"B"}"#,
            "{\"\\n\":\"N\",\"\\r\":\"C\",\"1\":\"O\",\"</script>\":\"B\",\"\u{80}\":\"c\",\"ö\":\"L\",\"€\":\"E\",\"😂\":\"S\",\"\u{fb33}\":\"H\"}"
        ),
        ("[56,{\"d\":true,\"10\":[] , \"1\":[ ]}]", #"[56,{"1":[],"10":[],"d":true}]"#),
        ("9007199254740991", "9007199254740991"), ("-9007199254740991", "-9007199254740991"),
    ])
    func `the vectors of RFC 8785 within the values of records hold`(
        text: String, expected: String
    ) throws {
        #expect(try canonical(text).utf8.elementsEqual(expected.utf8))
    }

    @Test(arguments: [
        ("null", CanonicalError.Reason.null, ""),
        (#"{"a":{"b":[1,{"c":null}]}}"#, .null, "a.b[1].c"),
        ("[[0],[0,1.0]]", .otherNumber, "[1][1]"),
        (#"{"a":1e2}"#, .otherNumber, "a"), (#"{"a":-0}"#, .otherNumber, "a"),
        ("9007199254740992", .integerTooLarge, ""),
        (#"{"x":[-9007199254740992]}"#, .integerTooLarge, "x[0]"),
        ("9223372036854775808", .otherNumber, ""),
    ])
    func `a value that records may not hold is refused with its path`(
        text: String, reason: CanonicalError.Reason, path: String
    ) throws {
        let value = try JSON.parse(text)
        let error = #expect(throws: CanonicalError.self) { try value.canonicalBytes() }
        #expect(error?.reason == reason)
        #expect(error?.path == path)
    }

    @Test func `what can be written canonically can be read with the standard limits`() throws {
        var value: JSON = 1
        for _ in 0..<JSONLimits.standard.depthMax { value = [value] }
        #expect(try JSON.parse(try value.canonicalBytes()) == value)
        let error = #expect(throws: CanonicalError.self) {
            try JSON.array([value]).canonicalBytes()
        }
        #expect(error?.reason == .tooDeep)
        #expect(error?.path == String(repeating: "[0]", count: 64))
        let inObject = #expect(throws: CanonicalError.self) {
            try JSON.object(["a": value]).canonicalBytes()
        }
        #expect(inObject?.reason == .tooDeep)
    }

    @Test func `canonical bytes do not depend on the order of members`() throws {
        var random = RandomJSON(seed: 2, isCanonical: true)
        for _ in 0..<1000 {
            let value = JSON.object(random.object())
            let bytes = try value.canonicalBytes()
            #expect(try shuffled(value, &random).canonicalBytes() == bytes)
            #expect(value.sortedBytes == bytes)
            let read = try JSON.parse(bytes)
            #expect(read == value)
            #expect(read.bytes == bytes)
        }
    }

    private func shuffled(_ value: JSON, _ random: inout RandomJSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map { shuffled($0, &random) })
        case .object(let object):
            var result = JSONObject()
            for (key, value) in Array(object).shuffled(using: &random.generator) {
                result[key] = shuffled(value, &random)
            }
            return .object(result)
        default: return value
        }
    }

    @Test func `names are compared by UTF-16 code units, whatever the scalars`() {
        var random = RandomJSON(seed: 3)
        for _ in 0..<20_000 {
            let (left, right) = (random.string(), random.string())
            let expected = left.utf16.lexicographicallyPrecedes(right.utf16)
            #expect(left.precedesInUTF16(right) == expected)
        }
        #expect("\u{10000}".precedesInUTF16("\u{e000}"))
        #expect("\u{d7ff}".precedesInUTF16("\u{10000}"))
        #expect(!"a".precedesInUTF16("a"))
        #expect("a".precedesInUTF16("ab"))
    }

    @Test func `sorted bytes keep null and the text of numbers`() throws {
        #expect(
            try JSON.parse(#"{"b":1.0,"a":[null,{"d":1e2,"c":-0}]}"#).sortedBytes
                == Array(#"{"a":[null,{"c":-0,"d":1e2}],"b":1.0}"#.utf8))
    }
}
