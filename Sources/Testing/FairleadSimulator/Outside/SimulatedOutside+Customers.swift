import FairleadCanonical
import FairleadDomain

// What the systems know of each customer.
extension SimulatedOutside {
    /// Tiers and amounts differ, so that each playbook and each step of the ladder is met.
    func customer(_ number: Int) -> Customer {
        var customer = Customer(today: today)
        customer.account = "crm-\(number)"
        customer.name = "Customer \(number)"
        customer.tier = ["strategic", "starter", "growth", "enterprise"][number % 4]
        customer.pastDue =
            ["4180.00", "12500.00", "12500.00", "128000.00", "38400.00", "4180.00"][number % 6]
        customer.owner = "\(Masked.mark)personal-owner-\(number)@fairlead.example"
        customer.billingContact = "\(Masked.mark)personal-bills@customer.example"
        customer.administratorContact = "\(Masked.mark)personal-admin@customer.example"
        if number % 3 == 0 { customer.downgrade = Self.downgrade(number) }
        customer.answers = [
            "erp.terms": Self.terms(of: number, customer), "erp.creditMemos": Self.memos(number),
            "billing.openInvoices": Self.invoices(of: number, customer),
            "psa.timeEntries": Self.timeEntries(number, customer),
            "erp.creditHolds": Self.creditHolds(number, customer),
        ]
        return customer
    }

    /// One of a company's customers: most are small, and their contracts end on all days of a year.
    func customer(_ number: Int, at time: Instant) -> Customer {
        var chance = Chance(seed: UInt64(number))
        var customer = Customer(today: time)
        customer.account = "crm-\(number)"
        customer.name = "Customer \(number)"
        let share = chance.below(100)
        customer.tier =
            share < 60 ? "starter" : share < 85 ? "growth" : share < 97 ? "enterprise" : "strategic"
        let amounts = ["900.00", "2400.00", "4180.00", "8000.00", "12500.00", "38400.00"]
        customer.pastDue = share > 97 ? "128000.00" : amounts[chance.below(amounts.count)]
        customer.owner = "\(Masked.mark)personal-owner-\(number % 20)@fairlead.example"
        let day = time.milliseconds / 86_400_000
        customer.daysToEnd = (Int64(chance.below(365)) - day % 365 + 365) % 365
        customer.daysToNotice = customer.daysToEnd - 30
        return customer
    }

    private static func downgrade(_ number: Int) -> JSON {
        [
            "id": .string("schedule-\(number)"), "subscription": "sub-1", "status": "not_started",
            "changesAt": "2026-12-24T00:00:00Z",
        ]
    }

    private static func dollars(_ amount: String) -> JSON {
        ["amount": .string(amount), "currency": "USD"]
    }

    /// Each rule of when billing begins, both plans of support, fees on each step of the ladder.
    private static func terms(of number: Int, _ customer: Customer) -> JSON {
        let fees = ["20000.00", "3000.00", "90000.00", "400000.00"]
        return [
            "id": .string("terms-\(number)"),
            "billingStartRule": .string(
                ["goLive", "orderDate", "fixedDate", "acceptance"][number % 4]),
            "goLiveOn": customer.day(30),
            "onboardingTier": .string(["premium", "standard"][number % 2]),
            "includedHours": .integer([40, 10, 20][number % 3]),
            "supportPlan": .string(["premium", "standard", "premium"][number % 3]),
            "monthlyFee": dollars(fees[number % fees.count]), "creditCap": dollars("60000.00"),
            "claimDays": 30,
        ]
    }

    /// One has a credit coming, one had a large one, the others none.
    private static func memos(_ number: Int) -> JSON {
        guard [0, 2, 3].contains(number) else { return [] }
        return [
            [
                "id": .string("memo-\(number)"), "receivable": "receivable-1",
                "kind": "serviceCredit",
                "reason": .string("\(Masked.mark)finance-: the outage of last month"),
                "amount": dollars(["900.00", "", "18000.00", "30000.00"][number]),
                "status": .string(number == 2 ? "issued" : "pending"),
                "requestedOn": "2026-11-18",
            ]
        ]
    }

    /// What billing invoiced is what is owed, is not, or is not there.
    private static func invoices(of number: Int, _ customer: Customer) -> JSON {
        guard number % 5 != 4 else { return [] }
        return [
            [
                "id": "invoice-1", "status": "open", "collection": "automatic",
                "amountDue": dollars(number % 5 == 2 ? "1.00" : customer.pastDue),
            ]
        ]
    }

    private static func timeEntries(_ number: Int, _ customer: Customer) -> JSON {
        .array(
            (0..<number % 3).map {
                [
                    "id": .string("entry-\(number)-\($0)"), "hours": 12,
                    "workedOn": customer.day(-1),
                ]
            })
    }

    /// One has its credit stopped, so that its project wants consent.
    private static func creditHolds(_ number: Int, _ customer: Customer) -> JSON {
        guard number == 4 else { return [] }
        return [
            [
                "id": .string("hold-\(number)"), "status": "active", "since": customer.day(-9),
                "reason": .string("\(Masked.mark)finance-: pays late"),
            ]
        ]
    }
}
