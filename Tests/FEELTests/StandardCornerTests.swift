import Testing

@testable import FEEL

/// Corners that DMN 1.5, chapter 10, decides and that its examples do not show, in the mode of the
/// standard: null where an operand is not of the domain that a table names.
@Suite struct StandardCornerTests {
    /// A list of one is unwrapped where a target type wants its item: arguments, variables, what a
    /// decision gives (10.3.2.9.4). Operators have no target type, so for them it stays a list.
    static let singletons: [(String, String)] = [
        ("[1] + 1", "null"), ("1 + [1]", "null"), ("-[1]", "null"), ("[2] * 3", "null"),
        ("[1] < 2", "null"), ("[\"a\"] + \"b\"", "null"), ("abs([-1])", "1"), ("sum(3)", "3"),
        ("upper case([\"a\"])", "\"A\""), ("count(1)", "1"),
        ("(function(x: number) x + 1)([1])", "2"),
        ("[1] between 0 and 2", "null"), ("[[1]][1]", "[1]"), ("1[1]", "1"), ("1[2]", "null"),
    ]

    static let logic: [(String, String)] = [
        ("true and null", "null"), ("false and null", "false"), ("null and false", "false"),
        ("true or null", "true"), ("false or null", "null"), ("\"a\" and true", "null"),
        ("\"a\" and false", "false"), ("\"a\" or true", "true"), ("not(null)", "null"),
        ("not(1)", "null"), ("null between 1 and 2", "null"), ("1 between null and 2", "null"),
        ("if null then 1 else 2", "2"), ("if 1 then 1 else 2", "2"), ("null = null", "true"),
        ("null != null", "false"), ("1 = null", "false"), ("1 != null", "true"),
        ("1 < null", "null"), ("true < false", "null"), ("[1] < [2]", "null"),
        ("every x in [] satisfies x", "true"), ("some x in [] satisfies x", "false"),
        ("every x in [true, null] satisfies x", "null"),
        ("some x in [null, true] satisfies x", "true"),
    ]

    static let texts: [(String, String)] = [
        ("string join([\"a\", \"b\", \"c\"])", "\"abc\""), ("string join([], \",\")", "\"\""),
        ("string join([\"a\"], \"X\")", "\"a\""), ("string join(\"a\", \"X\")", "\"a\""),
        ("string join([\"a\", \"b\"], null)", "\"ab\""), ("string join([\"a\", 1], \",\")", "null"),
        ("string join([null], \",\")", "\"\""), ("string join(null, \",\")", "null"),
        ("string join(list: [\"a\", \"b\"], delimiter: \"-\")", "\"a-b\""),
        ("substring before(\"foobar\", \"\")", "\"\""),
        ("substring after(\"foobar\", \"\")", "\"foobar\""),
        ("substring after(\"\", \"a\")", "\"\""), ("contains(\"foobar\", \"\")", "true"),
        ("starts with(\"foobar\", \"fo\")", "true"), ("ends with(\"foobar\", \"r\")", "true"),
        ("lower case(\"aBc4\")", "\"abc4\""), ("upper case(null)", "null"),
        ("matches(\"helloworld\", \"hello world\", \"x\")", "true"),
        ("matches(\"a.b\", \"A.B\", \"i\")", "true"), ("matches(\"a\", \"a\", \"z\")", "null"),
        ("matches(null, \"a\")", "null"),
        ("replace(\"abracadabra\", \"a.*?a\", \"*\")", "\"*c*bra\""),
        ("replace(\"darted\", \"^(.*?)d(.*)$\", \"$1c$2\")", "\"carted\""),
        ("replace(\"abc\", \"\", \"1\")", "null"), ("string(@\"P1Y2M\")", "\"P1Y2M\""),
        ("string([1, \"a\", null])", "\"[1, \\\"a\\\", null]\""), ("string(\"a\")", "\"a\""),
        ("string({a: \"b\"})", "\"{a: \\\"b\\\"}\""), ("string(true)", "\"true\""),
        ("number(\"1.000,5\", \".\", \",\")", "1000.5"), ("number(\"1,1\", \",\", \",\")", "null"),
        ("number(from: \"1.5\", grouping separator: null, decimal separator: null)", "1.5"),
        ("number(\"x\", null, null)", "null"), ("string length(null)", "null"),
        ("\"a\" + null", "null"), ("\"a\" + 1", "null"), ("\"a\" * 2", "null"),
    ]

