import DMN
import FEEL
import Testing

@Suite struct DifferenceTests {
    private static func model(_ definition: DecisionDefinition) throws -> DecisionGraph {
        try DecisionGraph([definition])
    }

    private static func grace(
        _ rows: [[String]], _ policy: HitPolicy = .unique,
        inputs: [(String, FEELType)] = [("amount", .number), ("tier", .string)]
    ) -> DecisionDefinition {
        TableFixture.table(
            "grace", policy, inputs: inputs, outputs: [("days", .number)], allowsGaps: true, rows)
    }

    @Test func `a bound that moved is told with the inputs between, and an example`() throws {
        let old = try Self.model(Self.grace([["< 100", "-", "7"], [">= 100", "-", "0"]]))
        let new = try Self.model(Self.grace([["<= 250", "-", "7"], ["> 250", "-", "0"]]))
        let difference = try #require(old.differences(to: new).first)
        #expect(difference.kind == .table)
        #expect(difference.cases.count == 1)
        let item = try #require(difference.cases.first)
        #expect(item.when == ["amount >= 100 and <= 250"])
        #expect(item.was == .init(text: "0", rule: 2))
        #expect(item.now == .init(text: "7", rule: 1))
        #expect(difference.casesAreAll)
    }

    @Test func `rules that are written differently and decide alike are no difference`() throws {
        let old = try Self.model(Self.grace([["< 100", "-", "7"], [">= 100", "-", "0"]]))
        let new = try Self.model(
            Self.grace(
                [["[0..100)", "-", "7"], ["< 0", "-", "7"], ["-", "-", "0"]], .first))
        #expect(old.differences(to: new).isEmpty)
    }

