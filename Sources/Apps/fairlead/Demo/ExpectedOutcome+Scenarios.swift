extension ExpectedOutcome {
    /// What is expected of a shipped scenario.
    static func of(_ scenario: String) -> ExpectedOutcome? { all[scenario] }

    /// Service goes on, the customer is told how to pay, reminders rest.
    private static let keepAndRecover = [
        "billing.grantGrace", "billing.holdDowngrade", "billing.sendUpdateLink",
        "erp.holdDunning", "erp.createTask", "chat.post",
    ]
    /// What the ticket gets.
    private static let answerTicket = ["helpDesk.route", "helpDesk.note", "helpDesk.reply"]

    private static func recovery(
        _ cause: String, ticket: Bool = true, approvals: [String: String] = [:],
        isDegraded: Bool = false
    ) -> ExpectedCase {
        ExpectedCase(
            playbook: "paymentFailedNearRenewal", cause: cause,
            done: keepAndRecover + (ticket ? answerTicket : []),
            approvals: approvals, queues: ["retention"], isDegraded: isDegraded)
    }

    private static let all: [String: ExpectedOutcome] = [
        "failed-renewal": ExpectedOutcome(recovery("expiredCard")),
        // Ticket first or payment first: the same case.
        "ticket-first": ExpectedOutcome(recovery("expiredCard")),
    ].merging(causes) { $1 }.merging(exposures) { $1 }.merging(people) { $1 }
        .merging(troubles) { $1 }.merging(complaints) { $1 }
        .merging(incidents) { $1 }.merging(onboardings) { $1 }

    private static let causes: [String: ExpectedOutcome] = [
        "invoice-disputed": ExpectedOutcome(
            ExpectedCase(
                playbook: "paymentFailedNearRenewal", cause: "dispute",
                done: ["billing.grantGrace", "erp.holdDunning", "erp.createTask"],
                never: ["billing.sendUpdateLink"], queues: ["disputes"])),
        "chargeback": ExpectedOutcome(
            ExpectedCase(
                playbook: "chargeback", done: ["erp.createTask"], queues: ["chargebacks"]),
            recovery("expiredCard", ticket: false)),
        "unapplied-wire": ExpectedOutcome(
            ExpectedCase(
                playbook: "paymentFailedNearRenewal", cause: "unappliedCash",
                outcome: "recovered", done: ["erp.holdDunning", "erp.releaseDunning"],
                never: ["billing.sendUpdateLink", "billing.grantGrace"],
                queues: ["cashApplication"])),
        "outage-by-invoice": ExpectedOutcome(
            ExpectedCase(
                playbook: "paymentFailedNearRenewal", cause: "outage",
                done: ["erp.holdDunning", "erp.releaseDunning"] + answerTicket,
                never: ["billing.sendUpdateLink"], queues: ["retention"])),
        "outage-expired-card": ExpectedOutcome(recovery("expiredCard")),
        "authentication-required": ExpectedOutcome(recovery("authenticationRequired")),
        // The second grace within a year wants a consent.
        "sepa-returned": ExpectedOutcome(
            recovery("declined", ticket: false, approvals: ["ar-manager": "granted"]),
            people: [.decides(.arManager, as: "ar-manager", isGranted: true)]),
        "stolen-card": ExpectedOutcome(
            ExpectedCase(
                playbook: "paymentFailedNearRenewal", cause: "fraudSuspected",
                done: ["erp.holdDunning", "helpDesk.route", "helpDesk.note"],
                never: ["billing.sendUpdateLink", "billing.grantGrace", "helpDesk.reply"],
                queues: ["fraud"])),
    ]

    private static let exposures: [String: ExpectedOutcome] = [
        "starter-account": ExpectedOutcome(
            ExpectedCase(
                playbook: "routineDunning", cause: "expiredCard",
                done: ["billing.sendUpdateLink", "erp.createTask"],
                never: ["billing.grantGrace", "erp.holdDunning"])),
        "large-exposure": ExpectedOutcome(
            recovery("expiredCard", approvals: ["finance-controller": "granted"]),
            people: [.decides(.controller, as: "finance-controller", isGranted: true)]),
        "very-large-exposure": ExpectedOutcome(
            recovery(
                "expiredCard", ticket: false,
                approvals: ["finance-controller": "granted", "vp-finance": "granted"]),
            people: [
                .decides(.controller, as: "finance-controller", isGranted: true),
                .decides(.vicePresident, as: "vp-finance", isGranted: true),
            ]),
        "broken-promise": ExpectedOutcome(
            recovery("expiredCard", approvals: ["finance-controller": "granted"]),
            people: [.decides(.controller, as: "finance-controller", isGranted: true)]),
        "credit-hold": ExpectedOutcome(
            recovery("expiredCard", approvals: ["ar-manager": "granted"]),
            people: [.decides(.arManager, as: "ar-manager", isGranted: true)]),
    ]

    /// In a week, some hours of work have gone by whenever it begins, also over Christmas.
    private static let holidays = 7 * 24 * 60

    /// Nobody gave the consent: service does not go on, somebody talks to the customer.
    private static func withoutConsent(_ how: String) -> ExpectedCase {
        ExpectedCase(
            playbook: "paymentFailedNearRenewal", cause: "expiredCard",
            done: ["billing.sendUpdateLink", "erp.holdDunning", "helpDesk.route"],
            never: ["billing.grantGrace", "billing.holdDowngrade", "helpDesk.reply"],
            approvals: ["ar-manager": how], queues: ["retention"])
    }

    private static let people: [String: ExpectedOutcome] = [
        "paid-before-action": ExpectedOutcome(
            ExpectedCase(
                playbook: "paymentFailedNearRenewal", cause: "expiredCard",
                outcome: "recovered", done: ["erp.holdDunning", "erp.releaseDunning"],
                never: ["billing.grantGrace"],
                approvals: ["finance-controller": "withdrawn"])),
        "credit-promised": ExpectedOutcome(
            ExpectedCase(
                playbook: "paymentFailedNearRenewal", cause: "expiredCard",
                exceptions: ["conflict"])),
        "approval-refused": ExpectedOutcome(
            withoutConsent("refused"),
            people: [.decides(.arManager, as: "ar-manager", isGranted: false)]),
        "approval-expired": ExpectedOutcome(
            withoutConsent("expired"), people: [.waits(minutes: holidays)]),
        "approval-by-interest": ExpectedOutcome(
            recovery("expiredCard", approvals: ["ar-manager": "granted"]),
            people: [
                .decides(
                    .accountOwner, as: "ar-manager", isGranted: true,
                    refusedWith: "approval-interest"),
                .decides(.arManager, as: "ar-manager", isGranted: true),
            ]),
        "notice-given": ExpectedOutcome(recovery("expiredCard")),
    ]

    private static let troubles: [String: ExpectedOutcome] = [
        "erp-down": ExpectedOutcome(
            recovery("expiredCard", approvals: ["finance-controller": "withdrawn"])),
        "erp-error-after-work": ExpectedOutcome(recovery("expiredCard")),
        "unknown-customer": ExpectedOutcome(
            recovery("expiredCard"), people: [.links(.supportLead)]),
        "lost-webhooks": ExpectedOutcome(recovery("expiredCard")),
        "model-slow": ExpectedOutcome(recovery("expiredCard", isDegraded: true)),
        "model-wrong": ExpectedOutcome(recovery("expiredCard", isDegraded: true)),
        // Tried again for a minute, whenever that is.
        "model-down": ExpectedOutcome(
            recovery("expiredCard", isDegraded: true), people: [.waits(minutes: 2)]),
        "model-over-confident": ExpectedOutcome(recovery("expiredCard")),
    ]
}
