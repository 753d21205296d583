public import FairleadCanonical
public import FairleadDomain

/// Reads CloudEvents 1.0 over HTTP (CloudEvents spec 1.0.2; HTTP protocol binding §3) in the
/// structured, batched and binary modes, whose data are canonical objects already.
///
/// `data` holds canonical objects by type, as the schemas say; what else it holds is kept in the
/// received bytes and left alone. Three names tell what a connector's mapping would:
/// `aliases` (a list of texts), `parties` and `claims` (references as `{system, kind, id}`), and
/// `mailDomains`.
public struct CloudEventReader: Sendable {
    /// What one event may cost, and how many a batch may hold.
    public static let eventLimits = JSONLimits(documentBytesMax: 1_048_576, depthMax: 64)
    public static let batchLimits = JSONLimits(documentBytesMax: 8_388_608, depthMax: 66)
    public static let batchEventsMax = 1_000
    public static let attributeBytesMax = 1_024
    public static let partiesMax = 64

    let schemas: [ObjectSchema]
    let connectors: [ConnectorDefinition]

    /// `connectors` name the sources that are systems of ours.
    public init(schemas: [ObjectSchema], connectors: [ConnectorDefinition]) {
        self.schemas = schemas
        self.connectors = connectors
    }

    /// The events of a request, in order: all of them, or the first problem with its index.
    ///
    /// `headers` in any case of their names. `now` stands in where an event has no time.
    public func read(
        headers: [(name: String, value: String)], body: [UInt8], now: Instant
    ) throws(CloudEventProblem) -> [Event] {
        let type = Self.mediaType(headers)
        switch type {
        case "application/cloudevents+json":
            let document = try parse(body, Self.eventLimits, index: nil)
            return [try event(document, index: nil, now: now)]
        case "application/cloudevents-batch+json":
            let document = try parse(body, Self.batchLimits, index: nil)
            guard let items = document.arrayValue else {
                throw CloudEventProblem(.attribute, "a batch is an array", index: nil, place: "1:1")
            }
            guard items.count <= Self.batchEventsMax else {
                throw CloudEventProblem(
                    .tooLarge, "a batch holds at most \(Self.batchEventsMax) events",
                    index: Self.batchEventsMax, place: "[\(Self.batchEventsMax)]")
            }
            var events: [Event] = []
            for (index, item) in items.enumerated() {
                events.append(try event(item, index: index, now: now))
            }
            return events
        default:
            guard headers.contains(where: { $0.name.lowercased() == "ce-specversion" }) else {
                throw CloudEventProblem(
                    .mediaType,
                    "the content type is application/cloudevents+json, or "
                        + "application/cloudevents-batch+json, or attributes stand in ce- headers",
                    index: nil, place: "Content-Type")
            }
            return [try binary(headers, type, body, now: now)]
        }
    }

    /// The data are the body, the attributes stand in headers, percent-encoded (binding §3.1.3.2).
    private func binary(
        _ headers: [(name: String, value: String)], _ type: String, _ body: [UInt8],
        now: Instant
    ) throws(CloudEventProblem) -> Event {
        var attributes = JSONObject()
        for (name, value) in headers {
            let lowered = name.lowercased()
            guard lowered.hasPrefix("ce-") else { continue }
            let attribute = String(lowered.dropFirst(3))
            guard attributes[attribute] == nil else {
                throw CloudEventProblem(
                    .attribute, "this attribute stands twice", index: nil, place: name)
            }
            guard let decoded = Self.percentDecoded(value) else {
                throw CloudEventProblem(
                    .attribute, "this header is not percent-encoded UTF-8", index: nil,
                    place: name)
            }
            attributes[attribute] = .string(decoded)
        }
        if !body.isEmpty {
            guard type == "application/json" || type.hasSuffix("+json") else {
                throw CloudEventProblem(
                    .mediaType, "data are application/json", index: nil, place: "Content-Type")
            }
            attributes["datacontenttype"] = .string(type)
            attributes["data"] = try parse(body, Self.eventLimits, index: nil)
        }
        return try event(.object(attributes), index: nil, now: now)
    }

    private func parse(
        _ body: [UInt8], _ limits: JSONLimits, index: Int?
    ) throws(CloudEventProblem) -> JSON {
        do {
            return try JSON.parse(body, limits: limits)
        } catch {
            let isTooLarge = error.code == .limitDocumentBytes
            throw CloudEventProblem(
                isTooLarge ? .tooLarge : .syntax, error.message, index: index,
                place: "\(error.line):\(error.column)")
        }
    }

    /// The media type without its parameters; a charset other than UTF-8 is none that we read.
    private static func mediaType(_ headers: [(name: String, value: String)]) -> String {
        let values = headers.filter { $0.name.lowercased() == "content-type" }.map(\.value)
        guard values.count == 1 else { return "" }
        let parts = values[0].lowercased().split(separator: ";").map {
            $0.split(separator: " ").joined()
        }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
        let isUTF8 = charset.map { $0.contains("utf-8") || $0.contains("utf8") } ?? true
        return isUTF8 ? parts.first ?? "" : ""
    }

    private static func percentDecoded(_ text: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

/// Why a request holds no events that can be taken, and where; it quotes no value.
public struct CloudEventProblem: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// No JSON document.
        case syntax
        /// An attribute is missing or against the rules of the specification.
        case attribute
        /// The data are not what the schemas say.
        case data
        case tooLarge
        case mediaType
    }

    public let code: Code
    public let message: String
    /// The event in the batch, from 0; nil: the request, or its only event.
    public let index: Int?
    /// An attribute, a path in the data, a header, or line and column.
    public let place: String

    init(_ code: Code, _ message: String, index: Int?, place: String) {
        self.code = code
        self.message = message
        self.index = index
        self.place = place
    }

    /// The status of RFC 9110 that says the same.
    public var status: Int {
        switch code {
        case .syntax, .attribute, .data: 400
        case .tooLarge: 413
        case .mediaType: 415
        }
    }
}
