import FairleadCanonical
import Synchronization

extension Estate {
    /// Lets a step of a scenario happen to that scenario's account.
    public func play(_ step: ScenarioStep, of scenario: Scenario) async throws {
        try await play(step, on: try account(of: scenario.name))
    }

    /// Lets a step happen to an account. Throws `EstateError` where it does not fit the account's
    /// state (an invoice that is paid already cannot fail).
    public func play(_ step: ScenarioStep, on account: EstateAccount) async throws {
        switch step {
        case .model(let mode):
            try await setModelMode(mode)
        case .fault(let system, let fault, let only, let extent):
            try await inject(fault, at: system, only: only, extent: extent)
        case .lift(let system):
            try await lift(system)
        case .timePasses:
            return
        default:
            guard happens(step, to: account) else {
                throw EstateError(
                    code: "stepDoesNotFit", message: "\(account.seed.name): \(step.summary)",
                    cause: nil)
            }
        }
    }

    /// How the stand-in model answers from now on.
    public func setModelMode(_ mode: ModelMode) async throws {
        try await lift(.model)
        model.change { $0.mode = mode }
        if mode == .slow {
            let late = Fault.latency(milliseconds: configuration.modelSlowMilliseconds)
            try await inject(late, at: .model, only: "model.estimate")
        }
    }

    /// The form in which billing renders its objects from now on.
    public func setBillingDialect(_ dialect: EstateConfiguration.BillingDialect) {
        billing.change { $0.dialect = dialect }
    }

    /// True if the account's state allowed it.
    private func happens(_ step: ScenarioStep, to account: EstateAccount) -> Bool {
        switch step {
        case .failPayment(let decline, let attempt):
            return billing.change {
                $0.failPayment(account.invoice, decline, attempt: attempt)
            }
        case .invoiceOverdue:
            return billing.change { $0.invoiceOverdue(account.invoice) }
        case .payInvoice(let method):
            return billing.change { $0.payInvoice(account.invoice, method: method) }
                && erp.change { $0.applyPayment(account.receivable, method: method) }
        case .returnDebit:
            return billing.change { $0.returnDebit(account.invoice) }
                && erp.change { $0.reopen(account.receivable) }
        case .openChargeback(let reason):
            return billing.change { $0.openChargeback(account.paidInvoice, reason: reason) }
        case .applyCash:
            return erp.change { $0.applyCash(of: account.erpCustomer, to: account.receivable) }
                && billing.change { $0.markPaidOutOfBand(account.invoice) }
        case .reportFailureToERP, .openDispute, .promisePayment, .settlePromise, .issueCreditMemo:
            return erp.change { $0.happens(step, to: account) }
        case .createTicket, .promiseCredit, .openIncident, .resolveIncident:
            return helpDesk.change { $0.happens(step, to: account) }
        case .declareIncident, .changeSeverity, .mitigateIncident, .endIncident:
            return monitoring.change { $0.happens(step, to: account) }
        case .signOrder:
            return erp.change { $0.signOrder(of: account.erpCustomer) }
        case .cancelOrder:
            return erp.change { $0.cancelOrder(of: account.erpCustomer) }
        case .deliverSignIn:
            return identity.change { $0.deliver(of: account.crmAccount) }
        case .resolveIssue:
            return tracker.change { $0.resolve(of: account.crmAccount, "delivered") }
        case .changeMilestone(let status):
            return psa.change { $0.changeMilestone(of: account.crmAccount, to: status) }
        case .firstInvoiceDue:
            return billing.change { $0.firstInvoice(of: account.subscription) }
        case .giveNotice:
            return crm.change { $0.giveNotice(account.crmAccount) }
        case .changeTier(let tier):
            return crm.change { $0.updateAccount(account.crmAccount, ["tier": .string(tier)]) }
        case .model, .fault, .lift, .timePasses:
            return false
        }
    }
}

extension CRMState {
    mutating func giveNotice(_ account: String) -> Bool {
        guard let contract = contracts.first(["accountId": account]), let id = contract.text("id")
        else { return false }
        contracts[id] = contract.with(["noticeGivenOn": .date(now), "updatedAt": .time(now)])
        return updateAccount(account, ["noticeGivenOn": .date(now)])
    }
}

extension MonitoringState {
    mutating func happens(_ step: ScenarioStep, to account: EstateAccount) -> Bool {
        let known = account.crmAccount
        switch step {
        case .declareIncident(let severity, let service, let minutes):
            declare(
                severity: severity, service: service, minutesAgo: minutes, accounts: [known])
            return true
        case .changeSeverity(let severity):
            return change(
                of: known, "incident.severity_changed", ["severity": .integer(Int64(severity))])
        case .mitigateIncident:
            return change(
                of: known, "incident.mitigated",
                ["status": "mitigated", "mitigatedAt": .time(now)])
        case .endIncident:
            return change(
                of: known, "incident.resolved", ["status": "resolved", "resolvedAt": .time(now)])
        default:
            return false
        }
    }
}

extension HelpDeskState {
    mutating func happens(_ step: ScenarioStep, to account: EstateAccount) -> Bool {
        switch step {
        case .createTicket(let subject, let description, let topic):
            _ = addTicket(
                subject: subject, description: description, requester: account.requester,
                organisation: account.organisation, priority: "high", topic: topic)
            return true
        case .openIncident(let severity, let component):
            let incident = addIncident(
                severity: severity, component: component, startedAt: now,
                organisations: [account.organisation])
            tell("incident.created", incident)
            return true
        case .promiseCredit(let cents):
            return promiseCredit(cents, to: account)
        case .resolveIncident:
            return resolveIncident(of: account.organisation)
        default:
            return false
        }
    }

    /// An agent promises a credit in a public reply, and notes it on the ticket as a commitment.
    private mutating func promiseCredit(_ cents: Int64, to account: EstateAccount) -> Bool {
        let open = tickets.all(["organisationId": account.organisation])
        guard let ticket = open.last, let id = ticket.text("id") else { return false }
        let agent = "nina.holt@fairlead.example"
        let money = JSON.money(cents, account.seed.currency)
        let amount = money.text("amount") ?? ""
        _ = addReply(
            ticket: id, author: agent,
            text: "We will credit \(account.seed.currency) \(amount) for the trouble.")
        let commitment: JSON = [
            "kind": "credit", "amount": money, "by": .string(agent), "at": .time(now),
        ]
        let commitments = (ticket["commitments"]?.arrayValue ?? []) + [commitment]
        let tags = (ticket["tags"]?.arrayValue ?? []) + ["credit_promised"]
        return change(
            id, [("commitments", .array(commitments)), ("tags", .array(tags))], asEcho: false)
            != nil
    }
}
