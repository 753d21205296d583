import DMN
import FEEL
import FairleadCatalog
import FairleadDomain
import FairleadPlaybook
import Testing

/// A small world to read playbooks against, and the playbook that the tests change.
enum Fixture {
    static func read(_ text: String) -> (playbook: Playbook?, findings: [String]) {
        var diagnostics = Diagnostics()
        guard
            let node = YAMLReader.document(
                Array(text.utf8), file: "p.yaml", &diagnostics)
        else { return (nil, diagnostics.sorted.map(\.text)) }
        var reader = PlaybookReader(vocabulary: vocabulary)
        let playbook = reader.read(node)
        return (playbook, reader.diagnostics.sorted.map(\.text))
    }

    /// The playbook with one text put in another's place; the text must be there.
    static func changed(_ text: String, to replacement: String) -> String {
        if !source.contains(text) { Issue.record("'\(text)' is not in the fixture") }
        return source.replacing(text, with: replacement, maxReplacements: 1)
    }

    static let vocabulary: Vocabulary = {
        var diagnostics = Diagnostics()
        let types = ObjectTypes(schemas: schemas, positions: [:], &diagnostics)
        precondition(!diagnostics.hasErrors, "\(diagnostics.all)")
        return Vocabulary(
            types: types,
            events: [
                "payment.failed": EventDeclaration(type: "payment.failed", objects: ["payment"]),
                "payment.recovered": EventDeclaration(type: "payment.recovered", objects: []),
                "ticket.created": EventDeclaration(type: "ticket.created", objects: ["ticket"]),
            ],
            decisions: decisions, operations: operations, lookUps: lookUps,
            models: [model.name: model, classifier.name: classifier], templates: templates(types),
            roles: roles,
            queues: ["retention"], calendars: ["office"], declassified: ["priority.score"])
    }()

    static let roles = ["ar-manager", "finance-controller", "head-of-cs", "account-owner"]

    private static func field(
        _ name: String, _ type: String, _ labels: [String] = [], optional: Bool = false
    ) -> ObjectSchema.Field {
        ObjectSchema.Field(
            name: name, type: type, labels: Labels(labels), owner: "finance", optional: optional)
    }

    private static let schemas = [
        ObjectSchema(
            type: "account", version: 1,
            fields: [
                field("id", "string"), field("name", "string"),
                field("tier", "\"starter\", \"growth\", \"strategic\""),
                field("arr", "money", ["commercial"]),
                field("billingContact", "string", ["personal"]),
            ]),
        ObjectSchema(
            type: "receivable", version: 1,
            fields: [
                field("amountOpen", "money", ["finance"]),
                field("dueOn", "date", ["finance"]),
            ]),
        ObjectSchema(
            type: "payment", version: 1,
            fields: [
                field("failure", "string", ["finance"], optional: true)
            ]),
        ObjectSchema(
            type: "ticket", version: 1,
            fields: [field("id", "string"), field("topic", "string", optional: true)]),
    ]

    private static func operation(
        _ name: String, _ kind: OperationDeclaration.Kind, _ arguments: [(String, String)],
        gives: String? = nil, list: Bool = false
    ) -> (String, OperationDeclaration) {
        let declaration = OperationDeclaration(
            name: name, kind: kind, once: .none,
            arguments: arguments.map {
                .init(name: $0.0, type: $0.1, optional: $0.0 == "note")
            }, gives: gives, givesList: list, retry: .standard, claims: nil)
        return (name, declaration)
    }

    private static let operations = Dictionary(uniqueKeysWithValues: [
        operation("crm.account", .lookup, [("account", "string")], gives: "account"),
        operation(
            "erp.receivables", .lookup, [("customer", "string")], gives: "receivable",
            list: true),
        operation("churn.estimate", .estimate, [("tier", "string")]),
        operation(
            "billing.grantGrace", .effect,
            [("account", "string"), ("for", "days and time duration"), ("note", "string")]),
        operation("billing.revokeGrace", .effect, [("account", "string")]),
        operation("billing.credit", .effect, [("account", "string"), ("amount", "money")]),
        operation("helpdesk.reply", .effect, [("to", "string"), ("text", "string")]),
    ])

