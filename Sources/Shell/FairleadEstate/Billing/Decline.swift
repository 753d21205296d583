/// Why a payment failed, by Stripe's decline codes (docs.stripe.com/declines/codes).
public enum Decline: String, Sendable, CaseIterable {
    case expiredCard = "expired_card"
    case insufficientFunds = "insufficient_funds"
    case doNotHonor = "do_not_honor"
    case genericDecline = "generic_decline"
    case lostCard = "lost_card"
    case stolenCard = "stolen_card"
    case authenticationRequired = "authentication_required"

    /// The error's code: the decline code itself where Stripe has one of that name.
    var errorCode: String {
        switch self {
        case .expiredCard, .authenticationRequired: rawValue
        default: "card_declined"
        }
    }

    var message: String {
        switch self {
        case .expiredCard: "Your card has expired."
        case .insufficientFunds: "Your card has insufficient funds."
        case .authenticationRequired: "This transaction requires authentication."
        default: "Your card was declined."
        }
    }
}
