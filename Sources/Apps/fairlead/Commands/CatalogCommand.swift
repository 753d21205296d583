import ArgumentParser
import FairleadCanonical
import FairleadCatalog
import FairleadPlaybook

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Compile and test what governs.",
        subcommands: [Check.self, Test.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Compile the catalog.")

        @ArgumentParser.Argument(help: "The catalog's folder.") var folder = "Catalog"
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let findings: [Diagnostic]
            var digest: String?
            do {
                let catalog = try Catalog.load(directory: folder)
                findings =
                    catalog.warnings + (DecisionFile.today.map { catalog.outOfForce(on: $0) } ?? [])
                digest = catalog.digest.description
            } catch {
                findings = error.diagnostics
            }
            if json {
                print(
                    JSON.object([
                        "good": .bool(digest != nil),
                        "catalog": digest.map { .string($0) } ?? .null,
                        "findings": .array(findings.map { .string($0.text) }),
                    ]).text)
            } else {
                for finding in findings { print(finding.text) }
                if let digest { print("The catalog compiles: \(digest)") }
            }
            if digest == nil { throw Exit.found }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the tests beside the decision tables.")

        @ArgumentParser.Argument(help: "The catalog's folder.") var folder = "Catalog"
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let catalog: Catalog
            do {
                catalog = try Catalog.load(directory: folder)
            } catch {
                for finding in error.diagnostics { print(finding.text) }
                throw Exit.found
            }
            let report = catalog.test()
            if json {
                print(Self.json(report).text)
            } else {
                for line in report.lines {
                    let name = line.decision.padded(to: 22)
                    let rules =
                        line.rules == 0
                        ? "" : ", \(line.rulesReached) of \(line.rules) rules reached"
                    print("\(name) \(line.passed) of \(line.tests) tests pass\(rules)")
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
}

extension String {
    /// With spaces at its end up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
