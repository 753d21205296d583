/// A playbook as its reader sees it: what starts it, its stages and their steps in words, and what
/// may happen at any time. Pictures and listings are made of it, whatever their format.
public struct PlaybookOutline: Sendable, Hashable {
    /// An event, and the condition under which it counts.
    public struct Trigger: Sendable, Hashable {
        public let event: String
        public let condition: String?
        /// What it does to the case; nil: it starts one.
        public let does: String?
        /// Whether it ends the case.
        public let ends: Bool
    }

    /// An activity.
    public struct Step: Sendable, Hashable {
        public enum Kind: String, Sendable, CaseIterable {
            case estimate, classify, lookup, decide, act, notify, task, escalate, call, wait
        }

        public let id: String
        public let kind: Kind
        /// What it asks, decides, does or waits for.
        public let subject: String
        /// The steps that it comes after, of its own stage or of another.
        public let after: [String]
        /// Whether one of these is enough.
        public let isAfterAny: Bool
        /// False skips it.
        public let condition: String?
        /// It waits until this is true.
        public let asSoonAs: String?
        /// What else is declared of it: name and words.
        public let notes: [Note]
    }

    public struct Note: Sendable, Hashable {
        public let name: String
        public let words: String
    }

    public struct Stage: Sendable, Hashable {
        public let name: String
        public let after: [String]
        public let steps: [Step]
        public let completesWhen: String
        /// The exception that comes where it does not complete, and who owns it.
        public let exception: String
        public let owner: String
        /// At the latest, counted from when the stage was entered: for people, and as a duration.
        public let by: String
        public let byDuration: String
        /// What opens it beside the plan, when it is skipped, what it begins anew.
        public let notes: [Note]
    }

    public let name: String
    public let version: Int
    public let owner: String
    public let purpose: String
    public let starts: [Trigger]
    /// Events that join the case where it is open.
    public let joins: [Trigger]
    public let stages: [Stage]
    public let reactions: [Trigger]
    public let clocks: [Note]
    /// What was done before, and it looks at.
    public let history: [Note]

    public init(_ playbook: Playbook) {
        name = playbook.name
        version = playbook.version
        owner = playbook.owner
        purpose = playbook.purpose
        starts = playbook.opens.map {
            Trigger(event: $0.event, condition: $0.when?.line, does: nil, ends: false)
        }
        joins = playbook.joins.map {
            Trigger(event: $0.event, condition: $0.when?.line, does: "join", ends: false)
        }
        stages = playbook.stages.map(Stage.init)
        reactions = playbook.reactions.map(Trigger.init)
        clocks = playbook.clocks.map { PlaybookOutline.Note(name: $0.name, words: $0.words) }
        history = playbook.history.map { PlaybookOutline.Note(name: $0.name, words: $0.words) }
    }

    /// The stage of a step; nil: there is no such step.
    public func stage(ofStep id: String) -> Stage? {
        stages.first { stage in stage.steps.contains { $0.id == id } }
    }
}

extension PlaybookOutline.Stage {
    init(_ stage: Stage) {
        self.init(
            name: stage.name, after: stage.after,
            steps: stage.activities.map(PlaybookOutline.Step.init),
            completesWhen: stage.completesWhen.line, exception: stage.otherwise.code,
            owner: stage.otherwise.owner, by: stage.otherwise.by.words,
            byDuration: stage.otherwise.by.durationText,
            notes: Self.notes(of: stage.course))
    }

    private static func notes(of course: Stage.Course) -> [PlaybookOutline.Note] {
        var notes: [PlaybookOutline.Note] = []
        func note(_ name: String, _ words: String) {
            notes.append(PlaybookOutline.Note(name: name, words: words))
        }
        switch course.opensOn {
        case nil: break
        case .event(let event, let when, let key)?:
            note(
                "opens on",
                event + (when.map { " where " + $0.line } ?? "")
                    + (key.map { ", one for each " + $0.line } ?? ""))
        case .asSoonAs(let condition)?: note("opens as soon as", condition.line)
        case .rework?: note("opens on", "rework, at most \(course.roundsMax) times")
        }
        if let when = course.when { note("when", when.line) }
        if let then = course.then { note("then", "begins \(then) anew") }
        return notes
    }
}

extension PlaybookOutline.Step {
    init(_ activity: Activity) {
        let (kind, subject, notes) = Self.words(of: activity.kind)
        let isAny =
            if case .any(let names) = activity.after { names.count > 1 } else { false }
        self.init(
            id: activity.id, kind: kind, subject: subject, after: activity.after.names,
            isAfterAny: isAny, condition: activity.when?.line, asSoonAs: activity.asSoonAs?.line,
            notes: Self.notes(of: activity.forEach) + notes)
    }

    private static func notes(of each: ForEach?) -> [PlaybookOutline.Note] {
        guard let each else { return [] }
        var notes = [
            PlaybookOutline.Note(
                name: "for each", words: "\(each.variable) in \(each.list.line)")
        ]
        if each.isBatch {
            notes.append(PlaybookOutline.Note(name: "approved", words: "as a batch"))
        }
        for value in each.collect {
            notes.append(
                PlaybookOutline.Note(
                    name: "collects", words: "\(value.name) = \(value.value.line)"))
        }
        return notes
    }

