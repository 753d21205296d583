import Testing

@testable import FEEL

/// The examples of DMN 1.5, table 78, and ranges without an end.
@Suite struct RangeFunctionTests {
    static let cases: [(String, String)] = [
        ("overlaps([1..5], [3..8])", "true"),
        ("overlaps([1..5], (5..8])", "false"),
        ("overlaps((5..8], [1..5))", "false"),
        ("overlaps before([1..5], [3..8])", "true"),
        ("overlaps before([1..5], [6..8])", "false"),
        ("overlaps before([1..5], [5..8])", "true"),
        ("overlaps before([1..5], (5..8])", "false"),
        ("overlaps before([1..5), [5..8])", "false"),
        ("overlaps before([1..5), (1..5])", "true"),
        ("overlaps before([1..5], (1..5])", "true"),
        ("overlaps before([1..5), [1..5])", "false"),
        ("overlaps before([1..5], [1..5])", "false"),
        ("overlaps after([3..8], [1..5])", "true"),
        ("overlaps after([6..8], [1..5])", "false"),
        ("overlaps after([5..8], [1..5])", "true"),
        ("overlaps after((5..8], [1..5])", "false"),
        ("overlaps after([5..8], [1..5))", "false"),
        ("overlaps after((1..5], [1..5))", "true"),
        ("overlaps after((1..5], [1..5])", "true"),
        ("overlaps after([1..5], [1..5))", "false"),
        ("overlaps after([1..5], [1..5])", "false"),
        ("finishes(10, [1..10])", "true"),
        ("finishes(10, [1..10))", "false"),
        ("finishes([5..10], [1..10])", "true"),
        ("finishes([5..10), [1..10])", "false"),
        ("finishes([5..10), [1..10))", "true"),
        ("finishes([1..10], [1..10])", "true"),
        ("finishes((1..10], [1..10])", "true"),
        ("finished by([1..10], 10)", "true"),
        ("finished by([1..10], [5..10])", "true"),
        ("finished by([1..10], [5..10))", "false"),
        ("finished by([1..10], (1..10])", "true"),
        ("includes([1..10], 5)", "true"),
        ("includes([1..10), 10)", "false"),
        ("includes((1..10], (1..5])", "true"),
        ("includes([1..10], (1..10))", "true"),
        ("includes([1..10), [5..10))", "true"),
        ("during((1..10), [1..10])", "true"),
        ("during([1..10], (1..10])", "false"),
        ("starts([1..5], [1..10])", "true"),
        ("starts((1..5], [1..10])", "false"),
        ("starts([1..10), [1..10])", "true"),
        ("starts((1..10), (1..10))", "true"),
        ("started by([1..10], 1)", "true"),
        ("started by([1..10], (1..5])", "false"),
        ("started by([1..10], [1..10))", "true"),
        ("coincides([1..5], [1..5])", "true"),
        ("coincides((1..5), [1..5])", "false"),
        ("before([1..10], [10..20])", "false"),
        ("before([1..10), [10..20])", "true"),
        ("before([1..10], (10..20])", "true"),
        ("before([1..10], 10)", "false"),
        ("before([1..10), 10)", "true"),
        ("after([11..20], 11)", "false"),
        ("after((11..20], 11)", "true"),
        ("after((11..20], [1..11])", "true"),
        ("meets([1..5], [5..10])", "true"),
        ("meets([1..5), [5..10])", "false"),
        ("met by([5..10], [1..5])", "true"),
        ("met by((5..10], [1..5])", "false"),
        ("before(range: [1..5], point: 6)", "true"),
        ("before(point: 1, range: [2..5])", "true"),
        ("before((< 5), 6)", "true"),
        ("after((> 5), 3)", "true"),
        ("before((> 5), 3)", "false"),
        ("includes((> 1), 5)", "true"),
        ("overlaps((> 5), (< 3))", "false"),
        ("meets((< 5), (> 5))", "false"),
        ("before(1, \"a\")", "null"),
        ("during(null, [1..2])", "null"),
        ("meets([1..5], 5)", "null"),
        ("includes((!= 5), 4)", "null"),
    ]

    @Test(arguments: cases)
    func `a relation of points and ranges holds as the standard says`(
        text: String, wanted: String
    ) throws {
        let found = try Program(text, mode: .conformant).evaluate()
        #expect(found == (try Program(wanted).evaluate()), "\(text) gave \(found)")
    }
}
