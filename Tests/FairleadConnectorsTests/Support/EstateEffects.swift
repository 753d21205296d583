import FairleadCanonical
import FairleadDomain
import FairleadEstate
import Testing

/// Effects on the estate that fit one of its accounts.
enum EstateEffects {
    /// The effects with the arguments that fit an account, and the estate's name for each.
    static func all(
        _ account: EstateAccount, ticket: String, hold: String
    ) -> [(operation: String, arguments: JSONObject, estate: String)] {
        [
            (
                "billing.grantGrace",
                ["subscription": .string(account.subscription), "until": "2036-11-27"],
                "billing.updateSubscription"
            ),
            (
                "billing.holdDowngrade",
                ["schedule": .string(account.schedule ?? ""), "until": "2036-11-27"],
                "billing.updateSchedule"
            ),
            (
                "billing.sendUpdateLink", ["customer": .string(account.billingCustomer)],
                "billing.createPortalSession"
            ),
            (
                "billing.pauseCollection", ["invoice": .string(account.invoice)],
                "billing.updateInvoice"
            ),
            (
                "crm.createTask",
                ["account": .string(account.crmAccount), "subject": "Call", "text": "Now"],
                "crm.createTask"
            ),
            (
                "erp.createTask",
                [
                    "customer": .string(account.erpCustomer), "kind": "follow-up",
                    "dueOn": "2036-11-27",
                ], "erp.createTask"
            ),
            (
                "erp.holdDunning",
                [
                    "customer": .string(account.erpCustomer),
                    "receivable": .string(account.receivable), "until": "2036-11-27",
                ], "erp.holdDunning"
            ),
            (
                "helpDesk.note", ["ticket": .string(ticket), "text": "For agents"],
                "helpDesk.addNote"
            ),
            (
                "helpDesk.route",
                ["ticket": .string(ticket), "queue": "retention", "priority": "urgent"],
                "helpDesk.updateTicket"
            ),
            (
                "erp.releaseDunning", ["hold": .string(hold), "freshNotice": true],
                "erp.releaseDunning"
            ),
        ] + deliveryEffects(account)
    }

    /// The effects of incidents and onboardings.
    private static func deliveryEffects(
        _ account: EstateAccount
    ) -> [(operation: String, arguments: JSONObject, estate: String)] {
        let known = JSON.string(account.crmAccount)
        let customer = JSON.string(account.erpCustomer)
        return [
            (
                "billing.pauseActivation",
                ["subscription": .string(account.subscription), "reviewOn": "2036-11-27"],
                "billing.updateSubscription"
            ),
            (
                "erp.postAccrual",
                [
                    "customer": customer, "incident": "INC-1",
                    "amount": ["amount": "2000", "currency": "USD"],
                ], "erp.postAccrual"
            ),
            (
                "erp.completeMilestone",
                ["customer": customer, "project": "PRJ-1", "milestone": "goLive"],
                "erp.completeMilestone"
            ),
            (
                "tracker.createIssue",
                ["team": "identity", "severity": 3, "summary": "Sign-in", "account": known],
                "tracker.createIssue"
            ),
            (
                "statusPage.publish",
                [
                    "incident": "INC-1", "component": "platform", "status": "investigating",
                    "text": "We are looking.",
                ], "statusPage.publish"
            ),
            (
                "psa.createProject",
                [
                    "account": known, "order": "SO-1", "template": "standard",
                    "goLiveOn": "2036-11-27",
                ], "psa.createProject"
            ),
            (
                "identity.configureSSO",
                ["tenant": "tnt_1", "account": known, "protocol": "saml2"],
                "identity.configureSSO"
            ),
            (
                "cloud.createTenant", ["account": known, "region": "NA", "plan": "enterprise"],
                "cloud.createTenant"
            ),
        ]
    }

    /// A ticket of the account and a dunning hold that someone else placed.
    static func prepared(_ running: RunningEstate) async throws -> (ticket: String, hold: String) {
        let account = running.account
        try await running.estate.play(.featuresLocked, on: account)
        let tickets = await running.ask(
            "helpDesk.tickets", ["organisation": .string(account.organisation)])
        let hold = await running.act(
            "erp.holdDunning",
            [
                "customer": .string(account.erpCustomer),
                "receivable": .string(account.receivable), "until": "2036-11-20",
            ], reference: "earlier")
        return (try #require(tickets.records.first), try #require(hold.records.first))
    }
}
