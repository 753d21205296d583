import Testing

@testable import FEEL

/// The examples that the tables of DMN 1.5, chapter 10, give, in the mode of the standard.
@Suite struct StandardExampleTests {
    static let numbers: [(String, String)] = [
        ("decimal(1, 2)", "1.00"), (".25 + .2", "0.45"), (".10 * 30.00", "3.0000"),
        ("1 + 3/2*2 - 2**3", "-4.0"), ("1/3", "0.3333333333333333333333333333333333"),
        ("decimal(1/3, 2)", "0.33"), ("1 = 1.000", "true"), ("1.01/2", "0.505"),
        ("decimal(0.505, 2)", "0.50"), ("decimal(0.515, 2)", "0.52"), ("1.0*10**3", "1000.0"),
        ("decimal(1.5, 0)", "2"), ("decimal(2.5, 0)", "2"), ("floor(1.5)", "1"),
        ("floor(-1.56, 1)", "-1.6"), ("ceiling(1.5)", "2"), ("ceiling(-1.56, 1)", "-1.5"),
        ("round up(5.5, 0)", "6"), ("round up(-5.5, 0)", "-6"), ("round up(1.121, 2)", "1.13"),
        ("round down(5.5, 0)", "5"), ("round down(-1.126, 2)", "-1.12"),
        ("round half up(5.5, 0)", "6"), ("round half up(-5.5, 0)", "-6"),
        ("round half up(1.121, 2)", "1.12"), ("round half down(5.5, 0)", "5"),
        ("round half down(-1.126, 2)", "-1.13"), ("abs(@\"-PT5H\")", "@\"PT5H\""),
        ("modulo(12, 5)", "2"), ("modulo(-12, 5)", "3"), ("modulo(12, -5)", "-3"),
        ("modulo(-12, -5)", "-2"), ("modulo(10.1, 4.5)", "1.1"), ("modulo(-10.1, 4.5)", "3.4"),
        ("modulo(10.1, -4.5)", "-3.4"), ("modulo(-10.1, -4.5)", "-1.1"), ("sqrt(16)", "4"),
        ("decimal(log(10), 11)", "2.30258509299"), ("decimal(exp(5), 12)", "148.413159102577"),
        ("odd(5)", "true"), ("even(5)", "false"), ("-(2) ** 2", "4"),
        ("-5 instance of number", "true"), ("1 -5", "-4"), ("--5", "5"), ("4 ** 0.5", "2"),
        (
            "{PMT: function(rate, term, amount) (amount * rate/12) / (1 - (1 + rate/12)**-term), "
                + "r: PMT(0.25, 36, 100000)}.r", "3975.982590125552338278440100112431"
        ),
        ("stddev(2, 4, 7, 5)", "2.081665999466132735282297706979931"), ("stddev([47])", "null"),
        ("median(8, 2, 5, 3, 4)", "4"), ("median([6, 1, 2, 3])", "2.5"), ("median([])", "null"),
        ("mode(6, 3, 9, 6, 6)", "[6]"), ("mode([6, 1, 9, 6, 1])", "[1, 6]"), ("mode([])", "[]"),
        ("number(\"1 000,0\", \" \", \",\")", "1000.0"), ("product([2, 3, 4])", "24"),
    ]

    static let texts: [(String, String)] = [
        ("substring(\"foobar\", 3)", "\"obar\""), ("substring(\"foobar\", 3, 3)", "\"oba\""),
        ("substring(\"foobar\", -2, 1)", "\"a\""), ("substring(\"\\U01F40Eab\", 2)", "\"ab\""),
        ("substring(\"foobar\", 7)", "null"), ("substring(\"foobar\", 0)", "null"),
        ("string length(\"\\U01F40Eab\")", "3"), ("upper case(\"aBc4\")", "\"ABC4\""),
        ("substring before(\"foobar\", \"xyz\")", "\"\""),
        ("substring after(\"foobar\", \"ob\")", "\"ar\""),
        ("replace(\"banana\", \"a\", \"o\")", "\"bonono\""),
        ("replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\""),
        ("contains([\"foobar\"], \"of\")", "false"), ("matches(\"foobar\", \"^fo*b\")", "true"),
        ("split(\"John Doe\", \"\\\\s\")", "[\"John\", \"Doe\"]"),
        ("split(\"a;b;c;;\", \";\")", "[\"a\", \"b\", \"c\", \"\", \"\"]"),
        ("string join([\"a\", null, \"c\"], \"X\")", "\"aXc\""), ("string(1.1)", "\"1.1\""),
        ("string(null)", "null"), ("\"1\" = 1", "null"), ("\"\\d\"", "\"\\\\d\""),
    ]

