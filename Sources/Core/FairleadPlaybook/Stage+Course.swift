extension Stage {
    /// What opens a stage beside the plan.
    public enum Trigger: Sendable {
        /// An event of the case; `oneOpenPer` makes it open as often as it happens, once at a time
        /// for each value of the expression.
        case event(String, when: Expression?, oneOpenPer: Expression?)
        /// As soon as a condition is true; a value that is not set yet means not yet.
        case asSoonAs(Expression)
        /// Somebody or something sends the matter back to it.
        case rework
    }

    /// How a stage is entered besides `after`, and what follows it.
    public struct Course: Sendable {
        /// Nil: it is part of the plan.
        public let opensOn: Trigger?
        /// Evaluated once, when what it comes after is over: false skips the stage.
        public let when: Expression?
        /// The stage that is begun anew when this one is complete.
        public let then: String?
        /// How often the matter may be sent back to it.
        public let roundsMax: Int

        public init(
            opensOn: Trigger? = nil, when: Expression? = nil, then: String? = nil,
            roundsMax: Int = Stage.roundsDefault
        ) {
            self.opensOn = opensOn
            self.when = when
            self.then = then
            self.roundsMax = roundsMax
        }
    }

    /// How often a matter may be sent back to a stage that says nothing of it.
    public static let roundsDefault = 3

    /// How often one stage may be opened in one case.
    public static let runsMax = 100

    public var openingEvent: String? {
        if case .event(let type, _, _)? = course.opensOn { type } else { nil }
    }

    /// Whether it may be open several times at once.
    public var isRepeated: Bool {
        if case .event(_, _, _?)? = course.opensOn { true } else { false }
    }

    /// Whether it opens beside the plan, so that the plan does not wait for it.
    public var isBeside: Bool {
        switch course.opensOn {
        case .event, .rework: true
        case .asSoonAs, nil: false
        }
    }

    /// The stage as it is opened for the n-th time, beside those before: its own name and those of
    /// its activities carry the number, its expressions read what belongs to it.
    public func run(_ number: Int) -> Stage {
        if number <= 1 { return self }
        let own = activities.map(\.id)
        return Stage(
            name: RunKey(name, run: number).text, after: after, inputs: inputs,
            activities: activities.map { activity in
                let names = activity.after.names.map {
                    own.contains($0) ? RunKey($0, run: number).text : $0
                }
                return Activity(
                    id: RunKey(activity.id, run: number).text, kind: activity.kind,
                    after: activity.after.with(names), when: activity.when,
                    asSoonAs: activity.asSoonAs, forEach: activity.forEach,
                    position: activity.position)
            }, completesWhen: completesWhen, otherwise: otherwise, course: course,
            position: position)
    }
}

extension Activity.After {
    func with(_ names: [String]) -> Self {
        switch self {
        case .all: .all(names)
        case .any: .any(names)
        }
    }
}

/// An outcome with which a case closes before its plan ends.
public struct Closing: Sendable {
    public let outcome: String
    /// A value that is not set yet means not yet.
    public let when: Expression

    public init(outcome: String, when: Expression) {
        self.outcome = outcome
        self.when = when
    }
}
