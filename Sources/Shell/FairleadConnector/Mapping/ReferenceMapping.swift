import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// How an outside system's name for something is found in what was received.
public struct ReferenceMapping: Sendable, Hashable {
    /// Nil: the connector's own system.
    public let system: String?
    public let kind: String
    public let id: ValueMapping

    static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> ReferenceMapping? {
        guard
            let reader = MappingReader(
                node, "a reference", required: ["kind", "id"], optional: ["system"],
                &diagnostics),
            let kind = reader.text("kind", &diagnostics),
            let id = reader["id"].flatMap({ ValueMapping.parse($0, &diagnostics) })
        else { return nil }
        return ReferenceMapping(
            system: reader.text("system", &diagnostics), kind: kind, id: id)
    }
}

/// A party that the event does not name itself: a look-up tells it.
public struct PartyLookupMapping: Sendable, Hashable {
    public let kind: String
    /// A look-up of the same connector; the record of its answer is the party's id.
    public let operation: String
    public let arguments: [MappedField]

    static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> PartyLookupMapping? {
        guard
            let reader = MappingReader(
                node, "a party that is looked up", required: ["kind", "from", "with"],
                &diagnostics),
            let kind = reader.text("kind", &diagnostics),
            let operation = reader.text("from", &diagnostics), let arguments = reader["with"]
        else { return nil }
        return PartyLookupMapping(
            kind: kind, operation: operation,
            arguments: ValueMapping.fields(arguments, &diagnostics))
    }
}

/// What a system that is the master of accounts says of who is who.
public struct IdentityMapping: Sendable, Hashable {
    public let account: ReferenceMapping
    public let parent: ReferenceMapping?
    public let same: [ReferenceMapping]

    static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> IdentityMapping? {
        guard
            let reader = MappingReader(
                node, "the identity", required: ["account"], optional: ["parent", "same"],
                &diagnostics),
            let account = reader["account"].flatMap({
                ReferenceMapping.parse($0, &diagnostics)
            })
        else { return nil }
        return IdentityMapping(
            account: account,
            parent: reader["parent"].flatMap { ReferenceMapping.parse($0, &diagnostics) },
            same: reader.items("same").compactMap { ReferenceMapping.parse($0, &diagnostics) })
    }
}

extension MappingEvaluator {
    /// The references: one, several where the id is a list, none where it is not there.
    mutating func references(
        _ mapping: ReferenceMapping, in scope: MappingScope
    ) throws(MappingFailure) -> [ExternalReference] {
        guard let ids = try value(mapping.id, in: scope, field: mapping.kind)?.arrayValue else {
            return try reference(mapping, in: scope).map { [$0] } ?? []
        }
        let system = mapping.system ?? connector
        return ids.compactMap { id in
            (id.stringValue ?? id.numberText).map {
                ExternalReference(system: system, kind: mapping.kind, id: $0)
            }
        }
    }

    /// The reference, or nil where its id is not there.
    mutating func reference(
        _ mapping: ReferenceMapping, in scope: MappingScope
    ) throws(MappingFailure) -> ExternalReference? {
        guard let value = try value(mapping.id, in: scope, field: mapping.kind) else {
            return nil
        }
        guard let id = value.stringValue ?? value.numberText, !id.isEmpty else {
            throw MappingFailure(
                .type, "an id", at: mapping.id.place(in: scope) ?? mapping.kind)
        }
        return ExternalReference(
            system: mapping.system ?? connector, kind: mapping.kind, id: id)
    }

    mutating func claim(
        _ mapping: IdentityMapping, in scope: MappingScope
    ) throws(MappingFailure) -> IdentityClaim? {
        guard let account = try reference(mapping.account, in: scope) else { return nil }
        var parent: ExternalReference?
        if let mapping = mapping.parent { parent = try reference(mapping, in: scope) }
        var same: [ExternalReference] = []
        for mapping in mapping.same {
            if let reference = try reference(mapping, in: scope) { same.append(reference) }
        }
        return IdentityClaim(account: account, parent: parent, same: same)
    }
}
