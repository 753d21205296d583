public import FairleadCanonical
import FairleadDomain

/// An activity began for each item of a list, which is as it was then from now on.
public struct ItemsTaken: AnchorRecord {
    public static let type = "items-taken"

    public let matter: String
    public let activity: String
    public let items: ItemList

    public init(matter: String, activity: String, items: ItemList) {
        self.matter = matter
        self.activity = activity
        self.items = items
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        ["activity": .string(activity), "keys": JSON(items.keys)]
    }

    public var classified: [Classified] { [Classified(items.labels, .array(items.values))] }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        activity = try reader.text("activity")
        items = ItemList(
            keys: try reader.texts("keys"), values: reader.payload.arrayValue ?? [],
            labels: reader.payloadLabels)
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(matter) { matter in
            matter.items[activity] = items
            matter.activities[activity] = ActivityState(
                status: .running, restarts: matter.restarts[activity] ?? 0)
        }
    }
}
