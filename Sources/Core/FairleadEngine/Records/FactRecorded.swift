public import FairleadCanonical
import FairleadDomain

/// A looked-up fact, with its source, its age and the outside records that it stands on.
public struct FactRecorded: AnchorRecord {
    public static let type = "fact-recorded"

    public let matter: String
    public let lookup: String
    public let name: String
    public let source: String
    public let records: [String]
    public let schema: String?
    public let asOf: Instant
    /// The value, split by the labels of its fields.
    public let parts: [Classified]
    /// The activity that asked, and whose value it is: then it is no fact of the account's.
    public let activity: String?

    public init(
        matter: String, lookup: String, name: String, source: String, records: [String],
        schema: String?, asOf: Instant, parts: [Classified], activity: String? = nil
    ) {
        self.activity = activity
        self.matter = matter
        self.lookup = lookup
        self.name = name
        self.source = source
        self.records = records
        self.schema = schema
        self.asOf = asOf
        self.parts = parts
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        JSONObject(present: [
            "lookup": .string(lookup),
            "name": .string(name),
            "source": .string(source),
            "records": records.isEmpty ? nil : JSON(records),
            "schema": .text(schema),
            "asOf": JSON(asOf),
            "activity": .text(activity),
        ])
    }

    public var classified: [Classified] { parts }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        lookup = try reader.text("lookup")
        name = try reader.text("name")
        source = try reader.text("source")
        records = try reader.texts("records")
        schema = reader.optionalText("schema")
        asOf = try reader.instant("asOf")
        activity = reader.optionalText("activity")
        parts = reader.payloads.map { Classified($0.labels, $0.value) }
    }

    public var changes: SeenChange { .value(of: name) }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        let labels = parts.reduce(Labels.none) { $0.union($1.labels) }
        if let activity {
            return state.change(matter) { matter in
                matter.changeLookup(lookup) { $0.status = .answered }
                matter.values[activity] = CaseValue(
                    value: Classification.join(parts), schema: schema, labels: labels,
                    place: mark.place, time: mark.time)
                matter.activities[activity] = ActivityState(
                    status: .done, restarts: matter.restarts[activity] ?? 0)
            }
        }
        let fact = Fact(
            name: name, value: Classification.join(parts), schema: schema, labels: labels,
            source: source, records: records, asOf: asOf, place: mark.place)
        let known = state.case(matter)
        let isOfCase = known?.lookups.last { $0.id == lookup }?.isOfCase ?? false
        if !isOfCase { state.change(account: known?.account) { $0.facts[name] = fact } }
        state.change(matter) { matter in
            if isOfCase { matter.facts[name] = fact }
            matter.changeLookup(lookup) { $0.status = .answered }
            if matter.degraded.contains(name), !matter.late.contains(name) {
                matter.late.append(name)
            }
            matter.degraded.removeAll { $0 == name }
        }
    }
}
