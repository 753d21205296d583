/// What follows when something of an activity did not come out as the plan has it.
public enum WayOut: Sendable {
    /// Somebody is asked to do something.
    case task(TaskWork)
    case exception(code: String, owner: String)
    /// The matter is sent back to a stage that is there for that.
    case rework(stage: String)
    /// A stage, and all that comes after it, is begun anew, at most so often.
    case redo(stage: String, roundsMax: Int)
    /// An event of the case's own, with what it tells; `keepsStageOpen` false: the stage's own
    /// `otherwise` comes too.
    case emit(event: String, with: [Argument], keepsStageOpen: Bool)
}
