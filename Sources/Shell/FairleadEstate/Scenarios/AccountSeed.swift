/// A person, as the systems know people.
public struct PersonSeed: Sendable, Hashable {
    public let name: String
    public let email: String

    public init(_ name: String, _ email: String) {
        self.name = name
        self.email = email
    }
}

/// An outage of ours, as the help desk knows it.
public struct IncidentSeed: Sendable, Hashable {
    /// 1 (worst) to 4.
    public var severity: Int
    public var component: String
    /// When it began, in hours before the estate's start.
    public var startedHoursAgo: Int
}

/// A promise to pay, as the ERP knows it.
public struct PromiseSeed: Sendable, Hashable {
    /// `open`, `kept` or `broken`.
    public var state: String
    /// When it was made, in days before the estate's start.
    public var madeDaysAgo: Int
}

/// A credit that the ERP was asked for and has not posted.
public struct CreditMemoSeed: Sendable, Hashable {
    public var cents: Int64
    /// `serviceCredit`, for an outage of ours, or `goodwill`.
    public var kind = "serviceCredit"
    public var reason: String
    /// The incident behind it, as people write it on the memo.
    public var incident: String?
}

/// What a new customer ordered, and the terms under which it is brought to work.
public struct OnboardingSeed: Sendable, Hashable {
    /// The protocol of the customer's identity provider: `saml2`, `oidc`, or another one.
    public var ssoProtocol: String
    /// `goLive`, `acceptance`, `orderDate` or `fixedDate`.
    public var billingStartRule = "goLive"
    /// `standard` or `premium`.
    public var tier = "premium"
    public var includedHours = 40
    public var hoursWorked = 0
    public var goLiveInDays = 21
}

/// Everything that the systems know of one account at the start; each gives it its own ids.
public struct AccountSeed: Sendable, Hashable {
    public var name: String
    public var domain: String
    /// `starter`, `growth`, `enterprise` or `strategic`.
    public var tier: String
    /// Annual recurring revenue, in cents.
    public var arrCents: Int64
    public var currency = "USD"
    public var contractEndsInDays = 45
    public var noticeDeadlineInDays = 15
    public var monthlyUsageInvoicing = true
    public var regulated = false
    public var region = "NA"
    public var timeZone = "America/New_York"
    public var segment = "enterprise"
    /// Whether the account has a parent account in the CRM.
    public var hasParent = false
    /// The account owner, one of our own people.
    public var owner = PersonSeed("Olivia Brandt", "olivia.brandt@fairlead.example")
    public var billingContact: PersonSeed
    public var adminContact: PersonSeed
    /// Who writes the ticket: not the billing contact.
    public var requester: PersonSeed
    /// The overage invoice, in cents.
    public var invoiceCents: Int64
    public var dueDaysAgo = 3
    /// Whether the customer pays by invoice and not automatically.
    public var paysByInvoice = false
    /// `card` or `sepa_debit`.
    public var paymentMethod = "card"
    /// The premium features of the subscription, as billing names them.
    public var premiumFeatures = ["premium_analytics", "audit_export", "sso"]
    /// When a scheduled downgrade would take effect; nil for none.
    public var downgradeInDays: Int? = 5
    /// Whether the CRM and the help desk know each other's ids for it.
    public var linkedToHelpDesk = true
    /// A reason for which the receivable is disputed in the ERP; nil for none.
    public var disputeReason: String?
    /// A wire that arrived and was not applied, in cents; nil for none.
    public var unappliedCents: Int64?
    public var creditHold = false
    public var promise: PromiseSeed?
    public var incident: IncidentSeed?
    public var creditMemo: CreditMemoSeed?
    /// A new customer without invoices, whose order is not signed yet.
    public var onboarding: OnboardingSeed?
    /// What the ERP booked for the invoice, in cents, where it is not what billing invoiced.
    public var bookedCents: Int64?

    /// Creates an account of this name and size; its people have names of the pool, always the
    /// same ones for the same domain, and addresses of that domain.
    public init(
        name: String, domain: String, tier: String, arrCents: Int64, invoiceCents: Int64
    ) {
        var generator = SeededGenerator(seed: 1, part: domain)
        var given = Self.givenNames
        func person() -> PersonSeed {
            let first = given.remove(at: generator.below(given.count))
            let last = Self.familyNames[generator.below(Self.familyNames.count)]
            return PersonSeed(
                "\(first) \(last)", "\(first.lowercased()).\(last.lowercased())@\(domain)")
        }
        self.name = name
        self.domain = domain
        self.tier = tier
        self.arrCents = arrCents
        self.invoiceCents = invoiceCents
        billingContact = person()
        adminContact = person()
        requester = person()
    }

    private static let givenNames = [
        "Amara", "Bela", "Chidi", "Dana", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas",
        "Keiko", "Lena", "Mateo", "Nadia", "Omar", "Priya", "Rosa", "Sam", "Tomas", "Yuki",
    ]
    private static let familyNames = [
        "Adler", "Banerjee", "Castro", "Diallo", "Eriksen", "Fischer", "Garcia", "Haddad",
        "Ito", "Jansen", "Kowalski", "Lindgren", "Moreau", "Novak", "Okafor", "Petrov",
        "Raman", "Silva", "Tanaka", "Weber",
    ]
}
