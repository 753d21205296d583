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
    /// Where another playbook called it: the activity, and how many calls deep it is.
    public let parent: CaseParent?
    public let depth: Int

    public init(
        id: String, account: String?, catalog: Digest, trigger: String, triggerPlace: EntryPlace,
        occurrence: String, initiators: [String], references: [ExternalReference],
        parent: CaseParent? = nil, depth: Int = 0
    ) {
        self.parent = parent
        self.depth = depth
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
            "parent": parent.map { ["case": .string($0.case), "activity": .string($0.activity)] },
            "depth": depth == 0 ? nil : .integer(Int64(depth)),
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
        let caller = reader.fields["parent"]
        if let matter = caller?["case"]?.stringValue,
            let activity = caller?["activity"]?.stringValue
        {
            parent = CaseParent(case: matter, activity: activity)
        } else {
            parent = nil
        }
        depth = Int(reader.optionalInteger("depth") ?? 0)
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        var matter = Case(
            id: id, account: account, catalog: catalog, opened: mark.time,
            initiators: initiators, references: references, trigger: trigger,
            triggerPlace: triggerPlace, occurrences: [])
        matter.parent = parent
        matter.depth = depth
        state.cases.append(CaseState(matter))
        state.change(account: account) { $0.references = references }
        if let parent {
            state.change(parent.case) { caller in
                caller.activities[parent.activity] = ActivityState(
                    status: .running, restarts: caller.restarts[parent.activity] ?? 0)
            }
        }
    }
}
