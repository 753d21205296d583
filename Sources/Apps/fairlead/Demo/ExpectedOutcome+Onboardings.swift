import FairleadEstate

extension ExpectedOutcome {
    private static let setUp = [
        "psa.createProject", "cloud.createTenant", "identity.configureSSO",
    ]
    private static let delayed = [
        "tracker.createIssue", "psa.updateMilestone", "crm.createTask",
    ]
    private static let work = PersonStep.completes(.implementation, queue: "implementation")

    static let onboardings: [String: ExpectedOutcome] = [
        "onboarding-delay": ExpectedOutcome(
            ExpectedCase(
                playbook: "onboarding", outcome: "completed",
                done: setUp + delayed + [
                    "billing.pauseActivation", "billing.resumeActivation", "erp.createTask",
                    "erp.completeMilestone",
                ],
                approvals: ["service-delivery-manager": "granted"],
                queues: [
                    "implementation", "implementation-manager", "service-delivery-manager",
                    "finance-controller", "vp-customer-success",
                ]),
            people: [
                .decides(.serviceDelivery, as: "service-delivery-manager", isGranted: true),
                // Half of five working days, and nobody answers whoever is told.
                .waits(minutes: 12 * 24 * 60), .happens(.resolveIssue),
                .happens(.deliverSignIn), work, work, work, work,
            ]),
        "onboarding-standard-terms": ExpectedOutcome(
            ExpectedCase(
                playbook: "onboarding",
                done: setUp + delayed + ["billing.pauseActivation", "erp.createTask"],
                never: ["billing.resumeActivation", "erp.completeMilestone"],
                approvals: [
                    "finance-controller": "granted", "service-delivery-manager": "granted",
                ], queues: ["implementation"]),
            people: [
                .decides(.controller, as: "finance-controller", isGranted: true),
                .decides(.serviceDelivery, as: "service-delivery-manager", isGranted: true),
            ]),
        // What was done is reversed; nothing goes on that nobody ordered.
        "onboarding-cancelled": ExpectedOutcome(
            ExpectedCase(
                playbook: "onboarding", outcome: "cancelled",
                done: setUp + delayed + [
                    "billing.pauseActivation", "cloud.deleteTenant", "psa.cancelProject",
                ],
                never: [
                    "erp.completeMilestone", "erp.createTask", "billing.resumeActivation",
                ],
                approvals: ["service-delivery-manager": "withdrawn"], queues: ["implementation"])),
        "onboarding": ExpectedOutcome(
            ExpectedCase(
                playbook: "onboarding", outcome: "completed",
                done: setUp + ["psa.updateMilestone", "erp.completeMilestone", "crm.createTask"],
                never: [
                    "billing.pauseActivation", "billing.resumeActivation", "tracker.createIssue",
                ], queues: ["implementation"]),
            people: [work, work, work, work]),
    ]
}
