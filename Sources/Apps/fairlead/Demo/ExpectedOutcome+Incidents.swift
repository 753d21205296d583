import FairleadEstate

extension ExpectedOutcome {
    /// Engineering, the account team and executives hear of it at once.
    private static let told = ["tracker.createIssue", "chat.post"]
    private static let word = PersonStep.decides(
        .communications, as: "communications-lead", isGranted: true)
    private static let command = PersonStep.completes(
        .incidentManager, queue: "incidentCommanders")

    static let incidents: [String: ExpectedOutcome] = [
        "severity-1": ExpectedOutcome(
            ExpectedCase(
                playbook: "severityOneIncident", outcome: "completed",
                done: told + ["statusPage.publish", "erp.postAccrual"],
                never: ["erp.issueCreditMemo"],
                approvals: [
                    "communications-lead": "granted", "billing-manager": "withdrawn",
                    "finance-controller": "granted",
                ],
                queues: [
                    "incidentCommanders", "premiumSupport", "vp-engineering", "financeOperations",
                    "incidentReview",
                ]),
            people: [
                command, word, .completes(.supportLead, queue: "premiumSupport"),
                .waits(minutes: 215), .happens(.mitigateIncident),
                // What was asked for 35 minutes lapses: it is 250 minutes now, and more money.
                .decides(.controller, as: "finance-controller", isGranted: true),
                .completes(.incidentManager, queue: "incidentReview"),
                .completes(.controller, queue: "financeOperations"),
            ]),
        // Why not is written down; the incident goes on to its review as any other.
        "severity-1-reserve-refused": ExpectedOutcome(
            ExpectedCase(
                playbook: "severityOneIncident", outcome: "completed",
                done: told + ["statusPage.publish"], never: ["erp.postAccrual"],
                approvals: ["communications-lead": "granted", "billing-manager": "refused"],
                queues: [
                    "incidentCommanders", "premiumSupport", "financeOperations", "incidentReview",
                ]),
            people: [
                command, word, .completes(.supportLead, queue: "premiumSupport"),
                .decides(.billingManager, as: "billing-manager", isGranted: false),
                .completes(.controller, queue: "financeOperations"),
                .happens(.mitigateIncident),
                .completes(.incidentManager, queue: "incidentReview"),
            ]),
        // One branch waits; the others do not.
        "severity-1-tracker-down": ExpectedOutcome(
            ExpectedCase(
                playbook: "severityOneIncident",
                done: told + ["statusPage.publish", "erp.postAccrual"],
                approvals: ["communications-lead": "granted", "billing-manager": "granted"],
                queues: ["incidentCommanders", "premiumSupport"]),
            people: [
                word, .decides(.billingManager, as: "billing-manager", isGranted: true),
                .waits(minutes: 10), .happens(.lift(.tracker)), .waits(minutes: 20),
            ]),
        // The contract promises what was not broken yet: nothing is set aside.
        "severity-1-promoted": ExpectedOutcome(
            ExpectedCase(playbook: nil, outcome: "not-concerned"),
            ExpectedCase(
                playbook: "severityOneIncident", done: told, never: ["erp.postAccrual"],
                approvals: ["communications-lead": "open"], queues: ["incidentCommanders"])),
    ]
}
