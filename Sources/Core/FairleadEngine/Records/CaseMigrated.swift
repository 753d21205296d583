public import FairleadCanonical
import FairleadDomain

/// A case goes on under another version of the catalog than it began with.
public struct CaseMigrated: AnchorRecord {
    public static let type = "case-migrated"
    /// Differences that are told; there are more where a version is another one altogether.
    static let differencesMax = 64

    public let id: String
    public let from: Digest
    public let to: Digest
    public let playbookVersion: Int
    /// Whether it goes back to where it came from.
    public let isUndone: Bool
    public let by: String
    public let differences: [String]
    public let reason: String

    public init(
        id: String, from: Digest, to: Digest, playbookVersion: Int, isUndone: Bool, by: String,
        differences: [String], reason: String
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.playbookVersion = playbookVersion
        self.isUndone = isUndone
        self.by = by
        self.differences = Array(differences.prefix(Self.differencesMax))
        self.reason = reason
    }

    public var caseID: String? { id }

    public var fields: JSONObject {
        JSONObject(present: [
            "from": JSON(from), "to": JSON(to),
            "playbookVersion": .integer(Int64(playbookVersion)), "undoes": .flag(isUndone),
            "by": .string(by), "differences": JSON(differences),
        ])
    }

    public var classified: [Classified] { [Classified(.personal, ["reason": .string(reason)])] }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        from = try reader.digest("from")
        to = try reader.digest("to")
        playbookVersion = Int(try reader.integer("playbookVersion"))
        isUndone = reader.flag("undoes")
        by = try reader.text("by")
        differences = try reader.texts("differences")
        reason = reader.payload["reason"]?.stringValue ?? ""
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(id) { matter in
            matter.catalog = to
            matter.playbookVersion = playbookVersion
            if isUndone {
                _ = matter.migrations.popLast()
            } else {
                matter.migrations.append(from)
            }
        }
    }
}
