public import FEEL
public import FairleadDomain

/// A versioned plan for one kind of matter (design.md §7). A class, as `Governance` is.
public final class Playbook: Sendable {
    public let name: String
    public let version: Int
    public let purpose: String
    public let owner: String
    /// Events that open a matter, in the order written.
    public let opens: [Opening]
    /// Events that join an open case.
    public let joins: [Joining]
    /// The types of the objects by which its cases of one account are told apart; none: an account
    /// has one case of it under way.
    public let correlation: [String]
    public let inputs: [Input]
    /// What was done before, as it is when it is read.
    public let history: [History]
    /// Values derived from facts, in the order written; each is computed when it is read.
    public let derives: [Derivation]
    public let clocks: [Clock]
    public let stages: [Stage]
    /// The activities of all stages, in the order written.
    public let activities: [Activity]
    private let activityByID: [String: Activity]
    public let reactions: [Reaction]
    /// The sides that its cases take on resources of their account, from their opening on.
    public let claims: [ResourceClaim]
    /// What it is given where another playbook calls it.
    public let takes: [PlaybookSignature.Parameter]
    /// What it gives back to one that called it, in the order written.
    public let gives: [Argument]
    /// How long after its closing a case may be opened again, in milliseconds; nil: always.
    public let reopenWithinMilliseconds: Int64?
    /// Whether one of its activities cuts off the way back.
    public let hasNoReturn: Bool
    /// Outcomes with which its cases close before their plan ends, in the order written.
    public let closes: [Closing]
    /// The type of every name that its expressions may read.
    public let types: [String: FEELType]
    /// What each opening's condition reads of the inputs, and what each stage needs of them.
    private let inputsOfOpening: [[Input]]
    private let inputsOfStage: [String: [Input]]
    private let derivations: [String: Expression]
    /// Whether it has clocks that more than events move.
    public let hasTendedClocks: Bool
    /// Whether its derived values read calendars, which are always those in force.
    public let readsCalendars: Bool
    /// The derived values that read a name, directly or not.
    private let derivedFrom: [String: [String]]
    /// Stages that open beside the plan, by the type of the event.
    private let stagesByEvent: [String: [Stage]]
    /// The stage of each activity of a stage that may be open several times.
    private let repeating: [String: String]
    /// The lists of what is done for each of something, by the names of their items.
    private let lists: [String: Expression]

