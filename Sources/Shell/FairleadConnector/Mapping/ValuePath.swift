public import FairleadCanonical

/// The way to a value in what was received: `customer.emails.0`, or from a named root:
/// `$body.account`. `$` alone is the whole.
public struct ValuePath: Sendable, Hashable {
    public let text: String
    /// The root, without the `$`; nil: the object that the mapping speaks of.
    public let root: String?
    public let steps: [String]

    /// The object that the mapping speaks of.
    public static let whole = ValuePath(text: "$", root: nil, steps: [])

    private init(text: String, root: String?, steps: [String]) {
        self.text = text
        self.root = root
        self.steps = steps
    }

    /// Nil: an empty step.
    public init?(_ text: String) {
        var steps = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !steps.contains("") else { return nil }
        self.text = text
        if steps[0].hasPrefix("$") {
            let name = String(steps.removeFirst().dropFirst())
            root = name.isEmpty ? nil : name
        } else {
            root = nil
        }
        self.steps = steps
    }

    /// The value, or nil: not there, or null.
    public func value(in scope: MappingScope) -> JSON? {
        var current = root.map { scope.named[$0] } ?? scope.root
        for step in steps {
            switch current {
            case .object(let object)?: current = object[step]
            case .array(let items)?:
                guard let index = Int(step), items.indices.contains(index) else { return nil }
                current = items[index]
            default: return nil
            }
        }
        // Not `flatMap { … ? nil : $0 }`: where JSON is expected, `nil` is JSON's null.
        guard let current, !current.isNull else { return nil }
        return current
    }
}

/// What a mapping can see: the object it speaks of, named roots, the sender's API version.
public struct MappingScope: Sendable {
    public var root: JSON
    /// Where the root stands in the received body, such as `data.object`; empty: it is the body.
    public var place: String
    /// `body`: the whole body; `reference`: our reference; `answer`: what a call gave.
    public var named: JSONObject
    public var version: String?

    public init(
        root: JSON, place: String = "", named: JSONObject = [:], version: String? = nil
    ) {
        self.root = root
        self.place = place
        self.named = named
        self.version = version
    }

    /// Where a path leads, for people.
    func place(of path: ValuePath) -> String {
        if path.text.hasPrefix("$body.") { return String(path.text.dropFirst(6)) }
        if path.root != nil || place.isEmpty { return path.text }
        return path.text == "$" ? place : "\(place).\(path.text)"
    }
}
