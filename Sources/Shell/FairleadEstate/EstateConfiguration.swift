/// How an estate is set up: ports, tokens, secrets, dialects, limits.
public struct EstateConfiguration: Sendable {
    /// The form in which billing renders its objects, as Stripe's API did before and after
    /// version 2025-03-31.
    public enum BillingDialect: String, Sendable {
        case before20250331 = "2025-02-24.acacia"
        case after20250331 = "2025-03-31.basil"
    }

    /// The address that the servers listen on.
    public var host = "127.0.0.1"
    /// Fixed ports by system; a system without one gets a free port at the first start.
    public var ports: [EstateSystem: Int] = [:]
    /// The base address to which webhooks are posted, as `BASE/v1/hooks/CONNECTOR`; without one,
    /// webhooks are not sent, and the events are only listed.
    public var webhookTarget: String?
    /// The connector's name in the webhook's path, where it is not `EstateSystem.connector`.
    public var connectorNames: [EstateSystem: String] = [:]
    /// Bearer tokens by system; a system without one gets one from the seed.
    public var tokens: [EstateSystem: String] = [:]
    /// Signing secrets by system; a system without one gets one from the seed.
    public var secrets: [EstateSystem: String] = [:]
    /// Billing's form of objects; it can be changed later with `setBillingDialect`.
    public var billingDialect = BillingDialect.after20250331
    /// Whether chat honours `Idempotency-Key` (its way is `key`) or not (`none`).
    public var chatHonoursKey = false
    /// Whether a change asked for over a system's API is told by a webhook too, as real systems do.
    public var echoesChanges = true
    /// How long the ERP may take until a new task, hold or note is found by its reference.
    public var erpSettlesWithinMilliseconds: Int64 = 2_000
    /// How long the ERP's index really takes; at most `erpSettlesWithinMilliseconds`.
    public var erpIndexLagMilliseconds: Int64 = 300
    /// How long an idempotency key is kept: 24 hours.
    public var keyKeptMilliseconds: Int64 = 86_400_000
    /// How long the model takes in its mode `slow`.
    public var modelSlowMilliseconds: Int64 = 5_000
    /// How often a webhook is tried before it is given up.
    public var webhookAttemptsMax = 10
    /// The wait before the first repetition of a webhook; it doubles with each.
    public var webhookBackoffMilliseconds: Int64 = 100
    /// The longest wait between two repetitions of a webhook.
    public var webhookBackoffMillisecondsMax: Int64 = 5_000
    /// How long a webhook's receiver may take to answer.
    public var webhookTimeoutMilliseconds: Int64 = 10_000
    /// The largest request body that a system accepts.
    public var requestBytesMax = 262_144
    /// How many events and how many journal entries a system keeps; the oldest go first.
    public var eventsMax = 200_000
    /// The scenarios whose accounts are there from the start.
    public var scenarios: [Scenario] = Scenario.all

    /// How the estate waits, in milliseconds, for latency and between repetitions of a webhook.
    public var sleep: @Sendable (Int64) async throws -> Void = { milliseconds in
        try await Task.sleep(for: .milliseconds(milliseconds))
    }

    /// Creates the usual configuration, to be changed where needed.
    public init() {}
}
