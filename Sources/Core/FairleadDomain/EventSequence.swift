/// The place of an event among the changes of the record that it is about, by its sender's count.
public struct EventSequence: Sendable, Hashable {
    public let number: Int64
    /// Whether the sender counts without a gap, so that one that is missing is known to be.
    public let isContiguous: Bool

    public init(number: Int64, isContiguous: Bool) {
        self.number = number
        self.isContiguous = isContiguous
    }
}
