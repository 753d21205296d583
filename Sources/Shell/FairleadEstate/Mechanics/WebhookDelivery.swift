/// What became of one webhook.
public struct WebhookDelivery: Sendable, Hashable {
    /// Where a webhook stands.
    public enum Outcome: String, Sendable {
        /// Not yet, or to be tried again.
        case outstanding
        /// The receiver answered 2xx.
        case delivered
        /// Tried as often as the configuration allows.
        case abandoned
        /// Never sent, by a fault.
        case lost
        /// Never sent: the estate has no webhook target.
        case untargeted
    }

    public let system: EstateSystem
    public let eventID: String
    public let type: String
    public internal(set) var attempts: Int
    /// The last status that the receiver answered; nil when it never did.
    public internal(set) var status: Int?
    public internal(set) var outcome: Outcome
}
