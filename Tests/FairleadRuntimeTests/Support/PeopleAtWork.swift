import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import Testing

/// A playbook of nothing but work for people, before the shipped ones.
struct PeopleAtWork {
    /// One stage's activities, eight spaces in.
    var activities: String
    var completesWhen = "occurred(\"payment.recovered\")"
    var derives = ""
    /// Rows of the ruling `mayGo`: what is owed, the level, who approves.
    var ruling = [("-", "automatic", "none")]
    var pastDue = "4180.00"
    var more: [String: String] = [:]

    private var playbook: String {
        """
        playbook: peopleAtWork
        version: 1
        purpose: Work for people
        owner: revops-lead
        opens:
          - event: payment.failed
        joins:
          - event: payment.recovered
          - event: ticket.created
        inputs:
          account: {from: crm, newerThan: PT1H, within: PT30S}
          receivables: {from: erp, newerThan: PT15M, within: PT30S}
        derives:
          owed: sum(for r in receivables return r.amountOpen.amount)
        \(derives)
        stages:
          - stage: work
            inputs: [account, receivables]
            activities:
        \(activities)
            completesWhen: \(completesWhen)
            otherwise: {exception: stuck, owner: support-lead, by: {elapsed: P30D}}
        """
    }

    private var decision: String {
        func listed(_ values: [String]) -> String {
            var known: [String] = []
            for value in values where !known.contains(value) { known.append(value) }
            return known.map { "\"\($0)\"" }.joined(separator: ", ")
        }
        let rows = ruling.map { "| \($0) | \"\($1)\" | \"\($2)\" | \"T-1\" |" }
        return """
            # A ruling for tests

            ## Decision: mayGo

            - Authority: T-1, owner finance-controller, author nora.weiss@fairlead.example
            - Hit policy: FIRST
            - Input `owed`: number
            - Output `level`: \(listed(ruling.map(\.1)))
            - Output `approver`: \(listed(ruling.map(\.2)))
            - Output `clause`: string

            | owed | level | approver | clause |
            | ---- | ----- | -------- | ------ |
            \(rows.joined(separator: "\n"))

            """
    }

    func world() throws -> RuntimeWorld {
        var customer = RuntimeWorld.acme
        customer.pastDue = pastDue
        var changes = ["catalog.yaml": ("playbooks:\n", "playbooks:\n  - peopleAtWork\n")]
        if more["people.yaml"] != nil {
            // Who works there is known, so the queue can say who gets what.
            changes["queues.yaml"] = (
                "retention: {owner: head-of-cs,",
                "retention: {owner: head-of-cs, assign: automatic, skills: [calls],"
            )
        }
        return try RuntimeWorld(
            customer, changing: changes,
            adding: [
                "playbooks/peopleAtWork.yaml": playbook, "decisions/mayGo.md": decision,
            ].merging(more) { $1 })
    }

    /// A world in which the matter is open.
    func opened(by principal: Principal = .sender) throws -> RuntimeWorld {
        let world = try world()
        try world.tell(Told.acme())
        try world.tell(Told.failure(), by: principal)
        #expect(try world.matter.playbook == "peopleAtWork")
        return world
    }
}

extension RuntimeWorld {
    func decide(
        _ id: String, _ isGranted: Bool = true, by principal: Principal
    ) throws -> RuntimeReply {
        try command(
            .decideApproval(id: id, isGranted: isGranted, reason: "seen"), on: id, by: principal)
    }

    var openApprovals: [ApprovalState] {
        get throws { try matter.approvals.filter { $0.status == .open } }
    }
}

extension RuntimeReply {
    /// The code of a rejection; nil: it was done.
    var refusal: String? {
        if case .rejected(let rejection) = self { rejection.code } else { nil }
    }
}
