public import FairleadPlaybook

/// How a system's events are read: where their name, type and time stand, and what each type
/// means in canonical words.
public struct EventRules: Sendable, Hashable {
    public let id: ValueMapping
    public let type: ValueMapping
    public let time: ValueMapping
    /// The sender's API version, where it has one.
    public let version: ValueMapping?
    /// Where the object of the event stands; paths of the mappings begin there.
    public let object: ValuePath
    /// The first that fits is taken.
    public let mappings: [EventMapping]

    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> EventRules? {
        guard
            let reader = MappingReader(
                node, "the events", required: ["id", "type", "time", "object", "mappings"],
                optional: ["version"], &diagnostics)
        else { return nil }
        func value(_ key: String) -> ValueMapping? {
            reader[key].flatMap { ValueMapping.parse($0, &diagnostics) }
        }
        let mappings = reader.items("mappings").compactMap {
            EventMapping.parse($0, &diagnostics)
        }
        guard let id = value("id"), let type = value("type"), let time = value("time"),
            let object = reader["object"].flatMap({ ValueMapping.path($0, &diagnostics) })
        else { return nil }
        return EventRules(
            id: id, type: type, time: time, version: value("version"), object: object,
            mappings: mappings)
    }
}

/// What one of a system's event types means in canonical words.
public struct EventMapping: Sendable, Hashable {
    /// A look-up that may teach further aliases of the occurrence.
    public struct FollowUp: Sendable, Hashable {
        /// `connector.operation`; each item of its answer is an event of `eventType`.
        public let operation: String
        public let arguments: [MappedField]
        public let conditions: [ValueMapping.Condition]
        public let eventType: String
    }

    /// The outside type, such as `invoice.payment_failed`.
    public let from: String
    public let conditions: [ValueMapping.Condition]
    /// The canonical type, such as `payment.failed`.
    public let to: String
    public let subject: ValueMapping?
    /// Where the system counts the changes of the record that the event is about; nil: nowhere.
    public let sequence: SequenceMapping?
    /// Canonical objects by type.
    public let data: [MappedField]
    public let aliases: [ValueMapping]
    public let parties: [ReferenceMapping]
    /// Used where `parties` gives none.
    public let partyLookup: PartyLookupMapping?
    public let identity: IdentityMapping?
    public let mailDomains: [ValueMapping]
    /// Canonical fields that are no part of what the event says: `payment.attempt`.
    public let volatile: [String]
    public let followUps: [FollowUp]
    public let position: SourcePosition

    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> EventMapping? {
        guard
            let reader = MappingReader(
                node, "a mapping of an event", required: ["from", "to"],
                optional: [
                    "if", "subject", "sequence", "data", "aliases", "parties", "partyLookup",
                    "identity",
                    "mailDomains", "volatile", "learns",
                ], &diagnostics)
        else { return nil }
        func values(_ key: String) -> [ValueMapping] {
            reader.items(key).compactMap { ValueMapping.parse($0, &diagnostics) }
        }
        let conditions = reader["if"].map { ValueMapping.Condition.parse($0, &diagnostics) }
        let aliases = values("aliases")
        let domains = values("mailDomains")
        guard let from = reader.text("from", &diagnostics),
            let to = reader.text("to", &diagnostics)
        else { return nil }
        return EventMapping(
            from: from, conditions: conditions ?? [], to: to,
            subject: reader["subject"].flatMap { ValueMapping.parse($0, &diagnostics) },
            sequence: reader["sequence"].flatMap { SequenceMapping.parse($0, &diagnostics) },
            data: reader["data"].map { ValueMapping.fields($0, &diagnostics) } ?? [],
            aliases: aliases,
            parties: reader.items("parties").compactMap {
                ReferenceMapping.parse($0, &diagnostics)
            },
            partyLookup: reader["partyLookup"].flatMap {
                PartyLookupMapping.parse($0, &diagnostics)
            },
            identity: reader["identity"].flatMap { IdentityMapping.parse($0, &diagnostics) },
            mailDomains: domains, volatile: reader.texts("volatile", &diagnostics),
            followUps: reader.items("learns").compactMap { followUp($0, &diagnostics) },
            position: node.position)
    }

    private static func followUp(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> FollowUp? {
        guard
            let reader = MappingReader(
                node, "what is learnt", required: ["from", "with", "as"], optional: ["if"],
                &diagnostics),
            let operation = reader.text("from", &diagnostics),
            let eventType = reader.text("as", &diagnostics), let arguments = reader["with"]
        else { return nil }
        return FollowUp(
            operation: operation, arguments: ValueMapping.fields(arguments, &diagnostics),
            conditions: reader["if"].map { ValueMapping.Condition.parse($0, &diagnostics) } ?? [],
            eventType: eventType)
    }
}