    static let lists: [(String, String)] = [
        ("count(null)", "null"), ("count([])", "0"), ("list contains([1, null], null)", "true"),
        ("list contains(null, 1)", "null"), ("index of([null, 1], null)", "[1]"),
        ("remove([1, 2], 3)", "null"), ("remove([1, 2], 0)", "null"),
        ("remove([1, 2], -1)", "[1]"), ("insert before([1], -1, 2)", "[2, 1]"),
        ("sublist([1, 2, 3], -2)", "[2, 3]"), ("sublist([1, 2, 3], -2, 1)", "[2]"),
        ("sublist([1, 2, 3], 0)", "null"), ("reverse([])", "[]"), ("flatten([])", "[]"),
        ("sum([1, null])", "null"), ("min([\"a\", 1])", "null"), ("mean([])", "null"),
        ("min(@\"P1D\", @\"PT1H\")", "@\"PT1H\""), ("max(\"a\", \"b\")", "\"b\""),
        ("distinct values([1, null, null])", "[1, null]"), ("union([1], [1.0])", "[1]"),
        ("concatenate([1], [[2]])", "[1, [2]]"), ("append([1], [2])", "[1, [2]]"),
        ("list replace([1, 2], 3, 1)", "null"),
        ("list replace([1, 2], -1, 9)", "[1, 9]"), ("[1, 2, 3][0]", "null"),
        ("[1, 2, 3][-4]", "null"), ("[1, 2, 3][item >= 2][1]", "2"), ("null[1]", "null"),
        ("[{item: 1}, {item: 2}][item = 2]", "[{item: 2}]"), ("[][1]", "null"),
        ("for x in null return x", "null"),
        ("for x in [1..3] return x", "[1, 2, 3]"), ("for x in (1..4) return x", "[2, 3]"),
        (
            "for d in @\"2021-12-31\"..@\"2022-01-01\" return d",
            "[@\"2021-12-31\", @\"2022-01-01\"]"
        ),
        ("for x in 1..2, y in x..2 return [x, y]", "[[1, 1], [1, 2], [2, 2]]"),
        ("all(true, null)", "null"), ("any(false, null)", "null"), ("any(null, true)", "true"),
        ("all([true, false])", "false"), ("product([])", "null"), ("product(2, null)", "null"),
    ]

    static let contexts: [(String, String)] = [
        ("{}.a", "null"), ("null.a", "null"), ("{a: {b: 1}}.a.b", "1"), ("get entries({})", "[]"),
        ("get value({a: 1}, \"b\")", "null"), ("get value(null, \"b\")", "null"),
        ("get value({a: {b: 1}}, [\"a\", \"b\"])", "1"), ("context([])", "{}"),
        ("context merge([])", "{}"), ("context put({}, \"a\", null)", "{a: null}"),
        ("context put(null, \"a\", 1)", "null"), ("{a: 1} = {a: 1, b: 2}", "false"),
        ("{a: 1, b: 2} = {b: 2, a: 1}", "true"), ("{a: null} = {}", "false"),
        ("context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"),
    ]

