public import FEEL
public import FairleadDomain

/// Work for a person.
public final class TaskWork: Sendable {
    public let title: String
    public let queue: String
    /// When it is due; nil: no promise.
    public let within: Allowance?
    /// Who may not do it.
    public let never: [Exclusion]
    /// What whoever does it must know.
    public let skills: [String]
    /// What is filled in when it is completed, a choice first.
    public let form: [FormField]
    public let choice: Choice?
    /// The roles that may see and do it; empty: all that work.
    public let visibleTo: [String]

    public init(
        title: String, queue: String, within: Allowance?, never: [Exclusion] = [],
        skills: [String] = [], form: [FormField] = [], choice: Choice? = nil,
        visibleTo: [String] = []
    ) {
        self.title = title
        self.queue = queue
        self.within = within
        self.never = never
        self.skills = skills
        self.form = form
        self.choice = choice
        self.visibleTo = visibleTo
    }

    /// The labels of whatever is of it: none where everybody may see it.
    public var audience: Labels { TaskWork.audience(of: visibleTo) }

    /// What these roles may see and no other carries a label of its own, which the catalog gives
    /// to each of them.
    public static func audience(of roles: [String]) -> Labels {
        roles.isEmpty ? .none : Labels(["only:" + Set(roles).sorted().joined(separator: ",")])
    }

    /// The labels of what is filled in.
    public var formLabels: Labels { form.reduce(audience) { $0.union($1.labels) } }
}

/// A field of a form.
public struct FormField: Sendable {
    public static let countMax = 40

    public let name: String
    /// As it was written, for people: `number`, `none, possible, confirmed`.
    public let typeText: String
    public let type: FEELType
    public let isOptional: Bool
    public let labels: Labels

    public init(
        name: String, typeText: String, type: FEELType, isOptional: Bool, labels: Labels
    ) {
        self.name = name
        self.typeText = typeText
        self.type = type
        self.isOptional = isOptional
        self.labels = labels
    }
}

/// A choice of a person: one of some options, of which one may be recommended.
public struct Choice: Sendable {
    /// The form's field that it is, and what expressions call it.
    public static let field = "choice"
    public static let recommendation = "recommended"
    public static let reason = "reason"
    public static let optionsMax = 40

    public let options: [String]
    public let recommended: Expression?
    /// When it wants a reason: `choice != recommended`.
    public let reasonWhen: Expression?

    public init(options: [String], recommended: Expression?, reasonWhen: Expression?) {
        self.options = options
        self.recommended = recommended
        self.reasonWhen = reasonWhen
    }
}

extension WayOut {
    /// The work that it leads to, if it does.
    var work: TaskWork? {
        if case .task(let work) = self { work } else { nil }
    }
}

extension Playbook {
    /// The sets of roles that some of its work is for and no other.
    public var audiences: [[String]] {
        activities.flatMap { activity -> [TaskWork] in
            switch activity.kind {
            case .task(let work): [work]
            case .act(let act):
                [act.ifRefused, act.ifExpired, act.ifFailed].compactMap { $0?.work }
            case .lookup(let lookup): [lookup.ifFailed].compactMap { $0?.work }
            default: []
            }
        }.map(\.visibleTo).filter { !$0.isEmpty }
    }
}
