import FairleadCanonical
import FairleadDomain

/// What a company's systems tell over a year, day by day.
struct CompanyYear {
    let company: Company
    private var chance: Chance
    private var events = 0

    /// Something that a system tells, and when.
    struct Telling {
        let at: Instant
        let event: JSON
    }

    init(_ company: Company, seed: UInt64) {
        self.company = company
        chance = Chance(seed: seed)
    }

    /// All that begins on a day; what follows from it may come weeks later.
    mutating func day(_ midnight: Instant) -> [Telling] {
        var tellings: [Telling] = []
        guard WorkingTime.isWorkingDay(midnight) else {
            // Cards are charged on every day.
            for _ in 0..<company.paymentFailures { failPayment(midnight, &tellings) }
            return twice(tellings)
        }
        for _ in 0..<company.tickets { one("ticket.created", midnight, &tellings) }
        for _ in 0..<company.cashApplied { one("cash.applied", midnight, &tellings) }
        for _ in 0..<company.overdueInvoices { one("invoice.overdue", midnight, &tellings) }
        for _ in 0..<company.paymentFailures { failPayment(midnight, &tellings) }
        for _ in 0..<company.accountUpdates {
            let account = chance.below(company.accounts)
            let at = moment(of: midnight)
            events += 1
            let told = SimulatedEvents.account(account, at: at)
            tellings.append(Telling(at: at, event: renamed(told, "update-\(events)")))
        }
        for (kind, rate) in [
            ("dispute.opened", company.disputesInHundred),
            ("chargeback.opened", company.chargebacksInHundred),
            ("payment.promised", company.promisesInHundred),
            ("credit.promised", company.creditsPromisedInHundred),
            ("incident.resolved", company.incidentsInHundred),
        ] where chance.below(100) < rate {
            one(kind, midnight, &tellings)
        }
        return twice(tellings)
    }

    private mutating func one(
        _ kind: String, _ midnight: Instant, _ tellings: inout [Telling]
    ) {
        let at = moment(of: midnight)
        events += 1
        tellings.append(
            Telling(
                at: at,
                event: SimulatedEvents.happening(
                    kind, to: chance.below(company.accounts), id: events, at: at,
                    invoice: "invoice-\(events)", chance: &chance)))
    }

    /// A payment fails, which three events tell of within a minute; most are made good.
    private mutating func failPayment(_ midnight: Instant, _ tellings: inout [Telling]) {
        let account = chance.below(company.accounts)
        let at = moment(of: midnight)
        let invoice = "invoice-\(events)"
        func tell(_ kind: String, _ time: Instant) {
            events += 1
            tellings.append(
                Telling(
                    at: time,
                    event: SimulatedEvents.happening(
                        kind, to: account, id: events, at: time, invoice: invoice,
                        chance: &chance)))
        }
        for _ in 0..<3 {
            tell("payment.failed", at.adding(milliseconds: Int64(chance.below(60_000))))
        }
        if chance.below(3) == 0 {
            tell("ticket.created", at.adding(milliseconds: Int64(chance.below(7_200_000))))
        }
        guard chance.below(100) < company.recoveredInHundred else { return }
        let recovered = at.adding(milliseconds: Int64(chance.below(14 * 86_400_000)))
        tell("payment.recovered", recovered)
        guard chance.below(100) < company.returnedInHundred else { return }
        tell(
            "payment.returned",
            recovered.adding(milliseconds: Int64(86_400_000 + chance.below(10 * 86_400_000))))
    }

    private mutating func moment(of midnight: Instant) -> Instant {
        midnight.adding(milliseconds: 8 * 3_600_000 + Int64(chance.below(10 * 3_600_000)))
    }

    private mutating func twice(_ tellings: [Telling]) -> [Telling] {
        tellings
            + tellings.filter { _ in chance.below(100) < company.repeatedInHundred }.map {
                Telling(
                    at: $0.at.adding(milliseconds: Int64(chance.below(600_000))), event: $0.event)
            }
    }

    private func renamed(_ event: JSON, _ id: String) -> JSON {
        var object = event.objectValue ?? [:]
        object["id"] = .string(id)
        return .object(object)
    }
}
