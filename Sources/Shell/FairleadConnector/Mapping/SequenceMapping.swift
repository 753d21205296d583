import FairleadCanonical
import FairleadDomain
public import FairleadPlaybook

/// Where a system counts the changes of what an event is about: `{count: revision, gapless: true}`.
public struct SequenceMapping: Sendable, Hashable {
    /// Gives a whole number, 0 or more, that grows with each change of one record.
    public let count: ValueMapping
    /// Whether every change is told, so that one that is missing is known to be.
    public let isGapless: Bool
    public let position: SourcePosition

    static func parse(_ node: SourceNode, _ diagnostics: inout Diagnostics) -> SequenceMapping? {
        guard
            let reader = MappingReader(
                node, "a sequence", required: ["count"], optional: ["gapless"], &diagnostics),
            let place = reader["count"], let count = ValueMapping.parse(place, &diagnostics)
        else { return nil }
        if count.isTime {
            diagnostics.error(
                "a time is no count: two changes may have the same", at: place.position,
                hint: "leave 'sequence' out, and 'time' orders what happened")
        } else if !count.mayCount {
            diagnostics.error(
                "this gives no whole number", at: place.position,
                hint: "name the field in which the system counts the changes of one record")
        }
        return SequenceMapping(
            count: count, isGapless: reader.boolean("gapless", &diagnostics) ?? false,
            position: node.position)
    }
}

extension ValueMapping {
    fileprivate var isTime: Bool {
        switch self {
        case .epochSeconds, .instant, .date, .toEpochSeconds: true
        default: alternatives.contains(where: \.isTime)
        }
    }

    /// Whether it can give a whole number that grows.
    fileprivate var mayCount: Bool {
        switch self {
        case .path, .decimal, .number: true
        case .firstOf, .conditional, .version: alternatives.allSatisfy(\.mayCount)
        default: false
        }
    }

    private var alternatives: [ValueMapping] {
        switch self {
        case .firstOf(let all): all
        case .conditional(_, let then, let otherwise), .version(_, let then, let otherwise):
            [then] + (otherwise.map { [$0] } ?? [])
        default: []
        }
    }
}

extension MappingEvaluator {
    /// The place of an event by its sender's count, as a number or its text. Where that is not
    /// there the mapping fails: what is counted is never put in order by a clock instead.
    mutating func sequence(
        _ mapping: SequenceMapping, in scope: MappingScope
    ) throws(MappingFailure) -> EventSequence {
        let place = mapping.count.place(in: scope) ?? "sequence"
        guard let value = try value(mapping.count, in: scope, field: "sequence") else {
            throw MappingFailure(.missing, "the count of changes", at: place)
        }
        guard let number = value.integerValue ?? value.stringValue.flatMap({ Int64($0) }),
            number >= 0
        else { throw MappingFailure(.type, "a whole number, 0 or more", at: place) }
        return EventSequence(number: number, isContiguous: mapping.isGapless)
    }
}
