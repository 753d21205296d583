import FairleadCanonical
import FairleadEngine

/// What people do in a scenario, and what must come out of it.
struct ExpectedOutcome: Sendable {
    /// What people do after the scenario's steps.
    var people: [PersonStep] = []
    /// The account's cases, in the order in which they are opened.
    var matters: [ExpectedCase]

    init(_ matters: ExpectedCase..., people: [PersonStep] = []) {
        self.matters = matters
        self.people = people
    }

    func unmet(by all: [CaseState]) -> [String] {
        // Where the event that links two others comes last, theirs were two, and one was merged.
        let cases = all.filter { $0.status != .merged }
        guard cases.count == matters.count else {
            return ["\(matters.count) cases are expected, there are \(cases.count)"]
        }
        return zip(matters, cases).flatMap { $0.unmet(by: $1) }
    }
}

/// What is expected of one case.
struct ExpectedCase: Sendable {
    /// Nil: no playbook takes it.
    var playbook: String?
    var cause: String?
    /// How it was closed; nil: it is open yet.
    var outcome: String?
    /// Operations that must be done, and read back where they declare it.
    var done: [String] = []
    /// Operations that must have come to nothing outside.
    var never: [String] = []
    /// Each role that is asked, with what came of it.
    var approvals: [String: String] = [:]
    /// Queues in which somebody has something to do for it, now or before.
    var queues: [String] = []
    /// Codes of exceptions raised.
    var exceptions: [String] = []
    /// Whether it goes on without something that it should know.
    var isDegraded = false

    func unmet(by matter: CaseState) -> [String] {
        var unmet: [String] = []
        func expect(_ holds: Bool, _ what: String) {
            if !holds { unmet.append("\(what) is expected") }
        }
        expect(matter.playbook == playbook, "playbook \(playbook ?? "none")")
        if let cause {
            expect(matter.values["cause"]?.value.stringValue == cause, "cause \(cause)")
        }
        expect(
            matter.outcome == outcome,
            "outcome \(outcome ?? "none yet") instead of \(matter.outcome ?? "none")")
        for operation in done {
            expect(
                matter.effects.contains { $0.operation == operation && $0.status == .done },
                "\(operation) done")
        }
        for operation in never {
            expect(
                !matter.effects.contains { $0.operation == operation && $0.attempts > 0 },
                "no attempt at \(operation)")
        }
        var asked: [String: String] = [:]
        for approval in matter.approvals { asked[approval.role] = approval.status.rawValue }
        expect(asked == approvals, "approvals \(approvals) instead of \(asked)")
        for queue in queues {
            expect(matter.tasks.contains { $0.queue == queue }, "a task for \(queue)")
        }
        let raised = Set(matter.exceptions.map(\.code)).sorted()
        expect(raised == exceptions.sorted(), "exceptions \(exceptions) instead of \(raised)")
        expect(
            matter.degraded.isEmpty != isDegraded,
            isDegraded ? "a degraded case" : "no degraded case, but \(matter.degraded)")
        return unmet
    }
}
