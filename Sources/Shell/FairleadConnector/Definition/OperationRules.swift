import FairleadPlaybook

/// The request that an operation sends.
public struct RequestTemplate: Sendable, Hashable {
    public enum Method: String, Sendable, Hashable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    public enum BodyForm: String, Sendable, Hashable, CaseIterable { case json, form }

    public let method: Method
    /// `/v1/subscriptions/{subscription}`: each place is percent-encoded as one segment.
    public let path: MappingTemplate
    public let query: [MappedField]
    public let bodyForm: BodyForm
    public let body: [MappedField]
}

/// How an answer is read.
public struct AnswerRules: Sendable, Hashable {
    /// Where the list stands; nil: the answer is one object.
    public let list: ValuePath?
    /// Where the object stands, if it is one.
    public let at: ValuePath
    /// How the object, or each item, becomes canonical; nil: nothing of it is needed.
    public let value: ValueMapping?
    /// The outside record's id, in the object or item.
    public let record: ValuePath?
    public let paging: Paging?
    /// Whether nothing may be there: the answer is then null, and not an error.
    public let isOptional: Bool
}

/// How the next page of a list is asked for; a list that is longer than allowed is refused, not
/// cut.
public struct Paging: Sendable, Hashable {
    public enum Next: Sendable, Hashable {
        /// The answer gives a cursor; null or none: that was the last page.
        case cursor(ValuePath)
        /// The last item's id is the cursor, while the answer says that there are more.
        case lastItem(id: ValuePath, more: ValuePath)
    }

    public let parameter: String
    public let next: Next
    public let pagesMax: Int
}

/// How an error answer is sorted, where it differs from the rule for its status.
public struct ErrorRule: Sendable, Hashable {
    public enum Class: String, Sendable, Hashable, CaseIterable {
        /// Surely not done, and worth another attempt.
        case retry
        /// Refused for good.
        case refuse
        /// It may or may not have been done.
        case unknown
    }

    public let statuses: [Int]
    /// The code in the answer's body; empty: any.
    public let codes: [String]
    public let outcome: Class
}

/// How it is looked for whether something was done, before it is done again.
public struct FindRules: Sendable, Hashable {
    /// A look-up of the same connector, by its short name.
    public let operation: String
    /// What holds of the object, or of one item of the list, if it was done: mostly that it
    /// bears our reference; for what sets a state, that the state is set.
    public let match: [ValueMapping.Condition]
    /// The look-up's arguments; empty: those of the effect that it takes too.
    public let arguments: [MappedField]
}

/// What is read after something was done, and what must hold then.
public struct ReadBackRules: Sendable, Hashable {
    /// A look-up of the same connector, by its short name.
    public let operation: String
    /// Which item, where the look-up gives a list.
    public let match: [ValueMapping.Condition]
    /// The look-up's arguments, of which `$answer` is one source; empty: those of the effect
    /// that it takes too.
    public let arguments: [MappedField]
    public let conditions: [ValueMapping.Condition]
}

/// How changes are caught up with after lost webhooks.
public struct SweepRules: Sendable, Hashable {
    /// A look-up of the same connector, by its short name, with the argument `since`.
    public let operation: String
    /// How far each sweep looks back behind the last event that it saw.
    public let overlapMilliseconds: Int64
    /// How often it is due.
    public let everyMilliseconds: Int64
    /// How far the first sweep looks back; nil: to the beginning.
    public let lookbackMilliseconds: Int64?
    /// How an item that is no event but an object becomes one; nil: items are the bodies of
    /// webhooks.
    public let item: ItemRules?

    /// An object of a list as an event: changed once at its time.
    public struct ItemRules: Sendable, Hashable {
        public let id: ValueMapping
        /// The outside type whose mapping it takes.
        public let type: String
        public let time: ValueMapping
    }
}
