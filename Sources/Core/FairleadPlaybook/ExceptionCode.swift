/// A reason for which automation hands work to a person, and what that person is told: an entry of
/// the catalog's `exceptions.yaml`.
public struct ExceptionCode: Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case low, medium, high, critical
    }

    /// What kind of work it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// An effect, a look-up or a plan that did not come to its end.
        case failedAutomation
        /// Systems, or people, say or want opposite things.
        case conflictingStates
        /// A model answered, and is not sure enough.
        case lowConfidence
        /// Something that is needed is not there, or cannot be decided.
        case missingInformation
        /// A promise or a consent did not come in time.
        case late
    }

    public let code: String
    public let title: String
    public let kind: Kind
    public let severity: Severity
    /// The role that answers for it, where nobody more exact is named; nil: the playbook's owner.
    public let owner: String?
    /// When it is due, in elapsed milliseconds after it was raised.
    public let withinMilliseconds: Int64?
    /// The queue in which a task is created when it is overdue.
    public let escalatesTo: String?
    /// What is to be done, step by step.
    public let remedy: [String]

    public init(
        code: String, title: String, kind: Kind, severity: Severity, owner: String?,
        withinMilliseconds: Int64?, escalatesTo: String?, remedy: [String]
    ) {
        self.code = code
        self.title = title
        self.kind = kind
        self.severity = severity
        self.owner = owner
        self.withinMilliseconds = withinMilliseconds
        self.escalatesTo = escalatesTo
        self.remedy = remedy
    }

    /// The codes that Fairlead itself raises: a catalog that declares codes declares these too.
    public static let raisedByItself = [
        "approval-expired", "approval-refused", "arguments-undecided", "call-gave-nothing",
        "call-too-deep", "clock-undecided", "condition-undecided", "conflict", "day-undecided",
        "deadline-undecided", "decision-undecided", "effect-failed", "effect-unknown",
        "escalation-unanswered", "event-conflict", "identity-unknown", "input-missing",
        "input-parked", "lookup-failed", "mapping-failed", "no-way-back", "read-back-differs",
        "recheck-failed", "ruling-undecided", "signal-too-wide", "signal-unaddressed",
        "signal-undecided", "stage-key-undecided", "too-many-restarts", "too-many-rounds",
        "too-many-runs", "value-unmapped", "when-undecided",
    ]
}
