import FairleadCanonical
import Synchronization

extension Estate {
    /// How many accounts can be generated at once.
    public static let generatedAccountsMax = 20_000

    /// The account of a scenario, with its ids in every system.
    public func account(of scenario: String) throws(EstateError) -> EstateAccount {
        guard let account = known.withLock({ $0[scenario] }) else {
            throw EstateError(
                code: "unknownScenario", message: "the estate has no scenario \(scenario)",
                cause: nil)
        }
        return account
    }

    /// Makes an account in every system; each gives it its own id.
    public func add(_ seed: AccountSeed) -> EstateAccount {
        let billed = billing.change { $0.add(seed) }
        let booked = erp.change {
            $0.add(seed, billingCustomer: billed.customer, billingInvoice: billed.invoice)
        }
        let helped = helpDesk.change { $0.add(seed) }
        let account = crm.change {
            $0.add(
                seed, billing: billed.customer, erp: booked.customer,
                helpDesk: helped.organisation)
        }
        if let hours = seed.onboarding?.hoursWorked, hours > 0 {
            psa.change { $0.book(hours: hours, account: account) }
        }
        if seed.linkedToHelpDesk {
            helpDesk.change { $0.link(helped.organisation, to: account) }
        }
        return EstateAccount(
            seed: seed, crmAccount: account, billingCustomer: billed.customer,
            subscription: billed.subscription, schedule: billed.schedule, invoice: billed.invoice,
            paidInvoice: billed.paidInvoice, erpCustomer: booked.customer,
            receivable: booked.receivable, organisation: helped.organisation,
            requester: helped.requester, incident: helped.incident)
    }

    /// Makes so many ordinary accounts from the seed, for load; at most `generatedAccountsMax`.
    public func generate(accounts count: Int) -> [EstateAccount] {
        precondition((0...Self.generatedAccountsMax).contains(count), "too many accounts")
        var generator = SeededGenerator(seed: seed, part: "generated")
        let tiers = ["starter", "growth", "enterprise", "strategic"]
        return (1...max(count, 1)).prefix(count).map { number in
            let tier = generator.below(tiers.count)
            let arr = Int64(1_200 + generator.below(5_000)) * 100
            var seed = AccountSeed(
                name: "Tenant \(number)", domain: "tenant\(number).example", tier: tiers[tier],
                arrCents: arr * [1, 8, 30, 100][tier],
                invoiceCents: Int64(5_000 + generator.below(500_000)))
            seed.contractEndsInDays = 10 + generator.below(350)
            seed.noticeDeadlineInDays = max(1, seed.contractEndsInDays - 30)
            seed.dueDaysAgo = 1 + generator.below(20)
            return add(seed)
        }
    }
}
