import DMN
import FEEL

/// The tests of a file, as Documentation/writing-policy.md describes it.
public struct DecisionTests: Sendable, Hashable {
    /// The most tests of one file.
    public static let testsMax = 10_000

    public let tests: [DecisionTest]
    /// The day that `today()` gives in all of them.
    public let today: CalendarDate?

    /// Reads a file of tests.
    public init(_ text: String, file: String? = nil) throws(CompileError) {
        let root = try YAMLValue.read(text, file: file)
        do throws(Diagnostic) {
            (tests, today) = try Self.read(root)
        } catch { throw CompileError([error]) }
    }

    private static func read(
        _ root: YAMLValue
    ) throws(Diagnostic) -> (tests: [DecisionTest], today: CalendarDate?) {
        let file = try members(root, known: ["decision", "today", "tests"])
        guard case .list(let items, _)? = file["tests"] else {
            throw failure("a list named tests is expected", root.place)
        }
        guard items.count <= testsMax else {
            throw Diagnostic(
                .error, .limit, "a file has at most \(testsMax) tests", at: root.place)
        }
        var today: CalendarDate?
        if let day = file["today"] {
            guard case .date(let date) = try day.value(as: .date) else {
                throw failure("a day is expected", day.place)
            }
            today = date
        }
        let common = try file["decision"].map(text)
        var tests: [DecisionTest] = []
        for (at, item) in items.enumerated() {
            tests.append(try test(item, number: at + 1, decision: common))
        }
        return (tests, today)
    }

    private static func test(
        _ item: YAMLValue, number: Int, decision common: String?
    ) throws(Diagnostic) -> DecisionTest {
        let parts = try members(
            item, known: ["name", "decision", "given", "then", "fails", "matched"])
        guard let decision = try parts["decision"].map(text) ?? common else {
            throw failure("this test names no decision", item.place)
        }
        guard let given = parts["given"] else {
            throw failure("this test gives no inputs", item.place)
        }
        let expected: DecisionTest.Expectation
        switch (parts["then"], parts["fails"]) {
        case (let outcome?, nil): expected = .gives(outcome)
        case (nil, let reason?):
            guard let code = DecisionError.Code(rawValue: try text(reason)) else {
                throw Diagnostic(
                    .error, .value, "this is no reason for which a decision is refused",
                    at: reason.place,
                    hint: "such as no-rule, not-unique, input-not-allowed, evaluation")
            }
            expected = .fails(code)
        default: throw failure("a test has either then or fails", item.place)
        }
        var matched: [Int]?
        if let rules = parts["matched"] {
            guard case .list(let values) = try rules.value(as: .list(.number)) else {
                throw failure("a list of rules is expected", rules.place)
            }
            matched = values.compactMap { $0.number?.integer }
        }
        return DecisionTest(
            decision: decision, name: try parts["name"].map(text) ?? "test \(number)",
            given: given, expected: expected, matched: matched, place: item.place)
    }

    private static func members(
        _ value: YAMLValue, known: [String]
    ) throws(Diagnostic) -> [String: YAMLValue] {
        guard case .mapping(let members, let place) = value else {
            throw failure("keys and values are expected", value.place)
        }
        _ = place
        var found: [String: YAMLValue] = [:]
        for member in members {
            guard known.contains(member.key) else {
                throw Diagnostic(
                    .error, .unknownName, "\(member.key) is not expected here", at: member.place,
                    hint: nearest(member.key, in: known).map { "did you mean \($0)?" }
                        ?? "known are \(known.joined(separator: ", "))")
            }
            found[member.key] = member.value
        }
        return found
    }

    private static func text(_ value: YAMLValue) throws(Diagnostic) -> String {
        guard case .scalar(let text, _, _) = value else {
            throw failure("a text is expected", value.place)
        }
        return text
    }

    private static func failure(_ message: String, _ place: SourcePlace) -> Diagnostic {
        Diagnostic(.error, .test, message, at: place)
    }
}
