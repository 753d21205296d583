/// One node of a stage.
public final class Activity: Sendable {
    public indirect enum Kind: Sendable {
        case estimate(Estimate)
        /// Evaluates a decision model; its outputs are the activity's value.
        case decide(decision: String)
        case act(Act)
        case task(TaskWork)
        /// Asks an outside system; what it answers is the activity's value.
        case lookup(LookupWork)
        /// Carries out another playbook; what that gives is the activity's value.
        case call(Call)
        /// More skill or more authority is told; nobody waits for them.
        case escalate(TaskWork)
        /// Waits for an event.
        case wait(Wait)
    }

    /// When an activity may start.
    public enum After: Sendable, Hashable {
        case all([String])
        case any([String])

        public var names: [String] {
            switch self {
            case .all(let names), .any(let names): names
            }
        }
    }

    public let id: String
    public let kind: Kind
    public let after: After
    /// Evaluated once, when `after` is satisfied: false skips, null is an exception.
    public let when: Expression?
    /// Waits until true; a value that is not set yet means not yet.
    public let asSoonAs: Expression?
    /// The list for each item of which it is done; nil: it is done once.
    public let forEach: ForEach?
    public let position: SourcePosition

    public init(
        id: String, kind: Kind, after: After, when: Expression?, asSoonAs: Expression?,
        forEach: ForEach? = nil, position: SourcePosition
    ) {
        self.forEach = forEach
        self.id = id
        self.kind = kind
        self.after = after
        self.when = when
        self.asSoonAs = asSoonAs
        self.position = position
    }
}

/// A question to a model; the answer is evidence, never a decision.
public struct Estimate: Sendable {
    public let model: String
    /// `connector.operation` that asks it.
    public let operation: String
    public let with: [Argument]
    /// The model is asked only where this holds (design: scope); else the fallback stands.
    public let scope: Expression?
    /// The widest interval accepted, as the text of a decimal; beyond it the fallback stands.
    public let intervalWidthMax: String?
    /// The bounds of a sensible answer, as decimals.
    public let range: (low: String, high: String)
    public let withinMilliseconds: Int64
    /// The declared fallback, as the text of a decimal; the case says that it was used. Empty for
    /// a choice of labels, which has its own.
    public let fallback: String
    /// The reason code of the exception that an answer raises which is not sure enough to be taken;
    /// nil: the fallback stands, and nobody is asked.
    public let exception: String?
    /// What the model chooses from, where it classifies; nil: it gives a number.
    public let choice: Choice?

    /// What stands where the model's own answer does not.
    public var standing: String { choice?.fallback ?? fallback }

    /// A model's choice of one label.
    public struct Choice: Sendable, Hashable {
        public let labels: [String]
        /// How many of a hundred such answers must be right, as the text of a decimal share of one.
        public let precision: String
        /// The label that stands where the model's own does not.
        public let fallback: String

        public init(labels: [String], precision: String, fallback: String) {
            self.labels = labels
            self.precision = precision
            self.fallback = fallback
        }
    }

    public init(
        model: String, operation: String, with: [Argument], scope: Expression?,
        intervalWidthMax: String?, range: (low: String, high: String),
        withinMilliseconds: Int64, fallback: String, exception: String? = nil,
        choice: Choice? = nil
    ) {
        self.exception = exception
        self.choice = choice
        self.model = model
        self.operation = operation
        self.with = with
        self.scope = scope
        self.intervalWidthMax = intervalWidthMax
        self.range = range
        self.withinMilliseconds = withinMilliseconds
        self.fallback = fallback
    }
}

/// An effect: an operation under a ruling. `notify` is an act whose arguments a template gives;
/// `approve` is one that leaves nothing: consent to its arguments is all that it brings about.
public final class Act: Sendable {
    /// The operation of an `approve`.
    public static let consent = "approve"

    /// `connector.operation`, or `approve`.
    public let operation: String
    public let with: [Argument]
    /// The template that renders argument `text`, for a notice.
    public let template: String?
    /// The decision whose outputs are the ruling: `level`, `approver`, `term`, …
    public let governedBy: String
    /// Inputs read again just before dispatch.
    public let recheck: [String]
    public let ifRefused: WayOut?
    public let ifExpired: WayOut?
    /// What follows when the system says no; nil: an exception.
    public let ifFailed: WayOut?
    /// It is rendered for somebody to send, and does not leave.
    public let isDraft: Bool
    /// Once it is done there is no way back: nothing done before it is reversed any more.
    public let noReturn: Bool
    /// How long an approval may wait.
    public let approveWithin: Allowance
    /// Who is asked, once, when nobody answered in that time.
    public let expiresTo: String?
    /// The operation that reverses it, with the same arguments and `reference`.
    public let compensate: String?
    /// Who may not approve it.
    public let never: [Exclusion]
    /// What the approver reads: text with `{expression}` places.
    public let shows: TextTemplate?

    public init(
        operation: String, with: [Argument], template: String?, governedBy: String,
        recheck: [String], ifRefused: WayOut?, ifExpired: WayOut?,
        approveWithin: Allowance, expiresTo: String? = nil, compensate: String?,
        never: [Exclusion], shows: TextTemplate?, ifFailed: WayOut? = nil, isDraft: Bool = false,
        noReturn: Bool = false
    ) {
        self.expiresTo = expiresTo
        self.ifFailed = ifFailed
        self.isDraft = isDraft
        self.noReturn = noReturn
        self.operation = operation
        self.with = with
        self.template = template
        self.governedBy = governedBy
        self.recheck = recheck
        self.ifRefused = ifRefused
        self.ifExpired = ifExpired
        self.approveWithin = approveWithin
        self.compensate = compensate
        self.never = never
        self.shows = shows
    }
}

extension Activity {
    /// Whether nothing done before it is reversed once it is done.
    public var isNoReturn: Bool {
        switch kind {
        case .act(let act): act.noReturn
        case .call(let call): call.noReturn
        default: false
        }
    }
}
