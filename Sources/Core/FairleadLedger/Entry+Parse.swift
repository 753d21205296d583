import FairleadCanonical
import FairleadDomain

extension Entry {
    private static let limits = JSONLimits(documentBytesMax: LedgerLimits.entryBytesMax)

    /// Reads an entry from its canonical bytes, and from nothing else: what differs by a byte
    /// from the canonical form is refused, and so is a member that version 1 does not have.
    public static func parse(_ bytes: [UInt8]) throws(LedgerError) -> Entry {
        let entry = try Entry(try LedgerMembers(bytes, limits: limits))
        guard try entry.canonicalBytes() == bytes else {
            throw LedgerError(.notCanonical, "", "the bytes are not in canonical form")
        }
        return entry
    }

    /// What an entry says, without the rest of its envelope.
    public struct Content: Sendable, Hashable {
        public let place: EntryPlace
        public let time: Instant
        public let actor: String
        public let `case`: String?
        public let type: String
        public let body: JSONObject
    }

    /// Reads what stored bytes say. That they are canonical, and what seals them, is not looked
    /// at: whoever doubts the store verifies its chains.
    public static func content(_ bytes: [UInt8]) throws(LedgerError) -> Content {
        let members = try LedgerMembers(bytes, limits: limits)
        guard try members.integer("v") == Self.version else {
            throw LedgerError(.unknownVersion, "v", "this release knows version 1 only")
        }
        return Content(
            place: try members.place(), time: try members.instant("time"),
            actor: try members.string("actor"),
            case: members.has("case") ? try members.string("case") : nil,
            type: try members.string("type"), body: try members.object("body"))
    }

    private init(_ members: LedgerMembers) throws(LedgerError) {
        guard try members.integer("v") == Self.version else {
            throw LedgerError(.unknownVersion, "v", "this release knows version 1 only")
        }
        tenant = try members.string("tenant")
        place = try members.place()
        previous = try members.digest("previous")
        time = try members.instant("time")
        actor = try members.string("actor")
        if members.has("cause") {
            let cause = try members.members("cause")
            self.cause = try cause.place()
            try cause.refuseOthers(than: ["number", "shard"])
        } else {
            self.cause = nil
        }
        `case` = members.has("case") ? try members.string("case") : nil
        type = try members.string("type")
        objects = try members.list("objects") { (object) throws(LedgerError) in
            try object.refuseOthers(than: ["id", "qualifier", "type"])
            return ObjectReference(
                type: try object.string("type"), id: try object.string("id"),
                qualifier: try object.string("qualifier"))
        }
        versions = try members.object("versions")
        body = try members.object("body")
        payloads = try members.list("payloads") { (payload) throws(LedgerError) in
            try payload.refuseOthers(than: ["digest", "label"])
            return PayloadDigest(
                label: try payload.string("label"), digest: try payload.digest("digest"))
        }
        try members.refuseOthers(than: Self.names)
    }

    private static let names = [
        "actor", "body", "case", "cause", "number", "objects", "payloads", "previous", "shard",
        "tenant", "time", "type", "v", "versions",
    ]
}
