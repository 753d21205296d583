import FairleadCanonical
import FairleadDomain

/// Reads the members of an envelope or a checkpoint, and says where one is wrong.
struct LedgerMembers {
    private let object: JSONObject
    private let prefix: String

    /// The members of a whole document.
    init(_ bytes: [UInt8], limits: JSONLimits) throws(LedgerError) {
        let value: JSON
        do {
            value = try JSON.parse(bytes, limits: limits)
        } catch {
            throw LedgerError(.notJSON, "", "not JSON at byte \(error.offset): \(error.message)")
        }
        try self.init(value, "")
    }

    init(_ value: JSON, _ path: String) throws(LedgerError) {
        guard case .object(let object) = value else {
            throw LedgerError(.memberInvalid, path, "not an object")
        }
        self.object = object
        prefix = path
    }

    func path(_ name: String) -> String { prefix.isEmpty ? name : "\(prefix).\(name)" }

    func has(_ name: String) -> Bool { object[name] != nil }

    func integer(_ name: String) throws(LedgerError) -> Int64 {
        guard case .integer(let value) = try member(name) else {
            throw LedgerError(.memberInvalid, path(name), "not an integer")
        }
        return value
    }

    func string(_ name: String) throws(LedgerError) -> String {
        guard case .string(let value) = try member(name) else {
            throw LedgerError(.memberInvalid, path(name), "not a string")
        }
        return value
    }

    func object(_ name: String) throws(LedgerError) -> JSONObject {
        guard case .object(let value) = try member(name) else {
            throw LedgerError(.memberInvalid, path(name), "not an object")
        }
        return value
    }

    func digest(_ name: String) throws(LedgerError) -> Digest {
        guard let value = Digest(hex: try string(name)) else {
            throw LedgerError(.memberInvalid, path(name), "not 64 lower-case hexadecimal digits")
        }
        return value
    }

    func instant(_ name: String) throws(LedgerError) -> Instant {
        guard let value = Instant(rfc3339: try string(name)) else {
            throw LedgerError(.memberInvalid, path(name), "not a moment of RFC 3339")
        }
        return value
    }

    /// The members `shard` and `number`.
    func place() throws(LedgerError) -> EntryPlace {
        let shard = try integer("shard")
        guard (0...Int64(LedgerLimits.shardMax)).contains(shard) else {
            throw LedgerError(.memberInvalid, path("shard"), "a shard is 0 to 65535")
        }
        return EntryPlace(shard: Int(shard), number: try integer("number"))
    }

    func members(_ name: String) throws(LedgerError) -> LedgerMembers {
        try LedgerMembers(try member(name), path(name))
    }

    func list<Element>(
        _ name: String, _ read: (LedgerMembers) throws(LedgerError) -> Element
    ) throws(LedgerError) -> [Element] {
        guard case .array(let values) = try member(name) else {
            throw LedgerError(.memberInvalid, path(name), "not a list")
        }
        var elements: [Element] = []
        elements.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            elements.append(try read(try LedgerMembers(value, "\(path(name))[\(index)]")))
        }
        return elements
    }

    /// An unknown member is an error: the format is closed, and a later one has another `v`.
    func refuseOthers(than names: [String]) throws(LedgerError) {
        for (key, _) in object where !names.contains(key) {
            throw LedgerError(.memberUnknown, prefix, "it has a member that version 1 has not")
        }
    }

    private func member(_ name: String) throws(LedgerError) -> JSON {
        guard let value = object[name] else {
            throw LedgerError(.memberMissing, path(name), "it is missing")
        }
        return value
    }
}
