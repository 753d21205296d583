/// An event that a case raises for cases of other accounts; each hears it once.
public struct Signal: Sendable {
    public let event: String
    /// What the master of accounts calls them: a list of strings.
    public let to: Expression
    public let with: [Argument]

    public init(event: String, to: Expression, with: [Argument]) {
        self.event = event
        self.to = to
        self.with = with
    }

    /// How many accounts one signal may be for.
    public static let accountsMax = 10_000
}
