extension SourceNode {
    /// For messages.
    var kindName: String {
        switch content {
        case .scalar: "a single value"
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }

    /// The items of a sequence, or the one value.
    public var items: [SourceNode] {
        if case .sequence(let items) = content { return items }
        return [self]
    }

    /// The value of a key, if this is a mapping that has it.
    func value(of key: String) -> SourceNode? {
        guard case .mapping(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The text of a scalar; nil, and reported, for anything else or an empty plain scalar.
    public func text(_ what: String, _ diagnostics: inout Diagnostics) -> String? {
        guard case .scalar(let text, let plain) = content else {
            diagnostics.error("\(what) must be text, not \(kindName)", at: position)
            return nil
        }
        if plain, text.isEmpty {
            diagnostics.error("\(what) has no value", at: position)
            return nil
        }
        return text
    }

    /// A name that FEEL can use: a letter, then letters, digits and underscores.
    public func name(_ what: String, _ diagnostics: inout Diagnostics) -> String? {
        guard let text = text(what, &diagnostics) else { return nil }
        if SourceNode.isName(text) { return text }
        diagnostics.error(
            "'\(text)' cannot be a name", at: position,
            hint: "names are camelCase: a letter, then letters, digits or _")
        return nil
    }

    public func milliseconds(_ what: String, _ diagnostics: inout Diagnostics) -> Int64? {
        guard let text = text(what, &diagnostics) else { return nil }
        if let milliseconds = ElapsedTime.milliseconds(of: text) { return milliseconds }
        diagnostics.error(
            "\(what) '\(text)' is no duration", at: position,
            hint: "ISO 8601 with weeks, days, hours, minutes, seconds: P2D, PT4H30M")
        return nil
    }

    /// Words that FEEL reads as something else.
    private static let reserved = [
        "and", "or", "not", "in", "between", "if", "then", "else", "for", "return", "some",
        "every", "satisfies", "function", "true", "false", "null", "instance", "of", "external",
    ]

    static func isName(_ text: String) -> Bool {
        var isFirst = true
        for scalar in text.unicodeScalars {
            let isLetter =
                ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            guard isLetter || !isFirst && ("0"..."9").contains(scalar) else { return false }
            isFirst = false
        }
        return !isFirst && !reserved.contains(text)
    }
}
