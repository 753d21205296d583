/// The bounds of the API; beyond each of them the answer says so.
public enum APILimits {
    /// A request's body, but for events.
    public static let bodyBytesMax = 65_536
    /// A batch of events.
    public static let eventBodyBytesMax = 8_388_608
    /// A webhook's body.
    public static let hookBodyBytesMax = 1_048_576
    public static let pageItemsMax = 1_000
    public static let pageItemsStandard = 100
    public static let idempotencyKeyBytesMax = 255
    /// How long an answer is kept for a repetition.
    public static let idempotencyHours: Int64 = 24
    public static let reasonBytesMax = 2_000
    public static let streamsMax = 256
    public static let streamHeartbeatSeconds: Int64 = 15
    public static let tokenBytes = 32
    public static let authorizationBytesMax = 512
    /// Refusals that go to the ledger, in all and for each principal; more are only counted.
    public static let refusalsRecordedPerMinuteMax = 60
    public static let refusalsRecordedPerPrincipalPerMinuteMax = 10
    /// Anchors that are searched for an object whose account is not named.
    public static let objectSearchAnchorsMax = 1_000
}
