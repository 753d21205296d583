import FairleadCanonical
import FairleadDomain

extension EventMapper {
    /// What the event means by the first mapping that fits it.
    func mapped(
        _ envelope: Envelope, _ scope: MappingScope, received: [UInt8],
        parties: [ExternalReference]?
    ) -> ReceivedEvent {
        var evaluator = MappingEvaluator(definition)
        do {
            for mapping in definition.events?.mappings ?? [] where mapping.from == envelope.type {
                guard try evaluator.holds(mapping.conditions, in: scope) else { continue }
                let meaning = try meaning(mapping, in: scope, &evaluator)
                return ReceivedEvent(
                    event: event(
                        envelope, meaning, received: received,
                        parties: parties ?? meaning.parties),
                    unmapped: evaluator.unmapped, failure: nil,
                    partyLookup: parties == nil ? meaning.partyLookup : nil,
                    followUps: meaning.followUps)
            }
        } catch {
            return kept(
                envelope, scope, received, failure: error, unmapped: evaluator.unmapped)
        }
        return kept(envelope, scope, received, failure: nil, unmapped: [])
    }

    struct Meaning {
        let mapping: EventMapping
        var data = JSONObject()
        var subject: String?
        var sequence: EventSequence?
        var aliases: [String] = []
        var parties: [ExternalReference] = []
        var claims: [IdentityClaim] = []
        var mailDomains: [String] = []
        var partyLookup: PartyLookup?
        var followUps: [FollowUpLookup] = []
    }

    private func meaning(
        _ mapping: EventMapping, in scope: MappingScope, _ evaluator: inout MappingEvaluator
    ) throws(MappingFailure) -> Meaning {
        var meaning = Meaning(mapping: mapping)
        meaning.data = try evaluator.object(mapping.data, in: scope, field: "")
        if let subject = mapping.subject {
            meaning.subject = try evaluator.value(subject, in: scope, field: "subject")?
                .stringValue
        }
        if let sequence = mapping.sequence {
            meaning.sequence = try evaluator.sequence(sequence, in: scope)
        }
        for alias in mapping.aliases {
            guard let text = try evaluator.value(alias, in: scope, field: "alias")?.stringValue,
                !meaning.aliases.contains(text)
            else { continue }
            guard meaning.aliases.count < Self.aliasesMax else {
                throw MappingFailure(.tooMany, "\(Self.aliasesMax) aliases", at: "aliases")
            }
            meaning.aliases.append(text)
        }
        for party in mapping.parties {
            for reference in try evaluator.references(party, in: scope)
            where !meaning.parties.contains(reference) {
                meaning.parties.append(reference)
            }
        }
        if meaning.parties.isEmpty, let lookup = mapping.partyLookup {
            meaning.partyLookup = PartyLookup(
                operation: fullName(of: lookup.operation),
                arguments: try evaluator.object(lookup.arguments, in: scope, field: ""),
                system: definition.name, kind: lookup.kind)
        }
        if let identity = mapping.identity, definition.isMasterOfAccounts,
            let claim = try evaluator.claim(identity, in: scope)
        {
            meaning.claims = [claim]
        }
        for domain in mapping.mailDomains {
            if let text = try evaluator.value(domain, in: scope, field: "mailDomain")?
                .stringValue, !meaning.mailDomains.contains(text)
            {
                meaning.mailDomains.append(text)
            }
        }
        for followUp in mapping.followUps
        where try evaluator.holds(followUp.conditions, in: scope) {
            meaning.followUps.append(
                FollowUpLookup(
                    operation: fullName(of: followUp.operation),
                    arguments: try evaluator.object(followUp.arguments, in: scope, field: ""),
                    eventType: followUp.eventType))
        }
        return meaning
    }

    /// `connector.operation`, as work is addressed.
    private func fullName(of operation: String) -> String {
        definition.operation(operation)?.declaration.name ?? operation
    }

    private func event(
        _ envelope: Envelope, _ meaning: Meaning, received: [UInt8],
        parties: [ExternalReference]
    ) -> Event {
        Event(
            source: definition.source, id: envelope.id, type: meaning.mapping.to,
            time: envelope.time, subject: meaning.subject, data: meaning.data,
            aliases: meaning.aliases, parties: parties, claims: meaning.claims,
            mailDomains: meaning.mailDomains, connector: definition.name,
            digest: Self.digest(
                type: meaning.mapping.to, subject: meaning.subject, schema: "",
                data: Self.without(meaning.mapping.volatile, in: .object(meaning.data))),
            labels: definition.labels, received: received, sequence: meaning.sequence)
    }

    /// An event that nothing maps, or whose mapping failed: what it says is its whole object.
    private func kept(
        _ envelope: Envelope, _ scope: MappingScope, _ received: [UInt8],
        failure: MappingFailure?, unmapped: [UnmappedValue]
    ) -> ReceivedEvent {
        let type = unmappedType(envelope.type)
        return ReceivedEvent(
            event: Event(
                source: definition.source, id: envelope.id, type: type, time: envelope.time,
                subject: nil, data: [:], aliases: [], parties: [], claims: [], mailDomains: [],
                connector: definition.name,
                digest: Self.digest(type: type, subject: nil, schema: "", data: scope.root),
                labels: definition.labels, received: received),
            unmapped: unmapped, failure: failure, partyLookup: nil, followUps: [])
    }

    /// The digest of what an event says.
    static func digest(type: String, subject: String?, schema: String, data: JSON) -> Digest {
        Digest.sha256(
            domain: .event, Array(type.utf8), Array((subject ?? "").utf8), Array(schema.utf8),
            data.sortedBytes)
    }

    /// The value without the fields at these paths.
    static func without(_ paths: [String], in value: JSON) -> JSON {
        var result = value
        for path in paths {
            result = without(path.split(separator: ".").map(String.init)[...], in: result)
        }
        return result
    }

    private static func without(_ steps: ArraySlice<String>, in value: JSON) -> JSON {
        guard let first = steps.first, var object = value.objectValue else { return value }
        if steps.count == 1 {
            object[first] = nil
        } else if let inner = object[first] {
            object[first] = without(steps.dropFirst(), in: inner)
        }
        return .object(object)
    }
}
