public import FairleadCanonical
public import FairleadDomain

/// An event as it was received and understood, with what was not understood.
public struct ReceivedEvent: Sendable, Hashable {
    public let event: Event
    /// Values of enumerations that the mapping does not know; the field is absent.
    public let unmapped: [UnmappedValue]
    /// Why the mapping failed; the event is kept all the same, without data, under the type that
    /// `EventMapper.unmappedType` gives it.
    public let failure: MappingFailure?
    /// A look-up that tells whom the event is about, where it names nobody; to be asked before
    /// the event goes on, and not waited for longer than its operation may take.
    public let partyLookup: PartyLookup?
    /// Look-ups that may teach further aliases.
    public let followUps: [FollowUpLookup]

    /// The same, about these parties.
    public func about(_ parties: [ExternalReference]) -> ReceivedEvent {
        ReceivedEvent(
            event: event.about(parties), unmapped: unmapped, failure: failure, partyLookup: nil,
            followUps: followUps)
    }
}

/// A look-up that tells whom an event is about: each record of its answer is an id.
public struct PartyLookup: Sendable, Hashable {
    /// `connector.operation`.
    public let operation: String
    public let arguments: JSONObject
    /// What the ids are of: of the connector's system, and this kind.
    public let system: String
    public let kind: String

    public func party(_ record: String) -> ExternalReference {
        ExternalReference(system: system, kind: kind, id: record)
    }
}

/// A look-up that may teach further aliases of an occurrence; each item of its answer is an event
/// for `EventMapper.learnt`.
public struct FollowUpLookup: Sendable, Hashable {
    /// `connector.operation`.
    public let operation: String
    public let arguments: JSONObject
    public let eventType: String
}

/// Makes canonical events of what one system sends: pure, bounded, and never without an event.
public struct EventMapper: Sendable {
    /// What one received body may cost.
    public static let bodyLimits = JSONLimits(documentBytesMax: 1_048_576, depthMax: 64)
    /// Ids, types and sources in UTF-8.
    public static let nameBytesMax = 512
    public static let aliasesMax = 64

    public let definition: ConnectorDefinition

    public init(_ definition: ConnectorDefinition) {
        self.definition = definition
    }

    /// The event that a verified webhook or an item of a sweep tells of. `now` stands in where
    /// the body gives no time.
    public func receive(_ body: [UInt8], now: Instant) -> ReceivedEvent {
        let received = CardNumberScreen.screened(body, limits: Self.bodyLimits)
        let document: JSON
        do {
            document = try JSON.parse(received, limits: Self.bodyLimits)
        } catch {
            let failure = MappingFailure(
                .syntax, error.message, at: "\(error.line):\(error.column)")
            return unreadable(received, failure, now: now)
        }
        guard document.objectValue != nil else {
            return unreadable(
                received, MappingFailure(.envelope, "an object is expected", at: "1:1"),
                now: now)
        }
        return receive(document, received: received, now: now)
    }

    /// The events that the items of a follow-up's answer tell of: they bear the parties of the
    /// event that was followed, and no more facts than the items have.
    public func learnt(
        _ items: [JSON], by lookup: FollowUpLookup, of event: Event, now: Instant
    ) -> [ReceivedEvent] {
        items.compactMap { item in
            let screened = CardNumberScreen.screened(item) ?? item
            let body: JSON = ["type": .string(lookup.eventType), "object": screened]
            let scope = MappingScope(
                root: screened, place: "object", named: ["body": body],
                version: definition.apiVersion)
            guard let id = item["id"]?.stringValue, definition.events != nil else { return nil }
            let envelope = Envelope(
                id: "\(event.id)/\(id)", type: lookup.eventType, time: now,
                version: definition.apiVersion)
            return mapped(envelope, scope, received: body.bytes, parties: event.parties)
        }
    }

