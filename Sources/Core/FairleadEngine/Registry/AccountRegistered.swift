public import FairleadCanonical
public import FairleadDomain

/// An account was seen for the first time: its root and its shard are fixed.
public struct AccountRegistered: RegistryRecord {
    public static let type = "account-registered"

    public let id: String
    public let master: ExternalReference
    public let root: String
    public let shard: Int

    public init(id: String, master: ExternalReference, root: String, shard: Int) {
        self.id = id
        self.master = master
        self.root = root
        self.shard = shard
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "id": .string(id),
            "master": .string(master.text),
            "root": .string(root),
            "shard": .integer(Int64(shard)),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = try reader.text("id")
        master = try reader.reference("master")
        root = try reader.text("root")
        shard = Int(try reader.integer("shard"))
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.accounts[id] = RegisteredAccount(
            id: id, master: master, root: root, shard: shard, references: [master])
        state.links[master] = id
    }
}

extension RecordReader {
    func reference(_ name: String) throws(RecordError) -> ExternalReference {
        guard let reference = ExternalReference(text: try text(name)) else {
            throw wrong(name, "a reference")
        }
        return reference
    }
}
