public import FairleadCanonical
public import FairleadDomain
import FairleadEngine

/// A value whose leaves carry their labels: what a view is made of before it is known who looks.
///
/// Whatever shows values to anybody (API, command line, stream, log) shows them through
/// `shown(to:)` and nothing else, so that masking follows the data and not the page.
public indirect enum LabelledJSON: Sendable, Hashable {
    /// A value under one set of labels.
    case value(JSON, Labels)
    /// Members in order; an absent one is left out.
    case object([Member])
    case array([LabelledJSON])

    public struct Member: Sendable, Hashable {
        public let name: String
        public let value: LabelledJSON

        public init(_ name: String, _ value: LabelledJSON) {
            self.name = name
            self.value = value
        }
    }

    /// What somebody may see of it.
    public struct Shown: Sendable, Hashable {
        /// Nil where nothing of it may be seen.
        public let json: JSON?
        /// The paths of what was left out, such as `effects[0].arguments`, in order.
        public let masked: [String]
    }

    /// Leaves out every value with a label that is not seen, and names it. Everybody sees
    /// `internal`.
    public func shown(to seen: Labels) -> Shown {
        var masked: [String] = []
        let json = show(seen.union(.everybodys), at: "", &masked)
        return Shown(json: json, masked: masked)
    }

    /// The object as it is answered: with `masked` as its last member.
    public func answer(to seen: Labels) -> JSON {
        let shown = shown(to: seen)
        var object = shown.json?.objectValue ?? [:]
        object["masked"] = .array(shown.masked.map(JSON.string))
        return .object(object)
    }

    private func show(_ seen: Labels, at path: String, _ masked: inout [String]) -> JSON? {
        switch self {
        case .value(let json, let labels):
            if labels.isSubset(of: seen) { return json }
            masked.append(path)
            return nil
        case .object(let members):
            var object = JSONObject()
            for member in members {
                let place = path.isEmpty ? member.name : path + "." + member.name
                if let json = member.value.show(seen, at: place, &masked) {
                    object[member.name] = json
                }
            }
            return .object(object)
        case .array(let items):
            var shown: [JSON] = []
            for (index, item) in items.enumerated() {
                if let json = item.show(seen, at: "\(path)[\(index)]", &masked) {
                    shown.append(json)
                }
            }
            return .array(shown)
        }
    }
}

extension LabelledJSON {
    /// A value that everybody sees who sees the whole.
    static func open(_ json: JSON) -> LabelledJSON { .value(json, .none) }
    static func text(_ text: String) -> LabelledJSON { .value(.string(text), .none) }
    static func text(_ text: String?) -> LabelledJSON {
        .value(text.map(JSON.string) ?? .null, .none)
    }
    static func time(_ time: Instant) -> LabelledJSON { .value(.string(time.rfc3339), .none) }
    static func number(_ number: some BinaryInteger) -> LabelledJSON {
        .value(.integer(Int64(number)), .none)
    }
    static func texts(_ texts: [String]) -> LabelledJSON {
        .value(.array(texts.map(JSON.string)), .none)
    }
    static func place(_ place: EntryPlace) -> LabelledJSON { .value(place.json, .none) }

    /// The members that have a value.
    static func members(_ members: KeyValuePairs<String, LabelledJSON?>) -> [Member] {
        members.compactMap { name, value in value.map { Member(name, $0) } }
    }
}

extension Labels {
    /// What every role sees.
    public static let everybodys = Labels(["internal"])
}
