import Testing

@testable import FEEL

@Suite struct NameTests {
    static let cases: [(String, String)] = [
        ("{first name: \"Bob\", greeting: \"hi \" + first name}.greeting", "\"hi Bob\""),
        ("{a-b: 3, c: a-b + 1}.c", "4"), ("{a: 3, b: 1, c: a-b}.c", "2"),
        ("{a - b: 3, c: a-b}.c", "3"), ("{a: 3, b: 1, a-b: 7, c: (a)-(b)}.c", "2"),
        ("{profit and loss: 3, c: profit and loss * 2}.c", "6"),
        ("{a+b: 1, c: a+b}.c", "1"), ("{a*b: 2, c: a*b}.c", "2"), ("{a/b: 2, c: a / b}.c", "2"),
        ("{it's: 1, c: it's + 1}.c", "2"), ("{a.b: 2, c: a.b}.c", "2"),
        ("{Rule 2: 2, c: Rule  2 + 1}.c", "3"), ("{\"a b\": 1, c: a\n b + 1}.c", "2"),
        ("[{first name: \"a\"}, {first name: \"b\"}][first name = \"a\"]", "[{first name: \"a\"}]"),
        ("{x: {monthly income: 3}}.x.monthly income", "3"),
        ("for my var in [1, 2] return my var + 1", "[2, 3]"),
        ("some e-x in [1, 2] satisfies e-x = 2", "true"),
        ("(function(my param, b) my param + b)(my param: 1, b: 2)", "3"),
        ("{№ 1: 1, c: № 1 + 1}.c", "2"), ("1\u{180E}+\u{200B}1", "2"), ("\"\\u{41}\"", "\"A\""),
        ("{date: date(\"2020-01-01\"), c: date(\"2021-01-01\")}.c", "@\"2021-01-01\""),
        ("{🐎: 1, c: 🐎 + 1}.c", "2"), ("{横綱: 1}.横綱", "1"),
    ]

    @Test(arguments: cases)
    func `a name of several parts is known where it is declared`(
        text: String, wanted: String
    ) throws {
        let found = try Program(text, mode: .conformant).evaluate()
        #expect(found == (try Program(wanted).evaluate()), "\(text) gave \(found)")
    }

    @Test func `names of the scope and of its types are found, the longest first`() throws {
        let scope = Scope([
            ("Applicant data", .context(ContextType([.init("monthly income-net", .number)]))),
            ("data", .number), ("a", .number), ("b", .number), ("a-b", .number),
            ("what if?", .boolean),
        ])
        let inputs: Context = [
            "Applicant data": ["monthly income-net": 10], "data": 5, "a": 3, "b": 2, "a-b": 100,
            "what if?": true,
        ]
        func value(_ text: String) throws -> Value {
            try Program(text, scope: scope).evaluate(inputs)
        }
        #expect(try value("Applicant  data.monthly income-net - data") == 5)
        #expect(try value("a - b") == 100)
        #expect(try value("(a) - b") == 1)
        #expect(try value("if what if? then 1 else 2") == 1)
    }
}
