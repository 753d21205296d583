import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

/// The shipped catalog with a playbook of a test before all others, and two rulings for it:
/// `freely` is automatic, `withConsent` wants an AR manager.
enum TestedPlaybook {
    static func catalog(_ stages: String, files: [String: String] = [:]) throws -> Catalog {
        var all = try RuntimeWorld.shipped.get().files
        let order = String(decoding: try #require(all["catalog.yaml"]), as: UTF8.self)
        var names = ["tested"]
        for path in files.keys.sorted() where path.hasPrefix("playbooks/") {
            names.append(String(path.dropFirst("playbooks/".count).dropLast(".yaml".count)))
        }
        all["catalog.yaml"] = Array(
            order.replacing(
                "playbooks:\n",
                with: "playbooks:\n" + names.map { "  - \($0)\n" }.joined()
            ).utf8)
        // Playbooks of tests use codes of their own.
        all["exceptions.yaml"] = nil
        all["playbooks/tested.yaml"] = Array((head + stages).utf8)
        all["decisions/tested.md"] = Array(rulings.utf8)
        for (path, text) in files { all[path] = Array(text.utf8) }
        return try Catalog.compile(files: all)
    }

    /// What is before the stages.
    static let head = """
        playbook: tested
        version: 1
        purpose: Show one thing
        owner: revops-lead
        opens:
          - event: payment.failed
        joins:
          - event: ticket.created
          - event: ticket.updated
          - event: payment.recovered
        correlate: {by: account.root}
        inputs:
          account: {from: crm, newerThan: PT1H, within: PT30S}

        """

    /// A person's call, then an effect that nobody rules on, then a person again.
    static let booking = """
        stages:
          - stage: keep
            inputs: [account]
            activities:
              - {id: call, task: Call them, queue: support}
              - id: book
                act: erp.createTask
                after: call
                with: {customer: reference("erp"), kind: '"note"', text: '"A note"'}
                governedBy: freely
              - {id: last, task: Look again, queue: support, after: book}
            completesWhen: last.outcome = "done"
            otherwise: {exception: notKept, owner: support-lead, by: {elapsed: P9D}}
        """

    /// The shipped model of churn, and one that classifies.
    static let models = """
        models:
          churnRisk:
            purpose: How likely the account leaves at the end of its contract
            owner: data-science
            operation: model.churnRisk
            scopedBy: account.tier
            range: [0, 1]
            intervalWidthMax: 0.4
            within: PT3S
          rootCause:
            purpose: What broke
            owner: data-science
            operation: model.churnRisk
            labels: [configuration, platform, customerInput]
            within: PT3S

        """

    private static let rulings = """
        # Rulings of tests

        ## Decision: freely

        - Authority: T-01 Tests, clause 1, owner revops-lead, in force from 2026-01-01
        - Hit policy: UNIQUE
        - Input `account.tier`: string
        - Output `level`: "automatic"
        - Output `approver`: "none"

        | account.tier | level       | approver |
        | ------------ | ----------- | -------- |
        | -            | "automatic" | "none"   |

        ## Decision: withConsent

        - Authority: T-01 Tests, clause 2, owner revops-lead, author nora.weiss@fairlead.example, in force from 2026-01-01
        - Hit policy: UNIQUE
        - Input `account.tier`: string
        - Output `level`: "approval"
        - Output `approver`: "ar-manager"

        | account.tier | level      | approver     |
        | ------------ | ---------- | ------------ |
        | -            | "approval" | "ar-manager" |

        """
}

// What people do in tests of playbooks.
extension RuntimeWorld {
    convenience init(stages: String, files: [String: String] = [:]) throws {
        try self.init(catalog: try TestedPlaybook.catalog(stages, files: files))
    }

    /// A customer whose payment failed: the tested playbook takes it.
    static func opened(stages: String, files: [String: String] = [:]) throws -> RuntimeWorld {
        let world = try RuntimeWorld(stages: stages, files: files)
        try world.tell(Told.acme(), Told.failure())
        return world
    }

    /// The open tasks of an activity.
    func openTasks(_ activity: String) throws -> [TaskState] {
        try cases.flatMap(\.tasks).filter {
            $0.activity == activity && ($0.status == .open || $0.status == .claimed)
        }
    }

    /// Somebody does the only open task of an activity.
    func finish(_ activity: String, by principal: Principal = .person("support-agent")) throws {
        let tasks = try openTasks(activity)
        try #require(tasks.count == 1, "\(activity): \(tasks.count) tasks")
        let reply = try command(
            .completeTask(id: tasks[0].id, note: "done"), on: tasks[0].id, by: principal)
        if case .rejected(let rejection) = reply { throw Unexpected(rejection.message) }
    }

    /// An AR manager decides the only open approval.
    func decide(_ isGranted: Bool, by id: String = "p-ar") throws {
        let open = try cases.flatMap(\.approvals).filter { $0.status == .open }
        try #require(open.count == 1, "\(open.count) approvals")
        let reply = try command(
            .decideApproval(id: open[0].id, isGranted: isGranted, reason: "seen"),
            on: open[0].id, by: .person(open[0].role, id))
        if case .rejected(let rejection) = reply { throw Unexpected(rejection.message) }
    }

    func openExceptions() throws -> [ExceptionState] {
        try cases.flatMap(\.exceptions).filter { $0.status == .open }
    }
}
