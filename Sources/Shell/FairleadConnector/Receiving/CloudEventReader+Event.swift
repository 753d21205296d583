import FairleadCanonical
import FairleadDomain

extension CloudEventReader {
    private static let required = ["specversion", "id", "source", "type"]
    private static let told = ["aliases", "parties", "claims", "mailDomains"]

    /// One event from its attributes and data, as they stand in the structured mode.
    func event(
        _ received: JSON, index: Int?, now: Instant
    ) throws(CloudEventProblem) -> Event {
        let document = CardNumberScreen.screened(received) ?? received
        guard let members = document.objectValue else {
            throw CloudEventProblem(
                .attribute, "an event is an object", index: index, place: "")
        }
        try checkAttributes(members, index)
        let source = members["source"]?.stringValue ?? ""
        let connector = connectors.first { $0.source == source }
        let raw = members["data"] ?? .object([:])
        guard let told = raw.objectValue else {
            throw CloudEventProblem(
                .data, "data are canonical objects by type", index: index, place: "data")
        }
        let type = members["type"]?.stringValue ?? ""
        let subject = members["subject"]?.stringValue
        let reader = ToldReader(index: index)
        return Event(
            source: source, id: members["id"]?.stringValue ?? "", type: type,
            time: try time(members["time"], index) ?? now, subject: subject,
            data: try canonical(told, index),
            aliases: try reader.texts(told["aliases"], at: "data.aliases"),
            parties: try reader.references(told["parties"], at: "data.parties"),
            claims: connector?.isMasterOfAccounts == true
                ? try reader.claims(told["claims"], at: "data.claims") : [],
            mailDomains: try reader.texts(told["mailDomains"], at: "data.mailDomains"),
            connector: connector?.name ?? "cloudevents",
            digest: EventMapper.digest(
                type: type, subject: subject,
                schema: members["dataschema"]?.stringValue ?? "", data: raw),
            labels: connector?.labels ?? labels(of: told), received: document.bytes,
            sequence: sequence(members))
    }

    /// The extension `sequence`: a whole number, here of the record that the event is about; with
    /// `sequencetype: Integer` it has no gaps (CloudEvents, "Sequence"). Any other text has no
    /// order that is known.
    private func sequence(_ members: JSONObject) -> EventSequence? {
        let value = members["sequence"]
        guard let number = value?.integerValue ?? value?.stringValue.flatMap({ Int64($0) }),
            number >= 0
        else { return nil }
        return EventSequence(
            number: number, isContiguous: members["sequencetype"]?.stringValue == "Integer")
    }

    /// Names and values of attributes (CloudEvents 1.0.2, "Context Attributes").
    private func checkAttributes(
        _ members: JSONObject, _ index: Int?
    ) throws(CloudEventProblem) {
        func refuse(_ name: String, _ message: String) -> CloudEventProblem {
            CloudEventProblem(.attribute, message, index: index, place: name)
        }
        for name in Self.required {
            guard let value = members[name] else {
                throw refuse(name, "this attribute is required")
            }
            guard let text = value.stringValue, !text.isEmpty else {
                throw refuse(name, "this attribute is text that is not empty")
            }
        }
        guard members["specversion"]?.stringValue == "1.0" else {
            throw refuse("specversion", "this is read in version 1.0 only")
        }
        for (name, value) in members where name != "data" && name != "data_base64" {
            // Our extensions are the sender's own affair, yet their names are not.
            guard
                name.utf8.allSatisfy({
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                }), !name.isEmpty
            else {
                throw refuse(name, "names of attributes are lower-case letters and digits")
            }
            switch value {
            case .null, .bool: continue
            case .integer(let number):
                guard Int32(exactly: number) != nil else {
                    throw refuse(name, "an integer has 32 bits")
                }
            case .string(let text):
                guard text.utf8.count <= Self.attributeBytesMax,
                    text.unicodeScalars.allSatisfy(Self.isAllowed)
                else {
                    throw refuse(
                        name,
                        "text without control characters, at most \(Self.attributeBytesMax) bytes")
                }
            case .number, .array, .object:
                throw refuse(name, "an attribute is text, a boolean or an integer")
            }
        }
        try checkFormats(members, refuse)
    }