    private static func words(of kind: Activity.Kind) -> (Kind, String, [PlaybookOutline.Note]) {
        switch kind {
        case .estimate(let estimate) where estimate.choice != nil:
            let choice = estimate.choice
            return (
                .classify, estimate.model,
                [
                    PlaybookOutline.Note(
                        name: "one of", words: choice?.labels.joined(separator: ", ") ?? ""),
                    PlaybookOutline.Note(name: "otherwise", words: choice?.fallback ?? ""),
                ]
            )
        case .lookup(let work):
            return (
                .lookup, work.operation,
                work.ifFailed.map {
                    [PlaybookOutline.Note(name: "if failed", words: $0.words)]
                } ?? []
            )
        case .call(let call): return (.call, "\(call.playbook)@\(call.version)", [])
        case .escalate(let work):
            return (
                .escalate, work.queue, [PlaybookOutline.Note(name: "because", words: work.title)]
            )
        case .estimate(let estimate):
            let fallback = PlaybookOutline.Note(name: "otherwise", words: estimate.fallback)
            return (.estimate, estimate.model, [fallback])
        case .decide(let decision): return (.decide, decision, [])
        case .act(let act):
            if let template = act.template { return (.notify, template, notes(of: act)) }
            if act.operation == Act.consent {
                let names = act.with.map { $0.value.line }.joined(separator: ", ")
                return (.task, "Approve " + names, notes(of: act))
            }
            return (.act, act.operation, notes(of: act))
        case .task(let work): return (.task, work.title, notes(of: work))
        case .wait(let wait):
            var notes: [PlaybookOutline.Note] = []
            if let when = wait.when {
                notes.append(PlaybookOutline.Note(name: "where", words: when.line))
            }
            for other in wait.elseOn {
                notes.append(
                    PlaybookOutline.Note(
                        name: "else on", words: "\(other.event): \(other.way.words)"))
            }
            return (.wait, wait.event, notes)
        }
    }

    private static func notes(of act: Act) -> [PlaybookOutline.Note] {
        var notes = [PlaybookOutline.Note(name: "governed by", words: act.governedBy)]
        if act.template != nil {
            notes.append(PlaybookOutline.Note(name: "by", words: act.operation))
        }
        if !act.recheck.isEmpty {
            notes.append(
                PlaybookOutline.Note(name: "recheck", words: act.recheck.joined(separator: ", ")))
        }
        for (name, way) in [
            ("if refused", act.ifRefused), ("if expired", act.ifExpired),
            ("if failed", act.ifFailed),
        ] {
            guard let way else { continue }
            notes.append(PlaybookOutline.Note(name: name, words: way.words))
        }
        if let role = act.expiresTo {
            notes.append(PlaybookOutline.Note(name: "if expired, asks", words: role))
        }
        if act.isDraft { notes.append(PlaybookOutline.Note(name: "mode", words: "draft")) }
        if act.noReturn {
            notes.append(PlaybookOutline.Note(name: "after it", words: "no way back"))
        }
        if let reverse = act.compensate {
            notes.append(PlaybookOutline.Note(name: "undone by", words: reverse))
        }
        return notes
    }

    private static func notes(of work: TaskWork) -> [PlaybookOutline.Note] {
        var notes = [PlaybookOutline.Note(name: "queue", words: work.queue)]
        if let within = work.within {
            notes.append(PlaybookOutline.Note(name: "within", words: within.words))
        }
        if !work.form.isEmpty {
            notes.append(
                PlaybookOutline.Note(
                    name: "form", words: work.form.map(\.name).joined(separator: ", ")))
        }
        return notes
    }
}

extension PlaybookOutline.Trigger {
    init(_ reaction: Reaction) {
        let does: String
        var ends = false
        switch reaction.action {
        case .cancel(let compensation, let outcome):
            ends = true
            does =
                switch compensation {
                case .none: "close as \(outcome)"
                case .all: "undo all and close as \(outcome)"
                case .only(let steps):
                    "undo \(steps.joined(separator: ", ")) and close as \(outcome)"
                }
        case .reopen: does = "reopen"
        case .hold(let resource, let side, _): does = "hold \(resource) for \(side)"
        case .redo(let steps): does = "do \(steps.joined(separator: ", ")) again"
        case .compensate(let steps): does = "undo \(steps.joined(separator: ", "))"
        case .join: does = "join"
        case .pause(let until, let owner): does = "hold all for \(owner) until \(until)"
        case .redoFrom(let stage, _): does = "do \(stage) and what follows again"
        case .raise(let code, let owner): does = "raise \(code) to \(owner)"
        case .signal(let signal): does = "tell others \(signal.event)"
        }
        self.init(
            event: reaction.event, condition: reaction.when?.line, does: does, ends: ends)
    }
}

extension WayOut {
    var words: String {
        switch self {
        case .task(let work): work.title
        case .exception(let code, let owner): "\(code) to \(owner)"
        case .rework(let stage): "rework in \(stage)"
        case .redo(let stage, let most): "\(stage) anew, at most \(most) times"
        case .emit(let event, _, _): "raises \(event)"
        }
    }
}

extension Expression {
    /// Its text in one line.
    var line: String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension Clock {
    /// `OLA, 1 day; at 75 % revops-lead; stops on payment.recovered`.
    var words: String {
        var parts = [([kind.rawValue] + [target?.words].compactMap { $0 }).joined(separator: ", ")]
        if let beat { parts.append("every \(beat.every.words) \(beat.title)") }
        if !startsOn.isEmpty { parts.append("starts on \(Self.words(startsOn))") }
        parts += ladder.map { "at \($0.atPercent) % \($0.to.joined(separator: ", "))" }
        if !stopsOn.isEmpty { parts.append("stops on \(Self.words(stopsOn))") }
        if let pausesWhile { parts.append("pauses while \(pausesWhile.line)") }
        return parts.joined(separator: "; ")
    }

    private static func words(_ triggers: [Trigger]) -> String {
        triggers.map { trigger in
            switch trigger {
            case .event(let type): type
            case .stage(let name): "stage \(name)"
            case .activity(let id): id
            }
        }.joined(separator: ", ")
    }
}
