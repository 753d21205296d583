public import FairleadCanonical
public import FairleadDomain

/// Something went wrong that no case can answer for: an exception for a person.
public struct Trouble: Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// A verified message could not be mapped; it is kept as it came.
        case mappingFailed = "mapping-failed"
        /// A verified message says something else under an id that is known.
        case eventConflict = "event-conflict"
        /// The process died more than once while this input was in hand.
        case inputParked = "input-parked"
    }

    public let code: Code
    /// What it is about; one open exception for each.
    public let about: String
    /// For people, without classified values.
    public let message: String
    /// A message that has no receipt of its own, as received; and its labels.
    public let received: [UInt8]?
    public let labels: Labels

    public init(
        code: Code, about: String, message: String, received: [UInt8]? = nil,
        labels: Labels = .none
    ) {
        self.code = code
        self.about = about
        self.message = message
        self.received = received
        self.labels = received == nil ? .none : labels
    }
}

/// A trouble was reported.
public struct TroubleReported: RegistryRecord {
    public static let type = "trouble-reported"

    public let id: String
    public let trouble: Trouble

    public init(id: String, trouble: Trouble) {
        self.id = id
        self.trouble = trouble
    }

    public var fields: JSONObject {
        [
            "id": .string(id),
            "code": .string(trouble.code.rawValue),
            "about": .string(trouble.about),
            "message": .string(trouble.message),
        ]
    }

    public var classified: [Classified] {
        guard let received = trouble.received else { return [] }
        return [Classified(trouble.labels, ["received": .string(Base64.encode(received))])]
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        id = try reader.text("id")
        trouble = Trouble(
            code: try reader.choice("code"), about: try reader.text("about"),
            message: try reader.text("message"),
            received: reader.payload["received"]?.stringValue.flatMap { Base64.decode($0) },
            labels: reader.payloadLabels)
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        if trouble.code == .inputParked { state.parked.insert(trouble.about) }
        state.exceptions.append(
            ExceptionState(
                id: id, code: trouble.code.rawValue, owner: "integrations",
                about: trouble.about, message: trouble.message, raised: mark.time))
    }
}
