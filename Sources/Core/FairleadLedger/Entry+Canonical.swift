import FairleadCanonical
import FairleadDomain

extension Entry {
    /// The canonical bytes, written straight, the names in their order, without a tree between.
    func canonicalBytes() throws(LedgerError) -> [UInt8] {
        try checkNames()
        var bytes = ByteWriter()
        bytes.append(#"{"actor":"#)
        JSON.write(actor, into: &bytes)
        bytes.append(#","body":"#)
        try Self.write(body, named: "body", into: &bytes)
        if let `case` {
            bytes.append(#","case":"#)
            JSON.write(`case`, into: &bytes)
        }
        if let cause {
            bytes.append(#","cause":{"number":"#)
            JSON.write(cause.number, into: &bytes)
            bytes.append(#","shard":"#)
            JSON.write(Int64(cause.shard), into: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(#","number":"#)
        JSON.write(place.number, into: &bytes)
        writeObjects(into: &bytes)
        writePayloads(into: &bytes)
        bytes.append(#","previous":""#)
        previous.writeHex(into: &bytes)
        bytes.append(#"","shard":"#)
        JSON.write(Int64(place.shard), into: &bytes)
        bytes.append(#","tenant":"#)
        JSON.write(tenant, into: &bytes)
        bytes.append(#","time":""#)
        time.write(into: &bytes)
        bytes.append(#"","type":"#)
        JSON.write(type, into: &bytes)
        bytes.append(#","v":"#)
        JSON.write(Self.version, into: &bytes)
        bytes.append(#","versions":"#)
        try Self.write(versions, named: "versions", into: &bytes)
        bytes.append(UInt8(ascii: "}"))
        guard bytes.count <= LedgerLimits.entryBytesMax else {
            throw LedgerError(.limit, "", "the entry is larger than allowed")
        }
        return bytes.bytes
    }

    private static func write(
        _ object: JSONObject, named member: String, into bytes: inout ByteWriter
    ) throws(LedgerError) {
        do {
            // The envelope is one level around it.
            try object.writeCanonical(into: &bytes, depth: 1)
        } catch {
            throw LedgerError(error, in: member)
        }
    }

    private func writeObjects(into bytes: inout ByteWriter) {
        bytes.append(#","objects":["#)
        for index in objects.indices {
            bytes.append(index == 0 ? #"{"id":"# : #",{"id":"#)
            JSON.write(objects[index].id, into: &bytes)
            bytes.append(#","qualifier":"#)
            JSON.write(objects[index].qualifier, into: &bytes)
            bytes.append(#","type":"#)
            JSON.write(objects[index].type, into: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func writePayloads(into bytes: inout ByteWriter) {
        bytes.append(#","payloads":["#)
        for index in payloads.indices {
            bytes.append(index == 0 ? #"{"digest":""# : #",{"digest":""#)
            payloads[index].digest.writeHex(into: &bytes)
            bytes.append(#"","label":"#)
            JSON.write(payloads[index].label, into: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }
}

// MARK: - What the envelope may hold

extension Entry {
    private func checkNames() throws(LedgerError) {
        try Self.checkName(tenant, "tenant")
        try Self.checkName(actor, "actor")
        try Self.checkName(type, "type")
        if let `case` { try Self.checkName(`case`, "case") }
        if let cause { try Self.check(cause, "cause.") }
        try Self.check(place, "")
        guard objects.count <= LedgerLimits.objectsMax else {
            throw LedgerError(.limit, "objects", "an entry is about too many objects")
        }
        for (index, object) in objects.enumerated() {
            try Self.checkName(object.type, "objects[\(index)].type")
            try Self.checkName(object.id, "objects[\(index)].id")
            try Self.checkName(object.qualifier, "objects[\(index)].qualifier", mayBeEmpty: true)
        }
        try checkLabels()
    }

    private func checkLabels() throws(LedgerError) {
        guard payloads.count <= LedgerLimits.payloadsMax else {
            throw LedgerError(.limit, "payloads", "an entry has too many payloads")
        }
        for (index, payload) in payloads.enumerated() {
            try Self.checkName(payload.label, "payloads[\(index)].label")
            guard index > 0 else { continue }
            let before = payloads[index - 1].label
            guard before != payload.label else {
                throw LedgerError(
                    .duplicate, "payloads[\(index)].label", "two payloads have one label")
            }
            guard before.precedesInUTF16(payload.label) else {
                throw LedgerError(
                    .notCanonical, "payloads[\(index)].label", "payloads are sorted by label")
            }
        }
    }

    private static func check(_ place: EntryPlace, _ path: String) throws(LedgerError) {
        guard (0...LedgerLimits.shardMax).contains(place.shard) else {
            throw LedgerError(.memberInvalid, path + "shard", "a shard is 0 to 65535")
        }
        guard (1...LedgerLimits.numberMax).contains(place.number) else {
            throw LedgerError(.memberInvalid, path + "number", "numbers start at 1")
        }
    }

    private static func checkName(
        _ name: String, _ path: @autoclosure () -> String, mayBeEmpty: Bool = false
    ) throws(LedgerError) {
        guard mayBeEmpty || !name.isEmpty else {
            throw LedgerError(.memberInvalid, path(), "it must not be empty")
        }
        guard name.utf8.count <= LedgerLimits.nameBytesMax else {
            throw LedgerError(.limit, path(), "it is longer than allowed")
        }
    }
}
