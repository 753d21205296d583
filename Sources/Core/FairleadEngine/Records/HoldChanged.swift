public import FairleadCanonical
import FairleadDomain

/// A side was taken on a resource of the account, or given up.
public struct HoldChanged: AnchorRecord {
    public static let type = "hold-changed"

    public let matter: String
    public let resource: String
    public let side: String
    /// The effect, or the place of the event, that takes it.
    public let by: String
    public let owner: String
    public let isTaken: Bool

    public init(
        matter: String, resource: String, side: String, by: String, owner: String, isTaken: Bool
    ) {
        self.matter = matter
        self.resource = resource
        self.side = side
        self.by = by
        self.owner = owner
        self.isTaken = isTaken
    }

    public var caseID: String? { matter }

    public var fields: JSONObject {
        [
            "resource": .string(resource), "side": .string(side), "by": .string(by),
            "owner": .string(owner), "taken": .bool(isTaken),
        ]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        matter = reader.caseID ?? ""
        resource = try reader.text("resource")
        side = try reader.text("side")
        by = try reader.text("by")
        owner = try reader.text("owner")
        isTaken = reader.flag("taken")
    }

    public var changes: SeenChange { .nothing }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        if isTaken {
            state.holds.append(
                HoldState(
                    resource: resource, side: side, caseID: matter, by: by, owner: owner,
                    since: mark.time))
        } else {
            state.holds.removeAll { $0.resource == resource && $0.by == by }
        }
    }
}