    private static func source(_ text: String) -> ArgumentSource {
        ArgumentSource(
            name: "",
            value: SourceNode(.scalar(text, plain: true), at: position))
    }

    private static let position = SourcePosition(file: "connector.yaml", line: 1, column: 1)

    private static let lookUps: [String: [LookUp]] = [
        "crm": [
            LookUp(
                name: "account", operation: "crm.account",
                with: [ArgumentSource(name: "account", value: source("reference(\"crm\")").value)],
                position: position)
        ],
        "erp": [
            LookUp(
                name: "receivables", operation: "erp.receivables",
                with: [
                    ArgumentSource(name: "customer", value: source("reference(\"erp\")").value)
                ], position: position)
        ],
        "churn": [], "billing": [], "helpdesk": [],
    ]

    private static let model = ModelDeclaration(
        name: "churnRisk", owner: "data", operation: "churn.estimate",
        with: [ArgumentSource(name: "tier", value: source("account.tier").value)],
        scopedBy: "account.tier", low: "0", high: "1", intervalWidthMax: "0.4",
        withinMilliseconds: 3_000, position: position)

    private static let classifier = ModelDeclaration(
        name: "rootCause", owner: "data", operation: "churn.estimate",
        with: [ArgumentSource(name: "tier", value: source("account.tier").value)],
        scopedBy: nil, low: "0", high: "1", intervalWidthMax: "", withinMilliseconds: 3_000,
        labels: ["platform", "customer"], position: position)

    private static func templates(_ types: ObjectTypes) -> [String: TemplateDeclaration] {
        let text = """
            template: reply
            version: 1
            owner: support
            via: helpdesk.reply
            mayRead: []
            reads: {account: account}
            text: Dear {account.name}, we are looking into it.
            """
        var all: [String: TemplateDeclaration] = [:]
        for one in [
            text,
            text.replacing("template: reply", with: "template: telling")
                .replacing("{account.name}", with: "{account.arr}"),
            text.replacing("template: reply", with: "template: owing")
                .replacing("{account: account}", with: "{exposure: number}")
                .replacing("{account.name}", with: "{exposure}"),
        ] {
            var diagnostics = Diagnostics()
            let node = YAMLReader.document(Array(one.utf8), file: "t.yaml", &diagnostics)
            guard let node,
                let read = TemplateReader.declaration(node, types: types, &diagnostics)
            else { preconditionFailure("\(diagnostics.all)") }
            all[read.template.name] = read
        }
        return all
    }

    // MARK: Decisions

    private static func table(
        _ name: String, _ inputs: [(String, FEELType)], _ outputs: [(String, FEELType)],
        _ rules: [[String]], authors: [String] = ["ada@fairlead.example"]
    ) -> DecisionDefinition {
        let place = SourcePlace(file: "d.md", line: 1, column: 1, length: 1, lineText: "")
        return DecisionDefinition(
            name: name, place: place,
            authority: PolicyDocument(document: "FIN-1", authors: authors),
            logic: .table(
                TableDefinition(
                    hitPolicy: .first,
                    inputs: inputs.map {
                        InputClause(expression: SourceText($0.0), type: $0.1)
                    },
                    outputs: outputs.map { OutputClause(name: $0.0, type: $0.1) },
                    rules: rules.map { cells in
                        RuleDefinition(
                            conditions: cells.prefix(inputs.count).map { SourceText($0) },
                            outputs: cells.dropFirst(inputs.count).map { SourceText($0) },
                            place: place)
                    })))
    }

    private static let levels = FEELType.enumeration([
        "forbidden", "approval", "automatic",
    ])

