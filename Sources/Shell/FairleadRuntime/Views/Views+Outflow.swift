import FairleadCanonical
import FairleadDomain
import FairleadEngine

extension Views {
    /// A system or a model, as work for it fares; what a person said of it names people.
    public func outflow(_ state: OutflowState) -> LabelledJSON {
        .object(
            LabelledJSON.members([
                "subject": .text(state.subject),
                "kind": .text(state.kind.rawValue),
                "state": .text(state.state.rawValue),
                "cause": state.cause.map { .text($0.rawValue) },
                "since": state.since.map { .time($0) },
                "until": state.until.map { .time($0) },
                "by": state.declaration.map { .text($0.by) },
                "reason": state.declaration.map {
                    .value(.string($0.reason), Labels(["personal"]))
                },
                "waiting": .number(state.waiting),
            ]))
    }
}
