import Testing

/// The tidy tests are worth what their reading of the source is worth.
@Suite struct `Reading source` {
    private func blanked(_ source: String) -> String {
        String(decoding: codeOnly(Array(source.utf8)), as: UTF8.self)
    }

    @Test(
        arguments: [
            ("a // b", "a     "),
            ("a /* b /* c */ d */ e", "a                   e"),
            (#"x = "a { b""#, #"x = "     ""#),
            (#"x = "a\"{" {"#, #"x = "    " {"#),
            (#"x = "a\(y("}"))b" {"#, #"x = "  (y(" ")) " {"#),
            (##"x = #"a"\("# {"##, ##"x = #"    "# {"##),
            (##"x = #"\#(y)"# {"##, ##"x = #"  (y)"# {"##),
            ("x = \"\"\"\n { \"\n\"\"\" {", "x = \"\"\"\n    \n\"\"\" {"),
            ("func `an \"odd { one`() {", "func `_____________`() {"),
            ("#expect(a)", "#expect(a)"),
        ])
    func `comments, strings and raw identifiers are blanked`(_ source: String, _ code: String) {
        #expect(blanked(source) == code)
    }

    @Test func `every byte keeps its place`() {
        for file in Tree.swift {
            #expect(file.code.count == file.bytes.count, "\(file.path)")
        }
    }

    @Test func `braces balance in every file`() {
        for file in Tree.swift(below: "Sources") {
            let open = file.code.count { $0 == UInt8(ascii: "{") }
            let closed = file.code.count { $0 == UInt8(ascii: "}") }
            #expect(open == closed, "\(file.path)")
        }
    }

    @Test func `a function is measured from its keyword to its closing brace`() {
        let source = """
            protocol P {
                func required() -> Int
                var value: Int { get }
            }
            struct S {
                func one(_ body: () -> Void = {}) {
                    body()
                }
                init() {}
                func two()
                    throws(E) -> [Int]
                where T == Int {
                    func inner() { }
                    return []
                }
                var computed: Int { 1 }
            }
            """
        let found = functionBodies(in: codeOnly(Array(source.utf8)))
        #expect(
            found == [
                FunctionBody(name: "one", line: 6, lineCount: 3),
                FunctionBody(name: "init", line: 9, lineCount: 1),
                FunctionBody(name: "inner", line: 13, lineCount: 1),
                FunctionBody(name: "two", line: 10, lineCount: 6),
            ])
    }

    @Test func `a word is found only as a word`() {
        let bytes = Array("LocalDate() Date() Date()x myDate() .random( x.random(".utf8)
        #expect(occurrences(of: "Date()", in: bytes) == [12, 19])
        #expect(occurrences(of: ".random(", in: bytes).count == 2)
    }

    @Test func `a field named actor is no actor, an actor is`() throws {
        let ban = try #require(Ban.all.first { $0.words.contains("actor") })
        let file = TreeFile(
            path: "Sources/Core/x.swift",
            bytes: Array("let actor: Principal\nfinal actor Worker {}\n// async\n".utf8))
        #expect(ban.findings(in: file).count == 1)
        #expect(ban.findings(in: file).first?.hasPrefix("Sources/Core/x.swift:2: actor") == true)
    }
}
