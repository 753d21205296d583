public import DMN
import DMNFormats
import FEEL
public import FairleadPlaybook

/// What the tests beside a catalog's decision models found.
public struct CatalogTestReport: Sendable {
    /// A decision, or a table within knowledge or another expression (which has no tests).
    public struct Line: Sendable, Hashable {
        public let decision: String
        public let tests: Int
        public let passed: Int
        public let rules: Int
        /// Rules that gave the outcome of no test that passed, from 1.
        public let unreached: [Int]

        public var rulesReached: Int { rules - unreached.count }
    }

    /// By decision, sorted.
    public let lines: [Line]
    /// Tests that failed, rules that no test reaches, decisions without tests.
    public let findings: [FairleadPlaybook.Diagnostic]

    public var tests: Int { lines.reduce(0) { $0 + $1.tests } }
    public var passed: Int { lines.reduce(0) { $0 + $1.passed } }
    public var rules: Int { lines.reduce(0) { $0 + $1.rules } }
    public var rulesReached: Int { lines.reduce(0) { $0 + $1.rulesReached } }
    public var isGood: Bool { findings.isEmpty }
}

extension Catalog {
    /// Runs the tests that stand beside the decision models. Deterministic; reads nothing else.
    public func test() -> CatalogTestReport {
        CatalogTestReport(of: models) { files[$0] }
    }
}

extension CatalogTestReport {
    /// Runs the tests that stand beside decision models.
    /// - Parameter bytes: the bytes of a file of tests by its path; `nil` where there is none.
    public init(
        of models: [(path: String, graph: DecisionGraph)], _ bytes: (String) -> [UInt8]?
    ) {
        var lines: [Line] = []
        var diagnostics = Diagnostics()
        for (path, graph) in models {
            let tests = ModelFiles.tests(beside: path)
            lines += Self.run(bytes(tests), tests, graph, of: path, &diagnostics)
        }
        self.init(
            lines: lines.sorted { $0.decision < $1.decision }, findings: diagnostics.sorted)
    }

    private static func run(
        _ bytes: [UInt8]?, _ path: String, _ graph: DecisionGraph, of file: String,
        _ diagnostics: inout Diagnostics
    ) -> [Line] {
        guard let bytes, let text = String(validating: bytes, as: UTF8.self) else {
            diagnostics.error(
                "the tests beside this file are missing: \(path)",
                at: SourcePosition(file: file, line: 1, column: 1))
            return []
        }
        do throws(CompileError) {
            let report = try DecisionTests(text, file: path).run(graph)
            for failure in report.failures { diagnostics.add(Diagnostic(failure, in: path)) }
            let decisions = graph.decisions
            for coverage in report.coverage { tell(coverage, file, &diagnostics) }
            let within = report.coverage.filter { coverage in
                !decisions.contains { $0.name == coverage.table.name }
            }
            return decisions.map { line($0, report, file, &diagnostics) }
                + within.map { Line($0.table.name, [], $0) }
        } catch {
            for finding in error.diagnostics { diagnostics.add(Diagnostic(finding, in: path)) }
            return []
        }
    }

    private static func line(
        _ decision: CompiledDecision, _ report: DecisionTestReport, _ file: String,
        _ diagnostics: inout Diagnostics
    ) -> Line {
        let own = report.outcomes.filter { $0.decision == decision.name }
        if own.isEmpty {
            diagnostics.error(
                "'\(decision.name)' has no tests",
                at: SourcePosition(of: decision, in: file))
        }
        return Line(
            decision.name, own, report.coverage.first { $0.table.name == decision.name })
    }

    private static func tell(
        _ coverage: DecisionTestReport.Coverage, _ file: String, _ diagnostics: inout Diagnostics
    ) {
        for number in coverage.unreached {
            let rule = coverage.table.definition.rules[number - 1]
            let notes = rule.annotations.filter { !$0.isEmpty }
            diagnostics.error(
                "no test of '\(coverage.table.name)' is decided by rule \(number)",
                at: SourcePosition(file: file, line: rule.place.line, column: rule.place.column),
                hint: notes.isEmpty ? nil : notes.joined(separator: ", "))
        }
    }
}

extension CatalogTestReport.Line {
    fileprivate init(
        _ name: String, _ outcomes: [DecisionTestReport.Outcome],
        _ coverage: DecisionTestReport.Coverage?
    ) {
        self.init(
            decision: name, tests: outcomes.count, passed: outcomes.count { $0.passed },
            rules: coverage?.table.definition.rules.count ?? 0,
            unreached: coverage?.unreached ?? [])
    }
}
