/// That an activity is done for each item of a list, each once, and what is made of it all.
public final class ForEach: Sendable {
    /// How many items a list may have.
    public static let itemsMax = 200
    /// How long what names an item may be, in characters.
    public static let keyCharactersMax = 100

    /// The name by which the activity reads its item.
    public let variable: String
    public let list: Expression
    /// What names an item among all: text or a number; nil: its place in the list, from 1.
    public let key: Expression?
    /// The object type of the items, by which their fields are classified.
    public let object: String?
    /// Whether one ruling, and one consent, is for all of them.
    public let isBatch: Bool
    /// Values made of what came out, which `items` lists.
    public let collect: [Argument]

    /// The name by which `collect` reads what came out.
    public static let items = "items"
    /// The entry of an item's outcome where the activity's own value is no context.
    public static let value = "value"

    public init(
        variable: String, list: Expression, key: Expression?, object: String?, isBatch: Bool,
        collect: [Argument]
    ) {
        self.variable = variable
        self.list = list
        self.key = key
        self.object = object
        self.isBatch = isBatch
        self.collect = collect
    }
}

extension Activity {
    /// The activity as it is done for one item.
    public func instance(_ key: String) -> Activity {
        let own = RunKey(id)
        return Activity(
            id: RunKey(own.name, run: own.run, item: key).text, kind: kind, after: .all([]),
            when: nil, asSoonAs: nil, position: position)
    }
}
