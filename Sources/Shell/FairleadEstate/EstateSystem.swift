/// One outside system that the estate plays.
public enum EstateSystem: String, Sendable, Hashable, CaseIterable {
    case crm
    case billing
    case erp
    case helpDesk
    case chat
    case model
    case monitoring
    case statusPage
    case tracker
    case psa
    case identity
    case cloud

    /// The connector that receives this system's webhooks, unless the configuration names another.
    public var connector: String {
        self == .helpDesk ? "helpdesk" : rawValue
    }
}