    static let temporals: [(String, String)] = [
        ("date(\"2017-02-30\")", "null"), ("date(2017, 13, 1)", "null"), ("date(null)", "null"),
        ("date(\"2012-12-25T\")", "null"), ("date(\"02012-12-25\")", "null"),
        ("time(\"25:00:00\")", "null"), ("time(\"10:00\")", "null"), ("duration(\"P\")", "null"),
        ("duration(\"P1Y1D\")", "null"), ("duration(\"PT\")", "null"),
        ("@\"2020-01-31\" + @\"P1M\"", "@\"2020-02-29\""),
        ("@\"2020-02-29\" - @\"P1Y\"", "@\"2019-02-28\""), ("@\"P1Y\" * 2", "@\"P2Y\""),
        ("@\"P1D\" / @\"PT1H\"", "24"), ("@\"P1Y\" / @\"P1M\"", "12"),
        ("@\"P1D\" + @\"P1Y\"", "null"),
        ("@\"PT1H\" * 1.5", "@\"PT1H30M\""), ("@\"P1D\" ** 2", "null"), ("-@\"P1D\"", "@\"-P1D\""),
        ("@\"10:00:00\" - @\"09:00:00\"", "@\"PT1H\""),
        ("@\"10:00:00\" + @\"PT15H\"", "@\"01:00:00\""), ("@\"10:00:00\" + @\"P1M\"", "null"),
        ("@\"P1Y\" < @\"P13M\"", "true"), ("@\"P1D\" < @\"P1Y\"", "null"),
        ("@\"2021-01-01\" < @\"2021-01-01T10:00:00\"", "null"),
        ("@\"2021-01-01\" + 1", "null"), ("@\"2021-01-01\" + @\"PT36H\"", "@\"2021-01-02\""),
        ("@\"P1D\" / 0", "null"), ("@\"P1M\" / @\"P0M\"", "null"),
        ("@\"2018-12-10T10:30:00+05:00\".time offset", "@\"PT5H\""),
        ("@\"10:30:00\".time offset", "null"), ("@\"10:30:00Z\".timezone", "null"),
        ("@\"P1Y2M\".years", "1"), ("@\"P1D\".years", "null"), ("@\"-P1DT2H\".hours", "-2"),
        ("@\"P1Y2M\".days", "null"), ("@\"2021-01-01\".hour", "null"),
        ("day of week(@\"2021-01-01T10:00:00\")", "\"Friday\""), ("day of year(null)", "null"),
        ("time(@\"2021-01-01T10:11:12Z\")", "@\"10:11:12Z\""),
        ("time(@\"2021-01-01\")", "@\"00:00:00Z\""),
        ("date and time(@\"2021-01-01T00:00:00\", null)", "null"),
        ("years and months duration(@\"2013-08-24\", @\"2011-12-22\")", "@\"-P1Y8M\""),
        ("years and months duration(@\"2016-01-21\", null)", "null"),
        ("is(@\"2012-12-25\", @\"2012-12-25\")", "true"), ("is(null, null)", "true"),
        ("is(1, \"1\")", "false"), ("is([1], [1.0])", "true"), ("is(null, 1)", "false"),
        ("@\"PT0.0000000001S\"", "@\"PT0S\""),
    ]

    static let numbers: [(String, String)] = [
        ("10 / 0", "null"), ("0 ** -1", "null"), ("modulo(1, 0)", "null"), ("log(0)", "null"),
        ("sqrt(-1)", "null"), ("decimal(1, null)", "null"), ("decimal(1, 6177)", "null"),
        ("floor(1.55, 1)", "1.5"), ("floor(null)", "null"), ("abs(@\"-P1Y\")", "@\"P1Y\""),
        ("even(0)", "true"), ("odd(-1)", "true"), ("(-2) ** 0.5", "null"),
        ("1e6144 * 10", "null"), ("9999999999999999999999999999999999 + 1", "1e34"),
        ("round half down(-5.5, 0)", "-5"), ("round half up(-0.5, 0)", "-1"),
        ("round up(0.001, 2)", "0.01"), ("mode(1, \"a\")", "null"), ("median(1, null)", "null"),
        ("stddev([])", "null"), ("-0 = 0", "true"), ("1.0 = 1", "true"),
    ]

    static let types: [(String, String)] = [
        ("@\"2012-12-25\" instance of date", "true"), ("null instance of number", "false"),
        ("[1, \"a\"] instance of list<number>", "false"), ("[] instance of list<number>", "true"),
        ("@\"P1D\" instance of days and time duration", "true"),
        ("@\"P1D\" instance of years and months duration", "false"),
        ("{a: 1} instance of context<a: string>", "false"),
        ("{a: 1} instance of context<a: Any>", "true"), ("[null] instance of list<number>", "true"),
        ("1 instance of Any", "true"),
        ("(1..2) instance of range<string>", "false"), ("[1] instance of list<Any>", "true"),
    ]

    static let all: [(String, String)] = [
        singletons, logic, texts, lists, contexts, temporals, numbers, types,
    ].flatMap { $0 }

    @Test(arguments: all)
    func `a corner of the standard is as it says`(text: String, wanted: String) throws {
        func value(_ text: String) throws -> Value {
            try Program(text, mode: .conformant).evaluate()
        }
        let (found, expected) = (try value(text), try value(wanted))
        #expect(found == expected, "\(text) gave \(found)")
    }
}
