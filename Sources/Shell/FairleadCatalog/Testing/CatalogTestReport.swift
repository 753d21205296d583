import DMN
import FEEL
public import FairleadPlaybook

/// What the tests of a catalog's decisions found.
public struct CatalogTestReport: Sendable {
    public struct Line: Sendable {
        public let decision: String
        public let cases: Int
        public let passed: Int
        /// Rules of the table, and how many of them decided at least one case.
        public let rules: Int
        public let rulesTried: Int
    }

    /// By decision, sorted.
    public let lines: [Line]
    /// Cases that failed, rules that no case tries, decisions without tests.
    public let findings: [FairleadPlaybook.Diagnostic]

    public var cases: Int { lines.reduce(0) { $0 + $1.cases } }
    public var passed: Int { lines.reduce(0) { $0 + $1.passed } }
    public var isGood: Bool { findings.isEmpty }
}

extension Catalog {
    /// Runs the tests that stand beside the decision tables. Deterministic; reads nothing else.
    public func test() -> CatalogTestReport {
        var diagnostics = Diagnostics()
        var tests: [DecisionTests] = []
        for path in files.keys.sorted() where path.hasSuffix(".tests.yaml") {
            let nodes = YAMLReader.documents(files[path] ?? [], file: path, &diagnostics)
            for node in nodes {
                if let read = DecisionTests(
                    node, decisions: governance.decisions, &diagnostics)
                {
                    tests.append(read)
                }
            }
        }
        var lines: [CatalogTestReport.Line] = []
        for name in governance.decisions.keys.sorted() {
            guard let decision = governance.decisions[name] else { continue }
            let own = tests.filter { $0.decision == name }
            lines.append(DecisionTestRun(decision).run(own, &diagnostics))
        }
        return CatalogTestReport(lines: lines, findings: diagnostics.sorted)
    }
}

/// Runs the tests of one decision.
private struct DecisionTestRun {
    let decision: Decision
    let table: TableDefinition?
    let place: SourcePosition

    init(_ decision: Decision) {
        self.decision = decision
        let definition = decision.model[decision.name]?.definition
        table = definition?.table
        place = SourcePosition(
            file: definition?.place.file ?? decision.name, line: definition?.place.line ?? 1,
            column: definition?.place.column ?? 1)
    }

    func run(
        _ tests: [DecisionTests], _ diagnostics: inout Diagnostics
    ) -> CatalogTestReport.Line {
        var tried: Set<Int> = []
        var cases = 0
        var passed = 0
        for test in tests {
            for one in test.cases {
                cases += 1
                let environment = Environment(now: test.now)
                let result = decision.evaluate(one.given, environment)
                if case .success(let made) = result { tried.formUnion(made.chosen) }
                if let difference = difference(result, one.expected) {
                    diagnostics.error(
                        "'\(one.name)' of '\(decision.name)': \(difference)", at: one.position)
                } else {
                    passed += 1
                }
            }
        }
        if cases == 0 {
            diagnostics.error("'\(decision.name)' has no tests", at: place)
        } else {
            for (index, rule) in (table?.rules ?? []).enumerated()
            where !tried.contains(index + 1) {
                diagnostics.error(
                    "no case of '\(decision.name)' is decided by rule \(index + 1)",
                    at: SourcePosition(
                        file: rule.place.file ?? place.file, line: rule.place.line,
                        column: rule.place.column))
            }
        }
        return CatalogTestReport.Line(
            decision: decision.name, cases: cases, passed: passed,
            rules: table?.rules.count ?? 0, rulesTried: tried.count)
    }

    /// In what the result differs from what was expected; nil: in nothing.
    private func difference(
        _ result: Result<DecisionResult, DecisionError>, _ expected: DecisionTests.Expected
    ) -> String? {
        switch (result, expected) {
        case (.failure(let error), .fails(let code)):
            return error.code.rawValue == code
                ? nil : "fails with \(error.code.rawValue), expected \(code)"
        case (.failure(let error), _): return "no decision: \(error.description)"
        case (.success(let made), .fails(let code)):
            return "gives \(made.value), expected to fail with \(code)"
        case (.success(let made), .value(let value)):
            return made.value == value ? nil : "gives \(made.value), expected \(value)"
        case (.success(let made), .outputs(let outputs)):
            let wrong = outputs.filter { made[$0.name] != $0.value }
            if wrong.isEmpty { return nil }
            return wrong.map { output in
                "\(output.name) is \(made[output.name] ?? .null), expected \(output.value)"
            }.joined(separator: "; ")
        }
    }
}
