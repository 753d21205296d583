import FairleadEstate

extension ExpectedOutcome {
    /// What a complaint about an invoice gets, whatever it is.
    private static let looked = [
        "erp.holdDunning", "helpDesk.route", "helpDesk.note", "helpDesk.reply",
    ]
    /// Neither collections nor engineering hear of it.
    private static let escalated = ["billing.sendUpdateLink", "erp.createTask", "chat.post"]
    private static let teams = ["financeOperations", "customerSuccess", "supportLeads"]
    private static let teamsDone: [PersonStep] = [
        .completes(.billingAnalyst, queue: "financeOperations"),
        .completes(.successManager, queue: "customerSuccess"),
        .completes(.supportLead, queue: "supportLeads"),
    ]

    static let complaints: [String: ExpectedOutcome] = [
        "credit-memo-complaint": ExpectedOutcome(
            ExpectedCase(
                playbook: "billingComplaint", cause: "creditMemoPending", outcome: "completed",
                done: looked + ["erp.issueCreditMemo", "erp.releaseDunning"], never: escalated,
                approvals: ["finance-controller": "granted"], queues: teams),
            people: teamsDone
                + [.decides(.controller, as: "finance-controller", isGranted: true)]),
        // What finance did by hand is not done again.
        "credit-memo-by-hand": ExpectedOutcome(
            ExpectedCase(
                playbook: "billingComplaint", cause: "creditMemoPending", outcome: "completed",
                done: looked + ["erp.releaseDunning"], never: escalated + ["erp.issueCreditMemo"],
                approvals: ["billing-manager": "withdrawn"], queues: teams),
            people: teamsDone + [.happens(.issueCreditMemo)]),
        "complaint-invoice-differs": ExpectedOutcome(
            ExpectedCase(
                playbook: "billingComplaint", cause: "invoiceDiffers", done: looked,
                never: escalated + ["erp.issueCreditMemo"], queues: teams)),
        "complaint-invoice-correct": ExpectedOutcome(
            ExpectedCase(
                playbook: "billingComplaint", cause: "invoiceCorrect", outcome: "completed",
                done: ["helpDesk.route", "helpDesk.note", "helpDesk.reply"],
                never: escalated + ["erp.issueCreditMemo", "erp.holdDunning"])),
        "credit-against-collection": ExpectedOutcome(
            ExpectedCase(
                playbook: "routineDunning", cause: "expiredCard",
                done: ["billing.sendUpdateLink", "erp.createTask"]),
            ExpectedCase(
                playbook: "billingComplaint", cause: "creditMemoPending", done: looked,
                never: ["erp.issueCreditMemo"], approvals: ["billing-manager": "granted"],
                queues: teams, exceptions: ["conflict"]),
            people: [
                .completes(.billingAnalyst, queue: "financeOperations"),
                .decides(.billingManager, as: "billing-manager", isGranted: true),
            ]),
    ]
}
