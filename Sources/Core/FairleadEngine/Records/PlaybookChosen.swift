public import FairleadCanonical
import FairleadDomain

/// The first playbook whose condition held took the matter.
public struct PlaybookChosen: AnchorRecord {
    public static let type = "playbook-chosen"

    public let id: String
    public let playbook: String
    public let version: Int

    public init(id: String, playbook: String, version: Int) {
        self.id = id
        self.playbook = playbook
        self.version = version
    }

    public var caseID: String? { id }

    public var fields: JSONObject {
        ["playbook": .string(playbook), "version": .integer(Int64(version))]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = reader.caseID ?? ""
        playbook = try reader.text("playbook")
        version = Int(try reader.integer("version"))
    }

    public func apply(to state: inout AnchorState, at mark: Mark) {
        state.change(id) { matter in
            matter.playbook = playbook
            matter.playbookVersion = version
            matter.status = .open
        }
    }
}
