/// Something that happens in a scenario, in one or several systems.
public enum ScenarioStep: Sendable, Hashable {
    /// Billing: an attempt at the open invoice fails, told in four events.
    case failPayment(Decline, attempt: Int)
    /// Billing: the due date of an invoice that is sent, not charged, has passed.
    case invoiceOverdue
    /// ERP: hears of the failed payment; the receivable stays open.
    case reportFailureToERP
    /// Help desk: the requester writes a ticket.
    case createTicket(subject: String, description: String, topic: String)
    /// Billing and ERP: the open invoice is paid, by `card` or `sepa_debit`, and cash is applied.
    case payInvoice(method: String)
    /// Billing and ERP: the bank takes the direct debit back; the receivable is open again.
    case returnDebit
    /// Billing: last month's charge is disputed at the bank.
    case openChargeback(reason: String)
    /// ERP: the customer disputes the open invoice.
    case openDispute(reason: String)
    /// ERP and billing: finance applies the wire that was not applied.
    case applyCash
    /// ERP: the customer promises to pay in so many days.
    case promisePayment(inDays: Int)
    /// ERP: the latest promise is `kept` or `broken`.
    case settlePromise(String)
    /// ERP: finance posts the customer's pending credit memo by hand.
    case issueCreditMemo
    /// Help desk: an agent promises a credit in a reply to the newest ticket.
    case promiseCredit(cents: Int64)
    /// Help desk: an incident of ours begins that affects the account.
    case openIncident(severity: Int, component: String)
    /// Help desk: the account's newest incident that is active is over.
    case resolveIncident
    /// Monitoring: an outage of a service that affects the account, and began so long ago.
    case declareIncident(severity: Int, service: String, minutesAgo: Int)
    /// Monitoring: the account's newest incident is of another severity.
    case changeSeverity(Int)
    /// Monitoring: service is restored; the cause may not be removed.
    case mitigateIncident
    /// Monitoring: the account's newest incident is over.
    case endIncident
    /// ERP: the new customer's order is signed.
    case signOrder
    /// ERP: the new customer's signed order is cancelled.
    case cancelOrder
    /// Identity: engineering delivers what the account's failed connection needs.
    case deliverSignIn
    /// Tracker: engineering resolves the account's newest open issue.
    case resolveIssue
    /// PSA: somebody changes the account's go-live milestone by hand.
    case changeMilestone(String)
    /// Billing: the subscription's first invoice falls due.
    case firstInvoiceDue
    /// CRM: the customer gives notice on the contract.
    case giveNotice
    /// CRM: the account gets another tier.
    case changeTier(String)
    /// Nothing happens for so long; whoever plays the scenario sets the clock.
    case timePasses(minutes: Int)
    /// The stand-in model answers in another mode.
    case model(ModelMode)
    /// Something goes wrong at a system.
    case fault(EstateSystem, Fault, only: String?, FaultExtent)
    /// Everything that goes wrong at a system ends.
    case lift(EstateSystem)

    /// The usual ticket of someone who is not the billing contact.
    public static let featuresLocked = ScenarioStep.createTicket(
        subject: "Premium features are locked",
        description: "Since this morning nobody in our team can open premium analytics or the "
            + "audit export. We need both for a review tomorrow. What happened?",
        topic: "access")

    /// What happens, for a narration.
    public var summary: String {
        switch self {
        case .failPayment(let decline, let attempt):
            "billing: attempt \(attempt) at the invoice fails (\(decline.rawValue))"
        case .invoiceOverdue: "billing: the sent invoice is overdue"
        case .reportFailureToERP: "ERP: notes that the payment failed"
        case .createTicket(let subject, _, _): "help desk: ticket \"\(subject)\""
        case .payInvoice(let method): "billing and ERP: the invoice is paid (\(method))"
        case .returnDebit: "billing and ERP: the bank returns the direct debit"
        case .openChargeback(let reason): "billing: chargeback of last month's charge (\(reason))"
        case .openDispute(let reason): "ERP: the invoice is disputed (\(reason))"
        case .applyCash: "ERP and billing: the wire is applied to the invoice"
        case .promisePayment(let days): "ERP: payment promised in \(days) days"
        case .settlePromise(let state): "ERP: the promise is \(state)"
        case .issueCreditMemo: "ERP: finance posts the pending credit memo by hand"
        case .promiseCredit: "help desk: an agent promises a credit"
        case .openIncident(let severity, let component):
            "help desk: severity \(severity) incident of \(component)"
        case .resolveIncident: "help desk: the incident is resolved"
        case .declareIncident(let severity, let service, let minutes):
            "monitoring: severity \(severity) incident of \(service), for \(minutes) minutes"
        case .changeSeverity(let severity): "monitoring: the incident is of severity \(severity)"
        case .mitigateIncident: "monitoring: service is restored"
        case .endIncident: "monitoring: the incident is resolved"
        case .signOrder: "ERP: the order is signed"
        case .cancelOrder: "ERP: the order is cancelled"
        case .deliverSignIn: "identity: the protocol is supported, the connection is verified"
        case .resolveIssue: "tracker: engineering resolves the issue"
        case .changeMilestone(let status): "PSA: somebody sets the go-live milestone to \(status)"
        case .firstInvoiceDue: "billing: the first invoice falls due"
        case .giveNotice: "CRM: the customer gives notice"
        case .changeTier(let tier): "CRM: the account's tier is now \(tier)"
        case .timePasses(let minutes): "\(minutes) minutes pass"
        case .model(let mode): "model: answers \(mode.rawValue)"
        case .fault(let system, let fault, _, _): "\(system.rawValue): fault \(fault.kind)"
        case .lift(let system): "\(system.rawValue): faults lifted"
        }
    }
}
