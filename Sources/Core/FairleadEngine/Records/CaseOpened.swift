public import FairleadCanonical
public import FairleadDomain

/// A matter was begun: its facts are gathered before a playbook takes it.
public struct CaseOpened: AnchorRecord {
    public static let type = "case-opened"

    public let id: String
    public let account: String?
    public let catalog: Digest
    /// The type and the place of the event that opened it.
    public let trigger: String
    public let triggerPlace: EntryPlace
    public let occurrence: String
    public let initiators: [String]
    /// What outside systems call the account, as known at this moment.
    public let references: [ExternalReference]

    public init(
        id: String, account: String?, catalog: Digest, trigger: String, triggerPlace: EntryPlace,
        occurrence: String, initiators: [String], references: [ExternalReference]
    ) {
        self.references = references
        self.id = id
        self.account = account
        self.catalog = catalog
        self.trigger = trigger
        self.triggerPlace = triggerPlace
        self.occurrence = occurrence
        self.initiators = initiators
    }

    public var caseID: String? { id }

    public var objects: [ObjectReference] {
        account.map { [ObjectReference(type: "account", id: $0, qualifier: "about")] } ?? []
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "account": .text(account),
            "catalog": JSON(catalog),
            "trigger": .string(trigger),
            "triggerPlace": triggerPlace.json,
            "occurrence": .string(occurrence),
            "initiators": initiators.isEmpty ? nil : JSON(initiators),
            "references": references.isEmpty ? nil : JSON(references.map(\.text)),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        account = reader.optionalText("account")
        catalog = try reader.digest("catalog")
        trigger = try reader.text("trigger")
        triggerPlace = try reader.place("triggerPlace")
        occurrence = try reader.text("occurrence")
        initiators = try reader.texts("initiators")
        references = try reader.texts("references").compactMap(ExternalReference.init(text:))
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.cases.append(
            CaseState(
                Case(
                    id: id, account: account, catalog: catalog, opened: mark.time,
                    initiators: initiators, references: references, trigger: trigger,
                    triggerPlace: triggerPlace, occurrences: [])))
    }
}
