/// Remembers beyond the death of the process which input it died of, so that one that kills it is
/// not taken up for ever.
///
/// What is noted must outlive the process, not a loss of power: that is no input's doing.
public protocol CrashJournal: AnyObject {
    /// Inputs of which processes died, with how often.
    var deaths: [String: Int] { get }
    /// This input is in hand from now on.
    func begin(_ input: String)
    /// Nothing is in hand: the process lives.
    func end()
    /// It was handled after all, or a person has settled it.
    func forget(_ input: String)
}

/// Remembers nothing: for stores that end with their process, and for short commands.
public final class NoCrashJournal: CrashJournal {
    public let deaths: [String: Int] = [:]

    public init() {}

    public func begin(_ input: String) {}
    public func end() {}
    public func forget(_ input: String) {}
}