    static let lists: [(String, String)] = [
        ("[{x:1, y:2}, {x:2, y:3}][x=1]", "[{x:1, y:2}]"), ("3[item > 2]", "[3]"),
        ("[{x:1, y:2}, {x:null, y:3}][x < 2]", "[{x:1, y:2}]"),
        ("[{x:1, y:2}, {x:2, y:3}].y", "[2, 3]"), ("[1, 2, 3][\"a\"]", "null"),
        ("[{a: {b: [1]}}, {a: {b: [2.1, 2.2]}}, {a: {b: [3]}}].a.b", "[[1], [2.1, 2.2], [3]]"),
        ("get entries({key1: \"value1\"})[key = \"key1\"].value", "[\"value1\"]"),
        ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("count([1, [2, 3]])", "2"), ("max([])", "null"), ("sum([])", "null"),
        ("all([false, null, true])", "false"), ("all([])", "true"), ("all(0)", "null"),
        ("any([false, null, true])", "true"), ("any([])", "false"), ("any(0)", "null"),
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"), ("append([1], 2, 3)", "[1, 2, 3]"),
        ("insert before([1, 3], 1, 2)", "[2, 1, 3]"), ("remove([1, 2, 3], 2)", "[1, 3]"),
        ("index of([1, 2, 3, 2], 2)", "[2, 4]"), ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"),
        ("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("sort(list: [3,1,4,5,2], precedes: function(x,y) x < y)", "[1,2,3,4,5]"),
        ("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"),
        ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5,5,7,8]"),
        ("context([{key:\"a\", value:1}, {key:\"b\"}])", "null"),
        ("context([{key:\"a\", value:1}, {key:\"b\", value:2, c: 3}])", "{a: 1, b: 2}"),
        ("context put({x:1, y: {a: 0}}, [\"y\", \"a\"], 2)", "{x:1, y: {a: 2}}"),
        ("context put({x:1, y: {a: 0}}, [], 2)", "null"),
        ("context merge([{x:1, y:0}, {y:2}])", "{x:1, y:2}"),
    ]

    static let temporals: [(String, String)] = [
        ("date(\"2012-12-25\") - date(\"2012-12-24\")", "duration(\"P1D\")"),
        ("date(date and time(\"2012-12-25T11:00:00Z\"))", "date(\"2012-12-25\")"),
        ("date and time(date(\"2012-12-24\"), time(\"23:59:00\"))", "@\"2012-12-24T23:59:00\""),
        ("time(\"23:59:00z\") + duration(\"PT2M\") = time(\"00:01:00@Etc/UTC\")", "true"),
        ("time(23, 59, 0, duration(\"PT0H\"))", "time(\"23:59:00Z\")"),
        (
            "date and time(\"2012-12-24T23:59:00\") - date and time(\"2012-12-22T03:45:00\")",
            "duration(\"P2DT20H14M\")"
        ),
        ("duration(\"P2Y2M\")", "duration(\"P26M\")"),
        (
            "years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))",
            "duration(\"P1Y8M\")"
        ),
        ("date and time(\"2012-03-07\").year", "2012"), ("day of year(date(2019, 9, 17))", "260"),
        ("is(time(\"23:00:50z\"), time(\"23:00:50\"))", "false"),
        ("is(time(\"23:00:50z\"), time(\"23:00:50+00:00\"))", "true"),
        ("is(date(\"2012-12-25\"), time(\"23:00:50\"))", "false"),
        ("week of year(date(2003, 12, 29))", "1"), ("week of year(date(2005, 1, 1))", "53"),
        ("month of year(date(2019, 9, 17))", "\"September\""),
        ("@\"2021-01-02\" - @\"2021-01-01T00:00:00\"", "null"), ("time(24, 0, 0)", "null"),
        ("@\"10:00:00@Nowhere/None\"", "null"),
        ("@\"2017-12-31T24:00:00Z\"", "@\"2018-01-01T00:00:00Z\""), ("time(\"24:00:01\")", "null"),
        ("@\"2021-01-02\" - @\"2021-01-01T00:00:00Z\"", "@\"P1D\""),
        ("@\"2021-01-01T10:00:00\" < @\"2021-01-01T11:00:00Z\"", "true"),
    ]

    static let types: [(String, String)] = [
        ("[123] instance of list<number>", "true"), ("123 instance of string", "false"),
        ("null instance of Null", "true"), ("null instance of Any", "false"),
        ("{a: 1, b: 2} instance of context<a: number>", "true"),
        ("{b: 2} instance of context<a: number>", "false"),
        ("(function(x: number) x + 1) instance of function<number> -> number", "true"),
        ("(function(x: string) x) instance of function<number> -> Any", "false"),
        ("[1..10] instance of range<number>", "true"), ("(= 1) = [1..1]", "false"),
        ("(function(x: number) x)(\"a\")", "null"), ("(function(x: number) x)([1])", "1"),
        ("(function(a, b) if b = null then a else b)(a: 1)", "1"),
        ("5 in (!= 5)", "false"), ("(> 1).end", "null"), ("(> 1).start included", "false"),
    ]

    @Test(arguments: numbers + texts + lists + temporals + types)
    func `an example of the standard gives what it says`(text: String, wanted: String) throws {
        func value(_ text: String) throws -> Value {
            try Program(text, mode: .conformant).evaluate()
        }
        let (found, expected) = (try value(text), try value(wanted))
        #expect(found == expected, "\(text) gave \(found)")
    }

    @Test(arguments: ["1 instance of list", "1 instance of nothing", "[] instance of context"])
    func `a type that is none is refused before evaluation`(text: String) {
        #expect(throws: CompileError.self) { try Program(text, mode: .conformant) }
    }
}
