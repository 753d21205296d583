import Testing

@testable import FEEL

@Suite struct EvaluationTests {
    /// Expressions and what they give, both in FEEL.
    static let cases: [(String, String)] = [
        ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("2 ** 10", "1024"), ("-2 + 5", "3"),
        ("10 / 4", "2.5"), ("1 / 3", "0.3333333333333333333333333333333333"),
        ("0.1 + 0.2", "0.3"), ("1 - -1", "2"), ("\"a\" + \"b\"", "\"ab\""),
        ("1 < 2 and 2 < 3", "true"), ("1 = 2 or 2 = 2", "true"), ("not(true)", "false"),
        ("5 between 1 and 10", "true"), ("5 in (1, 5)", "true"), ("5 in [1..5)", "false"),
        ("5 in (< 3, > 4)", "true"), ("5 in (1..10]", "true"), ("5 in ]1..10[", "true"),
        ("\"a\" in (\"a\", \"b\")", "true"), ("3 in [1, 2, 3]", "true"), ("5 in > 4", "true"),
        ("if 1 < 2 then \"yes\" else \"no\"", "\"yes\""),
        ("for x in [1, 2, 3] return x * 2", "[2, 4, 6]"),
        ("for x in 1..3, y in 1..2 return x * y", "[1, 2, 2, 4, 3, 6]"),
        ("for x in 3..1 return x", "[3, 2, 1]"),
        ("for x in 1..4 return if x = 1 then 1 else x * partial[-1]", "[1, 2, 6, 24]"),
        ("some x in [1, 2] satisfies x > 1", "true"),
        ("every x in [1, 2] satisfies x > 1", "false"),
        ("[1, 2, 3, 4][item > 2]", "[3, 4]"), ("[1, 2, 3][2]", "2"), ("[1, 2, 3][-1]", "3"),
        ("[{a: 1, b: 2}, {a: 3, b: 4}][a > 1].b", "[4]"),
        ("{a: 1, b: a + 1}.b", "2"), ("[{a: 1}, {a: 2}].a", "[1, 2]"),
        ("(function(a, b) a + b)(1, 2)", "3"), ("(function(a, b) a - b)(b: 1, a: 2)", "1"),
        ("{f: function(x) x * 2, y: f(4)}.y", "8"),
        ("1 instance of number", "true"), ("\"x\" instance of number", "false"),
        ("[1, 2] instance of list<number>", "true"),
        ("@\"2026-11-21\" + @\"P14D\"", "@\"2026-12-05\""),
        ("(@\"2026-12-05\" - @\"2026-11-21\").days", "14"),
        ("@\"2026-01-31\" + @\"P1M\"", "@\"2026-02-28\""),
        ("date(2026, 2, 28).weekday", "6"),
        (
            "date and time(\"2026-11-21T10:00:00Z\") + duration(\"PT90M\")",
            "@\"2026-11-21T11:30:00Z\""
        ),
        ("@\"2026-11-21T10:00:00Z\" = @\"2026-11-21T11:00:00+01:00\"", "true"),
        ("years and months duration(@\"2026-01-15\", @\"2027-03-14\")", "@\"P1Y1M\""),
        ("@\"P1Y2M\".months", "2"), ("@\"P2DT5H\" / @\"PT1H\"", "53"),
        ("day of week(@\"2026-11-21\")", "\"Saturday\""),
        ("week of year(@\"2027-01-01\")", "53"),
        ("min(3, 1, 2)", "1"), ("max([3, 1, 2])", "3"), ("sum([1, 2, 3])", "6"),
        ("count([1, 2])", "2"), ("mean(1, 2, 3)", "2"), ("median(1, 2, 3, 4)", "2.5"),
        ("decimal(2.5, 0)", "2"), ("round half up(2.5, 0)", "3"), ("floor(-1.5)", "-2"),
        ("ceiling(1.25, 1)", "1.3"), ("modulo(-12, 5)", "3"), ("sqrt(16)", "4"),
        ("odd(5)", "true"), ("abs(-3)", "3"),
        ("substring(\"foobar\", 3)", "\"obar\""), ("substring(\"foobar\", -2, 1)", "\"a\""),
        ("substring(string: \"foobar\", start position: 3, length: 2)", "\"ob\""),
        ("string length(\"tes\u{1F600}\")", "4"), ("upper case(\"abc\")", "\"ABC\""),
        ("substring before(\"foobar\", \"bar\")", "\"foo\""),
        ("contains(\"foobar\", \"ob\")", "true"),
        ("string join([\"a\", \"b\"], \", \")", "\"a, b\""),
        ("split(\"a;b\", \";\")", "[\"a\", \"b\"]"), ("string(1.10)", "\"1.10\""),
        ("number(\"1,000.5\", \",\", \".\")", "1000.5"),
        ("distinct values([1, 2, 1])", "[1, 2]"), ("flatten([1, [2, [3]]])", "[1, 2, 3]"),
        ("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"), ("list contains([1, 2], 2)", "true"),
        ("concatenate([1], [2])", "[1, 2]"), ("union([1], [1, 2])", "[1, 2]"),
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"), ("remove([1, 2], 1)", "[2]"),
        ("sublist([1, 2, 3], 2)", "[2, 3]"), ("reverse([1, 2])", "[2, 1]"),
        ("get value({a: 1}, \"a\")", "1"), ("context put({a: 1}, \"b\", 2)", "{a: 1, b: 2}"),
        ("context merge([{a: 1}, {a: 2}])", "{a: 2}"),
        ("get entries({a: 1})[1].key", "\"a\""),
        ("before(1, 2)", "true"), ("overlaps([1..5], [3..8])", "true"),
        ("during(3, [1..5])", "true"), ("meets([1..5], [5..8])", "true"),
        ("[1..5].start included", "true"), ("is(1, 1.0)", "true"),
        ("{\"a b\": 1} = {\"a b\": 1}", "true"), ("1 // comment\n + /* more */ 1", "2"),
        ("\"\\u00e9\\n\"", "\"\u{e9}\\n\""), ("1e3", "1000"), (".5", "0.5"),
    ]

    @Test(arguments: cases)
    func `an expression gives its value in strict mode`(text: String, wanted: String) throws {
        let value = try Program(text).evaluate()
        let expected = try Program(wanted).evaluate()
        #expect(value == expected, "\(text) gave \(value)")
    }
}
