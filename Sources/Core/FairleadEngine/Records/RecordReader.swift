public import FairleadCanonical
public import FairleadDomain

/// A stored record that cannot be read: damaged, or of a release that this one does not know.
public struct RecordError: Error, Sendable, Hashable {
    public let type: String
    public let field: String
    public let message: String

    public init(type: String, field: String, message: String) {
        self.type = type
        self.field = field
        self.message = message
    }
}

/// Reads the fields and payloads of a stored record.
public struct RecordReader: Sendable {
    public let type: String
    public let caseID: String?
    public let fields: JSONObject
    /// Payloads by label text; a purged one is absent.
    public let payloads: [(labels: Labels, value: JSON)]
    /// Whether a payload of the entry was purged, so that values are missing.
    public let purged: Bool

    public init(_ record: Record, purged: Bool = false) {
        type = record.type
        caseID = record.caseID
        fields = record.fields
        payloads = record.classified.map { ($0.labels, $0.value) }
        self.purged = purged
    }

    public func text(_ name: String) throws(RecordError) -> String {
        guard let value = fields[name]?.stringValue else { throw wrong(name, "a string") }
        return value
    }

    public func optionalText(_ name: String) -> String? { fields[name]?.stringValue }

    public func integer(_ name: String) throws(RecordError) -> Int64 {
        guard let value = fields[name]?.integerValue else { throw wrong(name, "an integer") }
        return value
    }

    public func optionalInteger(_ name: String) -> Int64? { fields[name]?.integerValue }

    public func flag(_ name: String) -> Bool { fields[name]?.boolValue ?? false }

    public func instant(_ name: String) throws(RecordError) -> Instant {
        guard let value = fields[name]?.stringValue, let time = Instant(rfc3339: value) else {
            throw wrong(name, "a time")
        }
        return time
    }

    public func optionalInstant(_ name: String) -> Instant? {
        fields[name]?.stringValue.flatMap { Instant(rfc3339: $0) }
    }

    public func digest(_ name: String) throws(RecordError) -> Digest {
        guard let value = fields[name]?.stringValue, let digest = Digest(hex: value) else {
            throw wrong(name, "a digest")
        }
        return digest
    }

    public func texts(_ name: String) throws(RecordError) -> [String] {
        guard let values = fields[name]?.arrayValue else { return [] }
        var texts: [String] = []
        for value in values {
            guard let text = value.stringValue else { throw wrong(name, "a list of strings") }
            texts.append(text)
        }
        return texts
    }

    public func choice<Choice: RawRepresentable<String>>(
        _ name: String, _: Choice.Type = Choice.self
    ) throws(RecordError) -> Choice {
        guard let choice = Choice(rawValue: try text(name)) else {
            throw wrong(name, "one of the known words")
        }
        return choice
    }

    public func place(_ name: String) throws(RecordError) -> EntryPlace {
        guard let place = fields[name].flatMap(EntryPlace.init(json:)) else {
            throw wrong(name, "a place on the ledger")
        }
        return place
    }

    public func places(_ name: String) throws(RecordError) -> [EntryPlace] {
        var places: [EntryPlace] = []
        for value in fields[name]?.arrayValue ?? [] {
            guard let place = EntryPlace(json: value) else {
                throw wrong(name, "a list of places on the ledger")
            }
            places.append(place)
        }
        return places
    }

    /// The only payload of a record that has one; null where it was purged.
    public var payload: JSON { payloads.first?.value ?? .null }

    /// The labels of the only payload.
    public var payloadLabels: Labels { payloads.first?.labels ?? .none }

    public func wrong(_ field: String, _ wanted: String) -> RecordError {
        RecordError(type: type, field: field, message: "\(field) is not \(wanted)")
    }
}

extension EntryPlace {
    /// Nil: it is no place.
    public init?(json: JSON) {
        guard let shard = json["shard"]?.integerValue, let number = json["number"]?.integerValue
        else { return nil }
        self.init(shard: Int(shard), number: number)
    }

    public var json: JSON { ["shard": .integer(Int64(shard)), "number": .integer(number)] }
}

extension JSONObject {
    /// The fields that have a value, in order; an absent one is left out, never null.
    init(present members: KeyValuePairs<String, JSON?>) {
        self.init(reserving: members.count)
        for (key, value) in members {
            // A bare nil in a conditional is JSON's null: both mean that there is no value.
            if let value, !value.isNull { appendNew(key, value) }
        }
    }
}

extension JSON {
    init(_ texts: [String]) { self = .array(texts.map(JSON.string)) }
    init(_ time: Instant) { self = .string(time.rfc3339) }
    init(_ digest: Digest) { self = .string(digest.description) }

    static func text(_ value: String?) -> JSON? { value.map(JSON.string) }
    static func time(_ value: Instant?) -> JSON? { value.map { JSON($0) } }
    static func flag(_ value: Bool) -> JSON? { value ? .bool(true) : nil }
}
