public import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadLedger
public import FairleadStore

extension Views {
    /// An entry in its envelope with its hash; the payloads of an entry are shown to those who may
    /// see all of them, and to others by their digests only.
    public func entry(_ number: Int64, of segment: Segment) throws -> LabelledJSON {
        guard let stored = segment.entry(number) else {
            throw StoreError(.notFound, "entry \(segment.shard)/\(number)")
        }
        let payloads = segment.payloads(of: number)
        let all = payloads.reduce(Labels.none) { $0.union(Labels(text: $1.label)) }
        var members: [LabelledJSON.Member] = []
        for (name, value) in try JSON.parse(stored.bytes).objectValue ?? [:] {
            guard name == "payloads" else {
                members.append(LabelledJSON.Member(name, .open(value)))
                continue
            }
            let digests = value.arrayValue ?? []
            let shown = try digests.map { try payload($0, payloads, all) }
            members.append(LabelledJSON.Member(name, .array(shown)))
        }
        members.append(LabelledJSON.Member("hash", .text(stored.hash.description)))
        return .object(members)
    }

    private func payload(
        _ digest: JSON, _ payloads: [SegmentPayload], _ all: Labels
    ) throws -> LabelledJSON {
        var members = (digest.objectValue ?? [:]).map {
            LabelledJSON.Member($0.key, .open($0.value))
        }
        let label = digest["label"]?.stringValue
        switch payloads.first(where: { $0.label == label })?.content {
        case .kept(_, let bytes):
            members.append(LabelledJSON.Member("value", .value(try JSON.parse(bytes), all)))
        case .purged: members.append(LabelledJSON.Member("purged", .open(true)))
        case nil: break
        }
        return .object(members)
    }

    /// The case that an entry belongs to, its type and its time, without its payloads.
    public static func envelope(
        _ number: Int64, of segment: Segment
    ) throws -> (caseID: String?, type: String, body: JSONObject)? {
        guard let stored = segment.entry(number) else { return nil }
        let entry = try Entry.parse(stored.bytes)
        return (entry.case, entry.type, entry.body)
    }
}
