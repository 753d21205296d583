import FairleadCanonical
import FairleadDomain

extension Entry {
    /// The canonical bytes, written straight, the names in their order, without a tree between.
    func canonicalBytes() throws(LedgerError) -> [UInt8] {
        try checkNames()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2_000)
        bytes.append(contentsOf: #"{"actor":"#.utf8)
        JSON.write(actor, into: &bytes)
        bytes.append(contentsOf: #","body":"#.utf8)
        try Self.write(body, named: "body", into: &bytes)
        if let `case` {
            bytes.append(contentsOf: #","case":"#.utf8)
            JSON.write(`case`, into: &bytes)
        }
        if let cause {
            bytes.append(contentsOf: #","cause":{"number":"#.utf8)
            JSON.write(cause.number, into: &bytes)
            bytes.append(contentsOf: #","shard":"#.utf8)
            JSON.write(Int64(cause.shard), into: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(contentsOf: #","number":"#.utf8)
        JSON.write(place.number, into: &bytes)
        writeObjects(into: &bytes)
        writePayloads(into: &bytes)
        bytes.append(contentsOf: #","previous":""#.utf8)
        previous.writeHex(into: &bytes)
        bytes.append(contentsOf: #"","shard":"#.utf8)
        JSON.write(Int64(place.shard), into: &bytes)
        bytes.append(contentsOf: #","tenant":"#.utf8)
        JSON.write(tenant, into: &bytes)
        bytes.append(contentsOf: #","time":""#.utf8)
        time.write(into: &bytes)
        bytes.append(contentsOf: #"","type":"#.utf8)
        JSON.write(type, into: &bytes)
        bytes.append(contentsOf: #","v":"#.utf8)
        JSON.write(Self.version, into: &bytes)
        bytes.append(contentsOf: #","versions":"#.utf8)
        try Self.write(versions, named: "versions", into: &bytes)
        bytes.append(UInt8(ascii: "}"))
        guard bytes.count <= LedgerLimits.entryBytesMax else {
            throw LedgerError(.limit, "", "the entry is larger than allowed")
        }
        return bytes
    }

    private static func write(
        _ object: JSONObject, named member: String, into bytes: inout [UInt8]
    ) throws(LedgerError) {
        do {
            // The envelope is one level around it.
            try object.writeCanonical(into: &bytes, depth: 1)
        } catch {
            throw LedgerError(error, in: member)
        }
    }

    private func writeObjects(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: #","objects":["#.utf8)
        for index in objects.indices {
            bytes.append(contentsOf: (index == 0 ? #"{"id":"# : #",{"id":"#).utf8)
            JSON.write(objects[index].id, into: &bytes)
            bytes.append(contentsOf: #","qualifier":"#.utf8)
            JSON.write(objects[index].qualifier, into: &bytes)
            bytes.append(contentsOf: #","type":"#.utf8)
            JSON.write(objects[index].type, into: &bytes)
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private func writePayloads(into bytes: inout [UInt8]) {
        bytes.append(contentsOf: #","payloads":["#.utf8)
        for index in payloads.indices {
            bytes.append(contentsOf: (index == 0 ? #"{"digest":""# : #",{"digest":""#).utf8)
            payloads[index].digest.writeHex(into: &bytes)
            bytes.append(contentsOf: #"","label":"#.utf8)
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
