public import FEEL

/// A business object's canonical form: its fields, each with a type, a classification, an owner.
public struct ObjectSchema: Sendable, Hashable {
    public struct Field: Sendable, Hashable {
        public let name: String
        /// A FEEL type's text, such as `number`, `date`, `list<string>`.
        public let type: String
        public let labels: Labels
        /// The function that answers for the field's meaning, such as `finance`.
        public let owner: String
        /// A missing value is an error where this is false.
        public let optional: Bool

        public init(name: String, type: String, labels: Labels, owner: String, optional: Bool) {
            self.name = name
            self.type = type
            self.labels = labels
            self.owner = owner
            self.optional = optional
        }
    }

    /// The canonical type, such as `receivable`.
    public let type: String
    public let version: Int
    public let fields: [Field]
    /// The type of its values, the objects inside it resolved; the catalog knows it.
    public let feelType: FEELType
    /// Those of all its fields together.
    public let labels: Labels

    public init(
        type: String, version: Int, fields: [Field], feelType: FEELType = .anyContext
    ) {
        self.type = type
        self.version = version
        self.fields = fields
        self.feelType = feelType
        labels = fields.reduce(Labels.none) { $0.union($1.labels) }
    }

    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }
}
