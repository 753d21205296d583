/// What a record changes of all that expressions of a case see: looked-up facts, what events
/// told, values of activities, what happened, what systems call the account.
public enum SeenChange: Sendable {
    case nothing
    /// The fact or the activity's value of this name.
    case value(of: String)
    case everything
}
