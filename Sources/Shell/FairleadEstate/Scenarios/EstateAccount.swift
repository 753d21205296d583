/// One account with the id that each system gave it.
public struct EstateAccount: Sendable, Hashable {
    public let seed: AccountSeed
    /// CRM: `0016A…`.
    public let crmAccount: String
    /// Billing: `cus_…`.
    public let billingCustomer: String
    /// Billing: `sub_…`.
    public let subscription: String
    /// Billing: `sub_sched_…`, where a downgrade is scheduled.
    public let schedule: String?
    /// Billing: `in_…`, the open overage invoice; empty for a new customer, as are the next two.
    public let invoice: String
    /// Billing: `in_…`, last month's invoice, paid.
    public let paidInvoice: String
    /// ERP: `C-…`.
    public let erpCustomer: String
    /// ERP: the number of the open receivable, `R-…`.
    public let receivable: String
    /// Help desk: a number.
    public let organisation: String
    /// Help desk: the user who writes tickets.
    public let requester: String
    /// Help desk: the incident that affects it, where there is one.
    public let incident: String?
}