    @Test func `an input that no longer meets a rule, and one that is new, are told`() throws {
        let old = try Self.model(Self.grace([["< 100", "-", "7"]]))
        let new = try Self.model(
            Self.grace(
                [["< 50", "true", "7"]],
                inputs: [("amount", .number), ("vip", .boolean)]))
        let cases = try #require(old.differences(to: new).first).cases
        #expect(cases.allSatisfy { $0.now.text == nil && $0.was.rule == 1 })
        #expect(
            cases.map(\.when) == [
                ["amount < 100", "vip = false"], ["amount >= 50 and < 100", "vip = true"],
            ])
    }

    @Test func `a rule that loses makes no difference, also where outputs are computed`() throws {
        func model(_ text: String, _ days: String = "2 + 5") throws -> DecisionGraph {
            try Self.model(
                TableFixture.table(
                    "grace", .priority, inputs: [("amount", .number)],
                    outputs: [("level", .enumeration(["no", "yes"])), ("days", .number)],
                    [["< 100", "\"yes\"", days], ["< 10", text, "0 + 0"]]))
        }
        #expect(try model("\"no\"").differences(to: model("\"no\"")).isEmpty)
        let cases = try #require(model("\"no\"").differences(to: model("\"yes\"")).first).cases
        #expect(cases.map(\.when) == [["amount < 10"]])
        let lost = try #require(
            model("\"no\"").differences(to: model("\"no\"", "3 + 5")).first)
        #expect(lost.cases.map(\.when) == [["amount >= 10 and < 100"]])
        let computed = "if amount > 1 then \"no\" else \"yes\""
        let unknown = try #require(model("\"no\"").differences(to: model(computed)).first)
        // What cannot be told exactly is tried.
        #expect(unknown.cases.map(\.when) == [nil])
        #expect(unknown.undecided != nil && !unknown.casesAreAll)
    }

    @Test func `outcomes that all rules give are compared one by one`() throws {
        let old = try Self.model(
            Self.grace([["< 100", "-", "7"], ["-", "\"a\"", "1"]], .collect(nil)))
        let new = try Self.model(
            Self.grace([["< 100", "-", "7"], ["-", "\"a\", \"b\"", "1"]], .collect(nil)))
        let cases = try #require(old.differences(to: new).first).cases
        #expect(cases.map(\.when) == [["tier = \"b\""]])
        #expect(cases.map(\.now.text) == ["1"])
    }

    @Test func `decisions that are new, gone or other expressions are told`() throws {
        let old = try DecisionGraph([
            TableFixture.expression("a", "1 + 1"), TableFixture.expression("b", "1"),
            TableFixture.expression("c", "(2)"),
        ])
        let new = try DecisionGraph([
            TableFixture.expression("a", "1 + 2"), TableFixture.expression("c", " 2 "),
            TableFixture.expression("d", "3"),
        ])
        let differences = old.differences(to: new)
        #expect(differences.map(\.decision) == ["a", "d", "b"])
        #expect(differences.map(\.kind) == [.expression, .added, .removed])
    }

    private static func expression(
        _ text: String, _ uses: [(String, FEELType)]
    ) throws -> DecisionGraph {
        try DecisionGraph([TableFixture.expression("d", text, uses: uses)])
    }

    /// Two expressions, what they use, and an input that evaluation shows to differ.
    @Test(arguments: [
        ("if amount > 5000 then 1 else 2", "if amount >= 5000 then 1 else 2"),
        (
            "if tier = \"gold\" then amount else 0",
            "if tier in (\"gold\", \"silver\") then amount else 0"
        ),
        ("amount / 2", "amount / (amount - 7)"), ("tier", "upper case(tier)"),
        ("if amount > 100 and tier = \"x\" then 1 else 2", "if amount > 100 then 1 else 2"),
    ])
    func `an expression that decides differently is told with an example`(
        before: String, after: String
    ) throws {
        let uses: [(String, FEELType)] = [("order.amount", .number), ("order.tier", .string)]
        func graph(_ text: String) throws -> DecisionGraph {
            try Self.expression(
                text.replacing("amount", with: "order.amount").replacing(
                    "tier", with: "order.tier"),
                uses)
        }
        let (old, new) = (try graph(before), try graph(after))
        let difference = try #require(old.differences(to: new).first)
        let found = try #require(difference.cases.first)
        #expect(found.when == nil && !difference.casesAreAll && difference.undecided == nil)
        var order = Context()
        for (title, value) in zip(found.titles, found.example) {
            order[String(title.dropFirst("order.".count))] = value
        }
        let inputs: Context = ["order": .context(order)]
        #expect((try? old.evaluate("d", inputs).value.description) == found.was.text)
        #expect((try? new.evaluate("d", inputs).value.description) == found.now.text)
        #expect(found.was.text != found.now.text)
    }

    @Test func `expressions that no input tells apart are alike where all inputs were tried`()
        throws
    {
        let flags: [(String, FEELType)] = [
            ("a", .boolean), ("b", .boolean), ("t", .enumeration(["x", "y"])),
        ]
        let old = try Self.expression("not(a and b) and t = \"x\"", flags)
        let new = try Self.expression("(not(a) or not(b)) and t != \"y\"", flags)
        #expect(old.differences(to: new).isEmpty)
        let numbers: [(String, FEELType)] = [("n", .number)]
        let open = try #require(
            try Self.expression("n * 2", numbers)
                .differences(to: try Self.expression("n + n", numbers)).first)
        #expect(open.kind == .expression && open.cases.isEmpty)
        #expect(open.undecided?.contains("not decided within the bound") == true)
    }

    @Test(arguments: 1...60)
    func `each case is one, and where none is told random search finds none`(
        seed: UInt64
    ) throws {
        var generator = TableGenerator(seed: seed)
        let policy: HitPolicy = [.first, .unique, .any][Int(seed % 3)]
        let definition = generator.table(columns: 3, rules: 6, policy, anyPercent: 40)
        guard case .table(var table) = definition.logic else { return }
        let types = table.inputs.map(\.type)
        let other = generator.table(columns: 3, rules: 6, policy, anyPercent: 40)
        // One rule of another table of the same columns, or another outcome.
        let rule = generator.pick(6)
        if case .table(let more) = other.logic, more.inputs.map(\.type) == types {
            table.rules[rule] = more.rules[rule]
        } else {
            table.rules[rule].outputs = [SourceText("9")]
        }
        var changed = definition
        changed.logic = .table(table)
        let (old, new) = (try Self.model(definition), try Self.model(changed))
        let differences = old.differences(to: new)
        for item in differences.flatMap(\.cases) {
            let inputs = item.example.map { $0 ?? .null }
            let (before, after) = (Self.outcome(old, inputs), Self.outcome(new, inputs))
            // Several rules of UNIQUE that match decide nothing; then there is no comparison.
            guard let before, let after else { continue }
            #expect(before.text == item.was.text)
            #expect(after.text == item.now.text)
        }
        guard differences.isEmpty else { return }
        for _ in 0..<300 {
            let inputs = types.map { generator.value($0) }
            guard let before = Self.outcome(old, inputs), let after = Self.outcome(new, inputs)
            else { continue }
            #expect(before.text == after.text)
        }
    }

    /// What a model gives; `nil` where its rules contradict each other.
    private static func outcome(
        _ model: DecisionGraph, _ inputs: [Value]
    ) -> DecisionDifference.Outcome? {
        var context = Context()
        for (at, value) in inputs.enumerated() { context["x\(at)"] = value }
        do throws(DecisionError) {
            return .init(text: try model.evaluate("t", context).value.description, rule: nil)
        } catch { return error.code == .noRule ? .init(text: nil, rule: nil) : nil }
    }
}
