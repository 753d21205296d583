import FairleadPlaybook

/// A value that is kept elsewhere, or one that is no secret: what the catalog may say of it.
public enum ConfiguredValue: Sendable, Hashable {
    /// `env:NAME`.
    case environment(String)
    /// `file:PATH`.
    case file(String)
    /// Written in the catalog; never allowed for a secret.
    case literal(String)

    /// Reads `env:NAME`, `file:PATH` or, where `allowsLiteral`, the value itself.
    static func parse(
        _ node: SourceNode, _ what: String, allowsLiteral: Bool,
        _ diagnostics: inout Diagnostics
    ) -> ConfiguredValue? {
        guard let text = node.text(what, &diagnostics) else { return nil }
        for (prefix, make) in [
            ("env:", ConfiguredValue.environment), ("file:", ConfiguredValue.file),
        ] where text.hasPrefix(prefix) {
            let name = String(text.dropFirst(prefix.count))
            if !name.isEmpty { return make(name) }
            diagnostics.error("\(what) names nothing after '\(prefix)'", at: node.position)
            return nil
        }
        if allowsLiteral { return .literal(text) }
        // The text may be the secret itself: it must not stand in a message.
        diagnostics.error(
            "\(what) must be a reference, never the value", at: node.position,
            hint: "write env:NAME or file:PATH")
        return nil
    }

    /// Where the value is kept; says nothing of the value itself.
    public var text: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .literal: "a literal"
        }
    }
}

/// Gives the values that the catalog only refers to, at the moment of their use.
public protocol ValueSource: Sendable {
    func value(of reference: ConfiguredValue) throws(ValueUnavailable) -> String
}

/// A referred value that is not there. It names the reference, never the value.
public struct ValueUnavailable: Error, Sendable, Hashable {
    public let code: String
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
