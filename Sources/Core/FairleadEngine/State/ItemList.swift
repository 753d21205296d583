public import FairleadCanonical
public import FairleadDomain

/// The items that an activity is done for, as they were when it began.
public struct ItemList: Sendable, Hashable {
    /// What names each item, each once, in the order of the list.
    public let keys: [String]
    public let values: [JSON]
    public let labels: Labels

    public init(keys: [String], values: [JSON], labels: Labels) {
        self.keys = keys
        self.values = values
        self.labels = labels
    }

    /// The item of a key, as long as it is kept.
    func value(_ key: String) -> JSON? {
        guard let place = keys.firstIndex(of: key), place < values.count else { return nil }
        return values[place]
    }
}
