public import FairleadCanonical
public import FairleadDomain

/// An event came in and was kept: its receipt.
public struct EventReceived: AnchorRecord, RegistryRecord {
    public static let type = "event-received"

    public let event: Event
    /// The occurrence that it tells of.
    public let occurrence: String
    /// Younger occurrences that an alias of this event joins to it.
    public let merges: [String]
    public let account: String?

    public init(event: Event, occurrence: String, merges: [String], account: String?) {
        self.event = event
        self.occurrence = occurrence
        self.merges = merges
        self.account = account
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "event": [
                "source": .string(event.source), "id": .string(event.id),
                "type": .string(event.type),
            ],
            "time": JSON(event.time),
            "subject": .text(event.subject),
            "sequence": event.sequence.map { .string(String($0.number)) },
            "gapless": .flag(event.sequence?.isContiguous ?? false),
            "connector": .string(event.connector),
            "digest": JSON(event.digest),
            "occurrence": .string(occurrence),
            "aliases": event.aliases.isEmpty ? nil : JSON(event.aliases),
            "merges": merges.isEmpty ? nil : JSON(merges),
            "parties": event.parties.isEmpty ? nil : JSON(event.parties.map(\.text)),
            "claims": event.claims.isEmpty ? nil : .array(event.claims.map(\.json)),
            "account": .text(account),
        ])
    }

    public var classified: [Classified] {
        [
            Classified(
                event.labels,
                [
                    "data": .object(event.data),
                    "mailDomains": JSON(event.mailDomains),
                    "received": .string(Base64.encode(event.received)),
                ])
        ]
    }

    public var objects: [ObjectReference] {
        account.map { [ObjectReference(type: "account", id: $0, qualifier: "about")] } ?? []
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        guard let name = reader.fields["event"] else { throw reader.wrong("event", "there") }
        let payload = reader.payload
        event = Event(
            source: name["source"]?.stringValue ?? "", id: name["id"]?.stringValue ?? "",
            type: name["type"]?.stringValue ?? "", time: try reader.instant("time"),
            subject: reader.optionalText("subject"),
            data: payload["data"]?.objectValue ?? JSONObject(),
            aliases: try reader.texts("aliases"),
            parties: try reader.texts("parties").compactMap(ExternalReference.init(text:)),
            claims: (reader.fields["claims"]?.arrayValue ?? [])
                .compactMap(IdentityClaim.init(json:)),
            mailDomains: payload["mailDomains"]?.arrayValue?.compactMap(\.stringValue) ?? [],
            connector: try reader.text("connector"), digest: try reader.digest("digest"),
            labels: reader.payloadLabels,
            received: payload["received"]?.stringValue.flatMap { Base64.decode($0) } ?? [],
            sequence: reader.optionalText("sequence").flatMap { Int64($0) }.map {
                EventSequence(number: $0, isContiguous: reader.flag("gapless"))
            })
        occurrence = try reader.text("occurrence")
        merges = try reader.texts("merges")
        account = reader.optionalText("account")
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.keep(event, of: occurrence, merges: merges, about: account, at: mark)
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {}
}

extension ExternalReference {
    /// Reads `system/kind/id`; the id may hold further slashes.
    init?(text: String) {
        // By bytes: a start reads one for each name of each account.
        let parts = text.utf8.split(
            separator: UInt8(ascii: "/"), maxSplits: 2, omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        guard parts.count == 3 else { return nil }
        self.init(system: parts[0], kind: parts[1], id: parts[2])
    }
}

extension AnchorState {
    /// Keeps an event under this anchor, and joins the occurrences that it shows to be one.
    mutating func keep(
        _ event: Event, of occurrence: String, merges: [String], about account: String?,
        at mark: Mark
    ) {
        events.append(
            KnownEvent(
                place: mark.place, source: event.source, id: event.id, type: event.type,
                time: event.time, received: mark.time, actor: mark.actor,
                occurrence: occurrence, account: account, data: event.data, parties: event.parties,
                mailDomains: event.mailDomains, labels: event.labels, sequence: event.sequence,
                caseID: nil))
        var aliases = event.aliases
        for index in occurrences.indices where merges.contains(occurrences[index].id) {
            occurrences[index].mergedInto = occurrence
            aliases += occurrences[index].aliases
        }
        if let index = occurrences.firstIndex(where: { $0.id == occurrence }) {
            for alias in aliases where !occurrences[index].aliases.contains(alias) {
                occurrences[index].aliases.append(alias)
            }
        } else {
            occurrences.append(
                Occurrence(id: occurrence, aliases: aliases, caseID: nil, mergedInto: nil))
        }
    }
}
