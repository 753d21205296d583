public import FEEL
public import FairleadCanonical
public import FairleadDomain
import FairleadEngine
public import FairleadPlaybook

/// Turns state into labelled values: the one place where it is decided what a case, a task or an
/// entry looks like, and which label each part carries.
///
/// Classifications are the catalog's in force; what it does not know is classified as in the
/// catalog that the case keeps.
public struct Views: Sendable {
    let governance: Governance
    let governances: [Digest: Governance]
    let now: Instant
    /// What clocks are read with.
    let zones: any ZoneData

    public init(
        governance: Governance, governances: [Digest: Governance], now: Instant,
        zones: any ZoneData
    ) {
        self.zones = zones
        self.governance = governance
        self.governances = governances
        self.now = now
    }

    /// A version of the catalog that is carried here.
    public func version(_ digest: Digest) -> Governance? { governance(of: digest) }

    func governance(of digest: Digest) -> Governance? {
        digest == governance.digest ? governance : governances[digest]
    }

    func schema(_ type: String, of catalog: Digest?) -> ObjectSchema? {
        governance.schemas[type] ?? catalog.flatMap { governance(of: $0)?.schemas[type] }
    }

    /// The labels of one field: as classified now, else as the case's own catalog has it.
    func labels(
        of field: String, in type: String, catalog: Digest?, otherwise: Labels
    ) -> Labels {
        governance.schemas[type]?.field(field)?.labels
            ?? catalog.flatMap { governance(of: $0)?.schemas[type]?.field(field)?.labels }
            ?? otherwise
    }

    /// A value of an object type, or a list of such values, each field under its own labels.
    func value(
        _ json: JSON, schema type: String?, catalog: Digest?, otherwise: Labels
    ) -> LabelledJSON {
        guard let type, schema(type, of: catalog) != nil else { return .value(json, otherwise) }
        switch json {
        case .object(let object):
            return .object(
                object.map { field, value in
                    let labels = labels(
                        of: field, in: type, catalog: catalog, otherwise: otherwise)
                    return LabelledJSON.Member(field, .value(value, labels))
                })
        case .array(let items):
            return .array(
                items.map {
                    value($0, schema: type, catalog: catalog, otherwise: otherwise)
                })
        default: return .value(json, otherwise)
        }
    }

    /// The value of an activity: under its labels, less what the catalog declassifies.
    func value(of activity: String, _ value: CaseValue) -> LabelledJSON {
        guard value.schema == nil, let object = value.value.objectValue else {
            return .value(value.value, value.labels)
        }
        return .object(
            object.map { name, member in
                let isReleased = governance.declassified.contains(activity + "." + name)
                return LabelledJSON.Member(
                    name, .value(member, isReleased ? .none : value.labels))
            })
    }

    /// How long ago, as ISO 8601 says it, in seconds.
    func age(since time: Instant) -> LabelledJSON {
        .text(Self.duration(milliseconds: now.milliseconds - time.milliseconds))
    }

    /// A duration in whole seconds: `PT90S`; none is negative.
    static func duration(milliseconds: Int64) -> String {
        "PT\(max(0, milliseconds) / 1_000)S"
    }
}

extension Views {
    /// Whether somebody sees a derived value that rows are sorted or filtered by: what is not
    /// declassified may stem from anything that the catalog classifies.
    public func mayOrder(by path: String, _ seen: Labels) -> Bool {
        if governance.declassified.contains(path) { return true }
        let all = governance.schemas.values.flatMap(\.fields).reduce(Labels.none) {
            $0.union($1.labels)
        }
        return all.isSubset(of: seen.union(.everybodys))
    }
}
