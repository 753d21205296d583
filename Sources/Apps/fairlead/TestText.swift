import FairleadCanonical
import FairleadCatalog
import FairleadPlaybook

/// What the tests beside decision models found, as lines for people or as JSON.
enum TestText {
    /// Prints a report; one that is not good ends the command.
    static func show(_ report: CatalogTestReport, json: Bool) throws {
        if json {
            print(Self.json(report).text)
        } else {
            for line in report.lines {
                let name = line.decision.padded(to: 22)
                var counts: [String] = []
                // What stands within knowledge is tested by the decisions that call it.
                if line.tests > 0 || line.rules == 0 {
                    counts.append("\(line.passed) of \(line.tests) tests pass")
                }
                if line.rules > 0 {
                    counts.append("\(line.rulesReached) of \(line.rules) rules reached")
                }
                print("\(name) \(counts.joined(separator: ", "))")
            }
            for finding in report.findings { print(finding.text) }
            print(
                "\(report.passed) of \(report.tests) tests pass, "
                    + "\(report.rulesReached) of \(report.rules) rules reached")
        }
        if !report.isGood { throw Exit.found }
    }

    private static func json(_ report: CatalogTestReport) -> JSON {
        func number(_ value: Int) -> JSON { .integer(Int64(value)) }
        let lines = report.lines.map { line -> JSON in
            [
                "decision": .string(line.decision), "tests": number(line.tests),
                "passed": number(line.passed), "rules": number(line.rules),
                "rulesReached": number(line.rulesReached),
                "rulesUnreached": .array(line.unreached.map(number)),
            ]
        }
        return .object([
            "good": .bool(report.isGood), "tests": number(report.tests),
            "passed": number(report.passed), "rules": number(report.rules),
            "rulesReached": number(report.rulesReached), "decisions": .array(lines),
            "findings": .array(report.findings.map { .string($0.text) }),
        ])
    }
}