    /// The event that an item of a sweep tells of: a webhook's body, or an object that changed.
    public func swept(_ item: JSON, now: Instant) -> ReceivedEvent {
        guard let rules = definition.sweep?.item else { return receive(item.bytes, now: now) }
        let object = CardNumberScreen.screened(item) ?? item
        let scope = MappingScope(
            root: object, named: ["body": object], version: definition.apiVersion)
        var evaluator = MappingEvaluator(definition)
        do {
            let id = try name(rules.id, in: scope, "an id", &evaluator)
            let time = try evaluator.value(rules.time, in: scope, field: "time")?.stringValue
            let envelope = Envelope(
                id: id, type: rules.type, time: time.flatMap { Instant(rfc3339: $0) } ?? now,
                version: definition.apiVersion)
            return mapped(envelope, scope, received: object.bytes, parties: nil)
        } catch {
            return unreadable(object.bytes, error, now: now)
        }
    }

    /// The type of what no mapping fits: it opens nothing, and is kept.
    public func unmappedType(_ type: String) -> String { "\(definition.name).\(type)" }

    // MARK: The envelope

    struct Envelope {
        let id: String
        let type: String
        let time: Instant
        let version: String?
    }

    private func receive(_ document: JSON, received: [UInt8], now: Instant) -> ReceivedEvent {
        let scope = MappingScope(root: document, named: ["body": document])
        guard let rules = definition.events else {
            return unreadable(
                received, MappingFailure(.missing, "the rules of events", at: ""), now: now)
        }
        var evaluator = MappingEvaluator(definition)
        let envelope: Envelope
        do {
            let id = try name(rules.id, in: scope, "an id", &evaluator)
            let type = try name(rules.type, in: scope, "a type", &evaluator)
            let time = try evaluator.value(rules.time, in: scope, field: "time")
            var version: String?
            if let mapping = rules.version {
                version = try evaluator.value(mapping, in: scope, field: "version")?.stringValue
            }
            envelope = Envelope(
                id: id, type: type,
                time: time?.stringValue.flatMap { Instant(rfc3339: $0) } ?? now,
                version: version)
        } catch {
            return unreadable(received, error, now: now)
        }
        var inner = scope
        inner.version = envelope.version
        if let object = rules.object.value(in: scope) {
            inner.root = object
            inner.place = rules.object.text == "$" ? "" : rules.object.text
        }
        return mapped(envelope, inner, received: received, parties: nil)
    }

    private func name(
        _ mapping: ValueMapping, in scope: MappingScope, _ what: String,
        _ evaluator: inout MappingEvaluator
    ) throws(MappingFailure) -> String {
        let place = mapping.place(in: scope) ?? what
        guard let value = try evaluator.value(mapping, in: scope, field: what) else {
            throw MappingFailure(.missing, what, at: place)
        }
        guard let text = value.stringValue ?? value.numberText, !text.isEmpty,
            text.utf8.count <= Self.nameBytesMax
        else { throw MappingFailure(.type, what, at: place) }
        return text
    }

    /// What cannot even be named is named by its own bytes, so that a repetition is one receipt.
    private func unreadable(
        _ received: [UInt8], _ failure: MappingFailure, now: Instant
    ) -> ReceivedEvent {
        let digest = Digest.sha256(domain: .receivedBody, received)
        return ReceivedEvent(
            event: Event(
                source: definition.source, id: "unreadable-\(digest.hex)",
                type: unmappedType("unreadable"), time: now, subject: nil, data: [:],
                aliases: [], parties: [], claims: [], mailDomains: [],
                connector: definition.name, digest: digest, labels: definition.labels,
                received: received),
            unmapped: [], failure: failure, partyLookup: nil, followUps: [])
    }
}

extension Event {
    func about(_ parties: [ExternalReference]) -> Event {
        Event(
            source: source, id: id, type: type, time: time, subject: subject, data: data,
            aliases: aliases, parties: parties, claims: claims, mailDomains: mailDomains,
            connector: connector, digest: digest, labels: labels, received: received,
            sequence: sequence)
    }
}

extension DigestDomain {
    /// What an event says.
    static let event = DigestDomain("fairlead.event.1")
    static let receivedBody = DigestDomain("fairlead.received-body.1")
}