    private func checkFormats(
        _ members: JSONObject, _ refuse: (String, String) -> CloudEventProblem
    ) throws(CloudEventProblem) {
        for name in ["source", "dataschema"] {
            guard let text = members[name]?.stringValue else { continue }
            guard !text.isEmpty, !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) else {
                throw refuse(name, "this is a URI reference (RFC 3986)")
            }
        }
        if let schema = members["dataschema"]?.stringValue, !schema.contains(":") {
            throw refuse("dataschema", "this is an absolute URI (RFC 3986)")
        }
        if let subject = members["subject"], !subject.isNull, subject.stringValue?.isEmpty != false
        {
            throw refuse("subject", "this is text that is not empty")
        }
        if let type = members["datacontenttype"]?.stringValue?.lowercased() {
            let media = type.prefix { $0 != ";" && $0 != " " }
            guard media == "application/json" || media.hasSuffix("+json") else {
                throw refuse("datacontenttype", "data are application/json")
            }
        }
        if members["data_base64"] != nil {
            throw refuse("data_base64", "data are JSON, in 'data'")
        }
    }

    /// What RFC 7159 strings may hold and the specification's type String may not.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        return value > 0x1F && !(0x7F...0x9F).contains(value)
            && !(0xFDD0...0xFDEF).contains(value) && value & 0xFFFE != 0xFFFE
    }

    private func time(_ value: JSON?, _ index: Int?) throws(CloudEventProblem) -> Instant? {
        guard let value, !value.isNull else { return nil }
        guard let instant = value.stringValue.flatMap({ Instant(rfc3339: $0) }) else {
            throw CloudEventProblem(
                .attribute, "this is a time in RFC 3339", index: index, place: "time")
        }
        return instant
    }

    /// The objects that the schemas know, each field checked; other members are left alone.
    private func canonical(
        _ data: JSONObject, _ index: Int?
    ) throws(CloudEventProblem) -> JSONObject {
        var result = JSONObject()
        for (name, value) in data where !Self.told.contains(name) {
            guard let schema = schemas.first(where: { $0.type == name }) else { continue }
            guard let object = value.objectValue else {
                throw CloudEventProblem(
                    .data, "an object is expected here", index: index, place: "data.\(name)")
            }
            var kept = JSONObject()
            for field in schema.fields {
                guard let value = object[field.name], !value.isNull else { continue }
                guard let canonical = CanonicalForm.of(value, type: field.type) else {
                    throw CloudEventProblem(
                        .data, "'\(field.type)' is expected here", index: index,
                        place: "data.\(name).\(field.name)")
                }
                kept[field.name] = canonical
            }
            if !kept.isEmpty { result[name] = .object(kept) }
        }
        return result
    }

    /// The union of the labels of what it tells: nobody sees the whole who may not see its parts.
    private func labels(of data: JSONObject) -> Labels {
        var labels = Labels.none
        for (name, _) in data {
            for field in schemas.first(where: { $0.type == name })?.fields ?? [] {
                labels = labels.union(field.labels)
            }
        }
        return labels
    }
}

/// Reads the members of data that tell who is who, strictly.
private struct ToldReader {
    let index: Int?

    func texts(_ value: JSON?, at place: String) throws(CloudEventProblem) -> [String] {
        var texts: [String] = []
        for (number, item) in try items(value, at: place).enumerated() {
            guard let text = item.stringValue, !text.isEmpty,
                text.utf8.count <= EventMapper.nameBytesMax
            else { throw problem("text is expected here", at: "\(place)[\(number)]") }
            if !texts.contains(text) { texts.append(text) }
        }
        return texts
    }

    func references(
        _ value: JSON?, at place: String
    ) throws(CloudEventProblem) -> [ExternalReference] {
        var references: [ExternalReference] = []
        for (number, item) in try items(value, at: place).enumerated() {
            references.append(try reference(item, at: "\(place)[\(number)]"))
        }
        return references
    }

    func claims(_ value: JSON?, at place: String) throws(CloudEventProblem) -> [IdentityClaim] {
        var claims: [IdentityClaim] = []
        for (number, item) in try items(value, at: place).enumerated() {
            let place = "\(place)[\(number)]"
            guard let account = item["account"] else {
                throw problem("a claim has an account", at: place)
            }
            var parent: ExternalReference?
            if let value = item["parent"], !value.isNull {
                parent = try reference(value, at: "\(place).parent")
            }
            claims.append(
                IdentityClaim(
                    account: try reference(account, at: "\(place).account"), parent: parent,
                    same: try references(item["same"], at: "\(place).same")))
        }
        return claims
    }

    private func reference(
        _ value: JSON, at place: String
    ) throws(CloudEventProblem) -> ExternalReference {
        func part(_ name: String) -> String? {
            value[name]?.stringValue.flatMap {
                $0.isEmpty || $0.utf8.count > EventMapper.nameBytesMax ? nil : $0
            }
        }
        guard let system = part("system"), let kind = part("kind"), let id = part("id") else {
            throw problem("a reference has system, kind and id", at: place)
        }
        return ExternalReference(system: system, kind: kind, id: id)
    }

    private func items(_ value: JSON?, at place: String) throws(CloudEventProblem) -> [JSON] {
        guard let value, !value.isNull else { return [] }
        guard let items = value.arrayValue, items.count <= CloudEventReader.partiesMax else {
            throw problem(
                "a list of at most \(CloudEventReader.partiesMax) is expected here", at: place)
        }
        return items
    }

    private func problem(_ message: String, at place: String) -> CloudEventProblem {
        CloudEventProblem(.data, message, index: index, place: place)
    }
}
