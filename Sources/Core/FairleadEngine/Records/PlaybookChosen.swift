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
        let account = state.cases.first { $0.id == id }?.account
        let number = state.cases.count {
            $0.id != id && $0.account == account && $0.playbook == playbook
        }
        state.change(id) { matter in
            matter.playbook = playbook
            matter.number = number
            matter.playbookVersion = version
            matter.status = .open
        }
    }
}