    public init(
        name: String, version: Int, purpose: String, owner: String, opens: [Opening],
        joins: [Joining], correlation: [String] = [], inputs: [Input], derives: [Derivation],
        clocks: [Clock], stages: [Stage], reactions: [Reaction], closes: [Closing] = [],
        takes: [PlaybookSignature.Parameter] = [], gives: [Argument] = [],
        reopenWithinMilliseconds: Int64? = nil, claims: [ResourceClaim] = [],
        history: [History] = [], types: [String: FEELType]
    ) {
        self.history = history
        self.takes = takes
        self.claims = claims
        self.gives = gives
        self.reopenWithinMilliseconds = reopenWithinMilliseconds
        hasNoReturn = stages.contains { $0.activities.contains(where: \.isNoReturn) }
        self.closes = closes
        hasElse = stages.contains { stage in
            stage.activities.contains { activity in
                if case .wait(let wait) = activity.kind { !wait.elseOn.isEmpty } else { false }
            }
        }
        stagesByEvent = Dictionary(grouping: stages.filter { $0.openingEvent != nil }) {
            $0.openingEvent ?? ""
        }
        repeating = Dictionary(
            stages.filter(\.isRepeated).flatMap { stage in
                stage.activities.map { ($0.id, stage.name) }
            }, uniquingKeysWith: { first, _ in first })
        let activities = stages.flatMap(\.activities)
        self.activities = activities
        let lists = Dictionary(
            activities.compactMap(\.forEach).map { ($0.variable, $0.list) },
            uniquingKeysWith: { first, _ in first })
        self.lists = lists
        self.name = name
        self.version = version
        self.purpose = purpose
        self.owner = owner
        self.opens = opens
        self.correlation = correlation
        self.joins = joins
        self.inputs = inputs
        self.derives = derives
        self.clocks = clocks
        self.stages = stages
        activityByID = Dictionary(
            activities.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.reactions = reactions
        self.types = types
        hasTendedClocks = clocks.contains { $0.plainMilliseconds == nil }
        readsCalendars = derives.contains { derivation in
            derivation.value.calls.contains { $0.function == HostFunction.businessDay }
        }
        inputsOfOpening = opens.map { opening in
            guard let when = opening.when else { return [] }
            let names = Self.names(readBy: when, derives, inputs, lists)
            return inputs.filter { names.contains($0.name) }
        }
        inputsOfStage = Dictionary(
            stages.map { stage in
                (stage.name, inputs.filter { stage.inputs.contains($0.name) })
            }, uniquingKeysWith: { first, _ in first })
        derivations = Dictionary(
            derives.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        derivedFrom = Self.derived(derives, inputs, lists)
    }

    /// The derived values by the names that they read, directly or not.
    private static func derived(
        _ derives: [Derivation], _ inputs: [Input], _ lists: [String: Expression]
    ) -> [String: [String]] {
        var derived: [String: [String]] = [:]
        for derivation in derives {
            for name in names(readBy: derivation.value, derives, inputs, lists) {
                derived[name, default: []].append(derivation.name)
            }
        }
        return derived
    }

    /// The activity of this id, in whatever stage; nil: there is none.
    public func activity(_ id: String) -> Activity? { activityByID[id] }

    /// The stages that an event of this type may open beside the plan, in the order written.
    public func stages(openedBy event: String) -> [Stage] {
        stagesByEvent.isEmpty ? [] : stagesByEvent[event] ?? []
    }

    /// Whether its cases stay open for a stage that an event may still open: where it says with
    /// what it closes, the end of the plan is not the end of the case.
    public func mayEndBy(_ stage: Stage) -> Bool {
        !closes.isEmpty && stage.openingEvent != nil
    }

    /// Whether one of its waits may end otherwise.
    public let hasElse: Bool

    /// Whether one of its stages may be open several times at once.
    public var repeatsStages: Bool { !repeating.isEmpty }

    /// The stage of an activity that may be under way several times at once; nil: it may not.
    public func repeatedStage(of activity: String) -> String? {
        repeating.isEmpty ? nil : repeating[activity]
    }

    /// The list for each of which an activity is done; nil: it is done once.
    public func forEach(_ activity: String) -> ForEach? {
        lists.isEmpty ? nil : activityByID[activity]?.forEach
    }

    /// What a name looks back at; nil: nothing of that name does.
    public func history(_ name: String) -> History? {
        history.isEmpty ? nil : history.first { $0.name == name }
    }

    /// How a derived value is computed; nil: no such value is derived.
    public func derivation(_ name: String) -> Expression? { derivations[name] }

    /// The derived values that change with the value of a name.
    public func derived(from name: String) -> [String] { derivedFrom[name] ?? [] }

    /// The inputs that an opening's condition reads, directly or not, in the playbook's order.
    public func inputs(ofOpening index: Int) -> [Input] { inputsOfOpening[index] }

    /// The inputs that a stage needs, in the playbook's order.
    public func inputs(of stage: Stage) -> [Input] { inputsOfStage[stage.name] ?? [] }

    /// The names that an expression reads, directly, through derived values, lists, and the
    /// arguments of inputs; each once, in the order in which they are come upon.
    public func names(readBy expression: Expression) -> [String] {
        Self.names(readBy: expression, derives, inputs, lists)
    }

    private static func names(
        readBy expression: Expression, _ derives: [Derivation], _ inputs: [Input],
        _ lists: [String: Expression]
    ) -> [String] {
        var names: [String] = []
        func read(_ expression: Expression) {
            for path in expression.reads {
                guard let name = path.first, !names.contains(name) else { continue }
                names.append(name)
                if let derivation = derives.first(where: { $0.name == name }) {
                    read(derivation.value)
                }
                if let list = lists[name] { read(list) }
                if let input = inputs.first(where: { $0.name == name }) {
                    for argument in input.with { read(argument.value) }
                }
            }
        }
        read(expression)
        return names
    }
}

/// An event that starts the gathering of a matter, and the condition that makes it this one.
public struct Opening: Sendable {
    public let event: String
    /// Evaluated once the inputs that it reads are there; null is an exception.
    public let when: Expression?
    /// How far back events that came first are joined, in milliseconds.
    public let lookbackMilliseconds: Int64

    public init(event: String, when: Expression?, lookbackMilliseconds: Int64) {
        self.event = event
        self.when = when
        self.lookbackMilliseconds = lookbackMilliseconds
    }
}

/// An event that joins an open case of the same account.
public struct Joining: Sendable {
    public let event: String
    public let when: Expression?

    public init(event: String, when: Expression?) {
        self.event = event
        self.when = when
    }
}

/// A fact that a stage needs: where it comes from, how old it may be, what happens without it. A
/// class, as all parts of a playbook that steps hand around.
public final class Input: Sendable {
    public enum Otherwise: String, Sendable, CaseIterable {
        /// Missing is an exception.
        case exception
        /// The case goes on, marked degraded, and catches up.
        case degraded
        /// The case goes on without a mark; the fact is an empty list, or null.
        case none
    }

    public let name: String
    /// `connector.operation` of the look-up.
    public let operation: String
    /// Its arguments: FEEL over the facts that are there before.
    public let with: [Argument]
    /// Whether it asks by what a case alone knows, and not only by what systems call the account:
    /// then its fact is no other case's.
    public let isOfCase: Bool
    public let newerThanMilliseconds: Int64
    /// How long an answer is waited for, in milliseconds.
    public let withinMilliseconds: Int64
    public let otherwise: Otherwise
    public let position: SourcePosition

    public init(
        name: String, operation: String, with: [Argument], newerThanMilliseconds: Int64,
        withinMilliseconds: Int64, otherwise: Otherwise, position: SourcePosition
    ) {
        self.name = name
        self.operation = operation
        self.with = with
        isOfCase = with.contains { !$0.value.reads.isEmpty }
        self.newerThanMilliseconds = newerThanMilliseconds
        self.withinMilliseconds = withinMilliseconds
        self.otherwise = otherwise
        self.position = position
    }
}

/// A part of the plan with its inputs and its completion rule.
public final class Stage: Sendable {
    /// What happens when the stage cannot complete: an exception with an owner.
    public struct Otherwise: Sendable {
        public let code: String
        public let owner: String
        /// At the latest, counted from when the stage was entered.
        public let by: Allowance

        public init(code: String, owner: String, by: Allowance) {
            self.code = code
            self.owner = owner
            self.by = by
        }
    }

    public let name: String
    /// Stages that must be completed before.
    public let after: [String]
    /// Names of the playbook's inputs.
    public let inputs: [String]
    public let activities: [Activity]
    public let completesWhen: Expression
    public let otherwise: Otherwise
    /// How it is entered besides `after`, and what follows it.
    public let course: Course
    public let position: SourcePosition

    public init(
        name: String, after: [String], inputs: [String], activities: [Activity],
        completesWhen: Expression, otherwise: Otherwise, course: Course = Course(),
        position: SourcePosition
    ) {
        self.course = course
        self.name = name
        self.after = after
        self.inputs = inputs
        self.activities = activities
        self.completesWhen = completesWhen
        self.otherwise = otherwise
        self.position = position
    }
}

/// What an event does to a case at any time.
public struct Reaction: Sendable {
    public enum Action: Sendable {
        /// Cancels what waits, withdraws approvals, compensates `compensate` (in reverse order of
        /// doing), and closes the case with `close`.
        case cancel(compensate: Compensation, close: String)
        /// Opens a closed case again.
        case reopen
        /// Puts a claim of this side on a resource of the account until the case is closed.
        case hold(resource: String, side: String, owner: String)
        /// Withdraws the activities named, with their effects not yet done, and starts them anew.
        case redo(activities: [String])
        /// The event belongs to the case, and does nothing more.
        case join
        /// Nothing leaves the case until an event of this type comes.
        case pause(until: String, owner: String)
        /// Begins a stage anew, and all that comes after it, at most so often.
        case redoFrom(stage: String, roundsMax: Int)
        /// A person must look.
        case raise(code: String, owner: String)
        /// Tells cases of other accounts.
        case signal(Signal)
        /// Lifts holds: releases by the compensation of the named activities, case stays open.
        case compensate(activities: [String])
    }

    public enum Compensation: Sendable, Hashable {
        case all, none
        case only([String])
    }

    public let event: String
    public let when: Expression?
    public let action: Action
    /// The event that ends what it paused.
    public let until: String?
    public let position: SourcePosition

    public init(event: String, when: Expression?, action: Action, position: SourcePosition) {
        self.event = event
        self.when = when
        self.action = action
        self.position = position
        if case .pause(let until, _) = action { self.until = until } else { self.until = nil }
    }

    public var reopens: Bool {
        if case .reopen = action { true } else { false }
    }
}
