import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadTesting
import Testing

/// Values that are read from bytes are those that the tree of the same bytes gives.
@Suite struct VariableReaderTests {
    private static let variables: [Scope.Variable] = [
        .init("tier", .enumeration(["gold", "silver"])), .init("sum", .number),
        .init("name", .string), .init("is new", .boolean), .init("any", .any),
        .init("due", .optional(.date)), .init("maybe", .optional(.number)),
        .init("items", .list(.number)),
        .init("place", .context(ContextType([.init("city", .string)]))),
    ]

    /// What the reader gives, and what the tree does; `nil` for a failure.
    private static func both(_ text: [UInt8]) -> (read: [Value?]?, byTree: [Value?]?) {
        let read = try? text.withUnsafeBytes { try VariableReader(variables).values($0) }
        guard let object = (try? JSON.parse(text))?.objectValue else { return (read, nil) }
        var byTree: [Value?] = []
        for variable in variables {
            guard let member = object[variable.name] else {
                byTree.append(nil)
                continue
            }
            guard let value = try? Value(member, as: variable.type) else { return (read, nil) }
            byTree.append(value)
        }
        return (read, byTree)
    }

    private static let texts = [
        "{}", " { } ", "{\"tier\":\"gold\",\"sum\":12}", "{\"sum\": -5 , \"tier\": \"silver\"}",
        "{\"sum\":12.50,\"name\":\"é\"}", "{\"name\":\"a\\nb\",\"is new\":true}",
        "{\"due\":\"2026-11-21\",\"maybe\":null}", "{\"items\":[1,2],\"place\":{\"city\":\"Ulm\"}}",
        "{\"sum\":\"12\"}", "{\"sum\":true}", "{\"name\":5,\"any\":7}", "{\"any\":false}",
        "{\"sum\":1,\"sum\":2}", "{\"other\":1,\"sum\":2}", "{\"sum\":01}", "{\"sum\":-0}",
        "{\"sum\":1e3}", "{\"sum\":123456789012345678901}", "{\"sum\":1,}", "[1]", "",
        "{\"sum\":1} x",
        "{\"sum\":999999999999999999}", "{\"name\":\"a text of more than fifteen bytes\"}",
        "{\"name\":\"\u{7F}\"}", "{\"sum\" : 1\n}", "{\"sum\":1 \"name\":\"a\"}", "{\"sum\":nul}",
    ]

    @Test(arguments: texts)
    func `an object gives the values of its tree`(text: String) {
        let (read, byTree) = Self.both(Array(text.utf8))
        #expect(read == byTree)
    }

    @Test func `a damaged object, fuzz, gives the values of its tree or none`() {
        for number in 0..<UInt64(TestScale.fuzzCases(otherwise: 5_000)) {
            var generator = SeededGenerator(seed: number)
            let seed = Self.texts.randomElement(using: &generator) ?? ""
            let bytes = MutatedBytes.of(Array(seed.utf8), &generator)
            let (read, byTree) = Self.both(bytes)
            #expect(read == byTree, "case \(number)")
        }
    }

    @Test(arguments: [
        "1", "1.50", "1e40", "-7", "\"a\\\"b\"", "true", "null", "[1, [], \"x\"]", "{}",
        "{a: 1, b c: {d: [null]}}", "@\"2026-11-21\"", "@\"P1D\"", "[1..2]",
    ])
    func `a value is written as its tree is`(text: String) throws {
        let value = try Program(text, mode: .conformant).evaluate()
        var bytes = ByteWriter()
        value.writeJSON(into: &bytes)
        #expect(bytes.bytes == JSON(value).bytes)
    }
}
