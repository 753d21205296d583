/// A mapping of a source file with the keys that it may have; whatever else it holds is an error
/// at its place.
public struct MappingReader: Sendable {
    public let node: SourceNode
    /// What the mapping is, for messages: `a stage`.
    public let what: String
    private let members: [SourceNode.Member]

    /// Nil if the node is no mapping. Unknown and missing keys are reported at once.
    public init?(
        _ node: SourceNode, _ what: String, required: [String], optional: [String] = [],
        _ diagnostics: inout Diagnostics
    ) {
        guard case .mapping(let members) = node.content else {
            diagnostics.error("\(what) must be a mapping, not \(node.kindName)", at: node.position)
            return nil
        }
        let known = required + optional
        for member in members where !known.contains(member.key) {
            diagnostics.error(
                "unknown key '\(member.key)' in \(what)", at: member.keyPosition,
                hint: NearestName.hint(for: member.key, among: known))
        }
        for key in required where !members.contains(where: { $0.key == key }) {
            diagnostics.error("\(what) lacks '\(key)'", at: node.position)
        }
        self.node = node
        self.what = what
        self.members = members
    }

    public func has(_ key: String) -> Bool { members.contains { $0.key == key } }

    public func member(_ key: String) -> SourceNode.Member? { members.first { $0.key == key } }

    public subscript(key: String) -> SourceNode? { member(key)?.value }

    /// The first of these keys that is there.
    public func firstKey(of keys: [String]) -> SourceNode.Member? {
        members.first { keys.contains($0.key) }
    }

    /// The text of a scalar; nil if it is not there or no scalar (reported).
    public func text(_ key: String, _ diagnostics: inout Diagnostics) -> String? {
        self[key]?.text("'\(key)'", &diagnostics)
    }

    /// A name that FEEL can use: a letter, then letters, digits and underscores.
    public func name(_ key: String, _ diagnostics: inout Diagnostics) -> String? {
        self[key]?.name("'\(key)'", &diagnostics)
    }

    public func integer(
        _ key: String, in range: ClosedRange<Int64>, _ diagnostics: inout Diagnostics
    ) -> Int64? {
        guard let node = self[key] else { return nil }
        if case .scalar(let text, plain: true) = node.content, let value = Int64(text),
            range.contains(value)
        {
            return value
        }
        diagnostics.error(
            "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)",
            at: node.position)
        return nil
    }

    public func boolean(_ key: String, _ diagnostics: inout Diagnostics) -> Bool? {
        guard let node = self[key] else { return nil }
        switch node.content {
        case .scalar("true", plain: true): return true
        case .scalar("false", plain: true): return false
        default:
            diagnostics.error("'\(key)' must be true or false", at: node.position)
            return nil
        }
    }

    /// Elapsed milliseconds of an ISO 8601 duration.
    public func milliseconds(_ key: String, _ diagnostics: inout Diagnostics) -> Int64? {
        self[key]?.milliseconds("'\(key)'", &diagnostics)
    }

    /// The items of a sequence; a single value counts as one item; a key not there is none.
    public func items(_ key: String) -> [SourceNode] { self[key]?.items ?? [] }

    /// Texts of a sequence, or one text.
    public func texts(_ key: String, _ diagnostics: inout Diagnostics) -> [String] {
        var texts: [String] = []
        for item in items(key) {
            if let text = item.text("an item of '\(key)'", &diagnostics) { texts.append(text) }
        }
        return texts
    }

    /// The members of a mapping under `key`; empty if it is not there or no mapping (reported).
    public func members(
        _ key: String, _ diagnostics: inout Diagnostics
    ) -> [SourceNode.Member] {
        guard let node = self[key] else { return [] }
        if case .mapping(let members) = node.content { return members }
        diagnostics.error("'\(key)' must be a mapping, not \(node.kindName)", at: node.position)
        return []
    }

    /// One of the cases of an enumeration, by its raw value.
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type, _ diagnostics: inout Diagnostics
    ) -> Choice? where Choice.RawValue == String {
        guard let node = self[key], let text = node.text("'\(key)'", &diagnostics) else {
            return nil
        }
        if let choice = Choice(rawValue: text) { return choice }
        let known = Choice.allCases.map(\.rawValue)
        diagnostics.error(
            "'\(text)' is no '\(key)'", at: node.position,
            hint: NearestName.hint(for: text, among: known))
        return nil
    }
}
