import DMN
import FEEL

/// What came of running tests against a model.
public struct DecisionTestReport: Sendable {
    public struct Outcome: Sendable, Hashable {
        public let decision: String
        public let name: String
        /// Why the test failed; `nil` for one that passed.
        public let failure: Diagnostic?

        public var passed: Bool { failure == nil }
    }

    /// Which rules of a table the tests reached.
    public struct Coverage: Sendable {
        public let table: ModelTable
        /// Rules that gave an outcome in some test that passed, from 1.
        public let reached: [Int]
        /// Rules that no test reached, from 1.
        public let unreached: [Int]

        init(of table: ModelTable, _ uses: [TableUse]) {
            self.table = table
            let chosen = table.chosen(in: uses)
            let all = table.definition.rules.indices.map { $0 + 1 }
            reached = all.filter(chosen.contains)
            unreached = all.filter { !chosen.contains($0) }
        }
    }

    public let outcomes: [Outcome]
    /// For each table of the model, in its order.
    public let coverage: [Coverage]

    public var failures: [Diagnostic] { outcomes.compactMap(\.failure) }
}

extension DecisionTests {
    /// Runs the tests against a model.
    /// - Parameter environment: time-zone data and the host's functions; `today` of the file, where
    ///   it is given, replaces that of the environment.
    public func run(
        _ graph: DecisionGraph, _ environment: Environment = Environment()
    ) -> DecisionTestReport {
        var environment = environment
        if let today {
            environment.today = today
            environment.now = DateTime(today, .midnight)
        }
        let decisions = graph.decisions
        var uses: [TableUse] = []
        let outcomes = tests.map { test in
            var asked: [TableUse] = []
            let decision = decisions.first { $0.name == test.decision }
            let failure = test.run(decision, environment, &asked)
            if failure == nil { uses += asked }
            return DecisionTestReport.Outcome(
                decision: test.decision, name: test.name, failure: failure)
        }
        return DecisionTestReport(
            outcomes: outcomes,
            coverage: graph.tables.map { DecisionTestReport.Coverage(of: $0, uses) })
    }
}

extension DecisionTest {
    /// Why the test fails; `nil` if it passes. The tables that were asked are added.
    func run(
        _ compiled: CompiledDecision?, _ environment: Environment, _ tables: inout [TableUse]
    ) -> Diagnostic? {
        guard let compiled else { return fail("there is no decision \(decision)", place) }
        let inputs = FEELType.context(
            ContextType(compiled.graph.inputs.map { .init($0.name, $0.type) }))
        do throws(Diagnostic) {
            guard case .context(let context) = try given.value(as: inputs) else {
                return fail("inputs are expected", given.place)
            }
            let result: DecisionResult
            do throws(DecisionError) {
                let made = try compiled.evaluateWithTables(context, environment)
                result = made.result
                tables += made.tables
            } catch { return check(error) }
            return try check(result, compiled)
        } catch { return error }
    }

    private func fail(_ message: String, _ place: SourcePlace, hint: String? = nil) -> Diagnostic {
        Diagnostic(.error, .test, "\(name): \(message)", at: place, hint: hint)
    }

    private func check(_ error: DecisionError) -> Diagnostic? {
        if case .fails(error.code) = expected { return nil }
        return fail(
            "nothing was decided: \(error.message)", place, hint: "[\(error.code.rawValue)]")
    }

    private func check(
        _ result: DecisionResult, _ compiled: CompiledDecision
    ) throws(Diagnostic) -> Diagnostic? {
        let matching = result.matched.map(String.init).joined(separator: ", ")
        if let matched, matched != result.matched {
            return fail("the rules that match are \(matching)", place)
        }
        guard case .gives(let wanted) = expected else {
            return fail(
                "the decision was to be refused, but gives \(result.value)", place,
                hint: "rules that match: \(matching)")
        }
        guard case .mapping(let members, _) = wanted, case .context(let outcome) = result.value
        else {
            let wanted = Self.single(wanted, compiled.definition)
            let value = try wanted.value(as: compiled.type)
            return value == result.value
                ? nil : differs("the outcome", result.value, value, wanted.place, matching)
        }
        guard case .context(let expected) = try wanted.value(as: compiled.type) else { return nil }
        for member in members {
            let (found, value) = (outcome[member.key], expected[member.key])
            if found != value {
                return differs(
                    member.key, found ?? .null, value ?? .null, member.value.place, matching)
            }
        }
        return nil
    }

    /// The value of the only output, where a test names it.
    private static func single(_ wanted: YAMLValue, _ table: TableDefinition?) -> YAMLValue {
        guard case .mapping(let members, _) = wanted, members.count == 1, let table,
            table.outputs.count == 1, members[0].key == table.outputs[0].name
        else { return wanted }
        return members[0].value
    }

    private func differs(
        _ what: String, _ found: Value, _ wanted: Value, _ place: SourcePlace, _ matching: String
    ) -> Diagnostic {
        fail(
            "\(what) is \(found), not \(wanted)", place,
            hint: matching.isEmpty ? nil : "rules that match: \(matching)")
    }
}
