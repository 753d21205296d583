import FairleadTesting
import Testing

@testable import FEEL

@Suite struct PatternTests {
    /// A text, a pattern, flags, and whether it matches; `nil` for a pattern that is wrong.
    static let cases: [(String, String, String, Bool?)] = [
        ("foobar", "^fo*b", "", true), ("foobar", "^ob", "", false), ("", "", "", true),
        ("a\nb", "a.b", "", false), ("a\nb", "a.b", "s", true),
        ("a\nb", "^b$", "", false), ("a\nb", "^b$", "m", true), ("a\n", "^$", "m", false),
        ("HELLO", "hello", "i", true), ("HELLO", "hello", "", false),
        ("\u{212A}", "[A-Z]", "i", true), ("helloworld", "hello world", "x", true),
        ("a b", "a[ ]b", "x", true), ("abc", "abc", "q", nil), ("abc", "abc", " ", nil),
        ("abab", "(ab)\\1", "", true), ("abab", "(ab\\1)", "", nil), ("ab", "\\1(ab)", "", nil),
        ("aa0", "(a)\\10", "", true), ("x", "(a)?\\1x", "", true),
        ("x", "[a-z-[aeiou]]", "", true), ("e", "[a-z-[aeiou]]", "", false),
        ("5", "[^a-z-[0-4]]", "", true), ("3", "[^a-z-[0-4]]", "", false),
        ("-", "[a-]", "", true), ("-", "[-a]", "", true), ("b", "[a-c-e]", "", nil),
        ("a", "[z-a]", "", nil), ("a", "[]", "", nil), ("a", "[a", "", nil), ("a", "a]", "", nil),
        ("é", "^\\w$", "", true), ("_", "\\w", "", false), ("$", "\\w", "", true),
        ("٣", "\\d", "", true), ("\u{A0}", "\\s", "", false), ("x:y", "^\\i\\c*$", "", true),
        ("A", "\\p{Lu}", "", true), ("a", "\\P{Lu}", "", true), ("а", "\\p{IsCyrillic}", "", true),
        ("a", "\\p{IsNowhere}", "", nil), ("a", "\\p{Lx}", "", nil), ("a", "\\q", "", nil),
        ("a", "?", "", nil), ("a", "a**", "", nil), ("a", "a*+", "", nil),
        ("aa", "^a{2}$", "", true), ("a", "a{2,1}", "", nil), ("a", "a{,1}", "", nil),
        ("a", "(?:a)", "", nil), ("a", "(a", "", nil), ("a", "a)", "", nil),
        ("a|b", "a\\|b", "", true), ("(*UCP)", "\\(\\*UCP\\)", "", true),
    ]

    @Test(arguments: cases)
    func `a pattern matches by the rules of XPath, or is refused`(
        text: String, pattern: String, flags: String, wanted: Bool?
    ) throws {
        let program = try Program(
            "matches(text, pattern, flags)",
            scope: Scope([("text", .string), ("pattern", .string), ("flags", .string)]),
            mode: .conformant)
        let inputs: Context = [
            "text": .string(text), "pattern": .string(pattern), "flags": .string(flags),
        ]
        let (value, faults) = try program.evaluateWithFaults(inputs)
        #expect(value.boolean == wanted)
        #expect(faults.isEmpty == (wanted != nil))
    }

    @Test func `a pattern that turns back for ever ends with the steps of the evaluation`() throws {
        let program = try Program(
            "matches(text, \"^(a|aa)+$\")", scope: Scope([("text", .string)]), mode: .conformant)
        let text = String(repeating: "a", count: 60) + "b"
        #expect {
            try program.evaluate(["text": .string(text)])
        } throws: { error in
            (error as? EvaluationError)?.code == .limit
        }
    }

    @Test func `a pattern longer than the limit is refused in both modes`() throws {
        let pattern = String(repeating: "a", count: Limits.standard.patternBytesMax + 1)
        for mode in [Mode.conformant, .strict] {
            let program = try Program("matches(\"a\", \"\(pattern)\")", mode: mode)
            #expect {
                try program.evaluate()
            } throws: { error in
                (error as? EvaluationError)?.code == .limit
            }
        }
    }

    @Test func `a long text is split within the steps of the evaluation`() throws {
        let text = String(repeating: "a,", count: 20_000)
        let program = try Program("count(split(text, \",\"))", scope: Scope([("text", .string)]))
        #expect(try program.evaluate(["text": .string(text)]) == 20_001)
    }

    @Test func `a repeated match compiles its pattern once`() throws {
        let text = "count((for i in 1..2000 return matches(string(i), \"^[0-9]+$\"))[item])"
        #expect(try Program(text).evaluate() == 2_000)
    }
}