    private static let decisions: [String: Decision] = {
        let ruling: [(String, FEELType)] = [
            ("level", levels),
            ("approver", .enumeration(["none", "ar-manager"])), ("term", .daysTime),
        ]
        let rules = [
            ["<= 5000", "\"automatic\"", "\"none\"", "duration(\"P7D\")"],
            ["-", "\"approval\"", "\"ar-manager\"", "duration(\"P7D\")"],
        ]
        let definitions = [
            table("serviceGrace", [("exposure", .number)], ruling, rules),
            table("unsigned", [("exposure", .number)], ruling, rules, authors: []),
            table("churnGrace", [("churn.value", .number)], ruling, rules),
            table(
                "labelGrace", [("cause.label", .string)], ruling,
                [
                    ["-", "\"automatic\"", "\"none\"", "duration(\"P7D\")"]
                ]),
            table(
                "foundGrace", [("found.tier", .string)], ruling,
                [
                    ["-", "\"automatic\"", "\"none\"", "duration(\"P7D\")"]
                ]),
            table("scoredGrace", [("priority.score", .number)], ruling, rules),
            table(
                "sharedPriority", [("churn.value", .number), ("exposure", .number)],
                [("score", .number), ("level", .string)],
                [["> 0.5", "-", "90", "\"high\""], ["-", "-", "10", "\"low\""]]),
            table(
                "unlisted", [("exposure", .number)],
                [("level", .string), ("approver", .string)],
                [["-", "\"automatic\"", "\"none\""]]),
            table(
                "strange", [("exposure", .number)],
                [("level", levels), ("approver", .enumeration(["emperor"]))],
                [["-", "\"automatic\"", "\"emperor\""]]),
            table("renewalWindow", [("tier", .string)], [("days", .number)], [["-", "90"]]),
            table(
                "byTier", [("account.tier", .enumeration(["starter", "growth"]))],
                [("days", .number)], [["-", "90"]]),
        ]
        var decisions: [String: Decision] = [:]
        for definition in definitions {
            var definition = definition
            definition.isFunction = definition.name == "renewalWindow"
            guard let compiled = try? DecisionGraph([definition])[definition.name] else {
                preconditionFailure(definition.name)
            }
            decisions[definition.name] = Decision(compiled)
        }
        return decisions
    }()

    // MARK: The playbook

    static let source = """
        playbook: paymentFailed
        version: 4
        purpose: Recover the payment without losing the customer
        owner: head-of-cs
        opens:
          - event: payment.failed
            when: account.tier != "starter" and renewalWindow(account.tier) > 30
            lookback: P2D
        joins:
          - event: ticket.created
            when: ticket.topic in ("access", "billing")
        correlate: {by: account.root}
        inputs:
          account: {from: crm, newerThan: PT1H}
          receivables: {from: erp, newerThan: PT15M, within: PT3S, otherwise: degraded}
        derives:
          exposure: 'if receivables = null then 100000 else sum(receivables.amountOpen.amount)'
        clocks:
          recovery: {kind: OLA, target: {elapsed: PT24H}, stopsOn: payment.recovered,
            ladder: [{at: 75%, to: head-of-cs}, {at: 100%, to: [head-of-cs, account-owner]}]}
        stages:
          - stage: understand
            inputs: [account, receivables]
            activities:
              - id: churn
                estimate: churnRisk
                scope: [growth, strategic]
                otherwise: {value: 0.5, mark: degraded}
              - id: priority
                decide: sharedPriority
                after: churn
            completesWhen: priority.score > 0
            otherwise: {exception: triageIncomplete, owner: head-of-cs, by: {elapsed: PT15M}}
          - stage: keepAndRecover
            after: understand
            inputs: [account]
            activities:
              - id: grace
                act: billing.grantGrace
                with: {account: account.id, for: ruling.term}
                governedBy: serviceGrace
                recheck: receivables
                shows: "Keep access for {account.name}: past due {exposure}."
                ifRefused: {task: Agree the next step with the customer, queue: retention}
                compensate: billing.revokeGrace
                never: [{role: account-owner}]
              - id: answer
                notify: reply
                audience: {contact: billing, of: account}
                governedBy: serviceGrace
                after: any of [grace, call]
              - id: call
                task: Call the customer's administrator
                queue: retention
                within: {elapsed: PT4H}
              - id: paid
                wait: payment.recovered
            completesWhen: occurred("payment.recovered")
            otherwise: {exception: notRecovered, owner: head-of-cs, by: {elapsed: P14D}}
        reactions:
          - {event: payment.recovered, do: cancel, compensate: none, close: recovered}
        """
}
