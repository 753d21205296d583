import FairleadPlaybook

/// How a connector proves who it is to its system; the secrets are references.
public enum Authentication: Sendable, Hashable {
    /// `Authorization: Bearer …` (RFC 6750).
    case bearer(ConfiguredValue)
    /// A header of the system's own.
    case header(name: String, value: ConfiguredValue)
    /// `Authorization: Basic …` (RFC 7617).
    case basic(user: ConfiguredValue, password: ConfiguredValue)
    /// The system asks for nothing.
    case none

    static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> Authentication? {
        if case .scalar("none", _) = node.content { return Authentication.none }
        guard
            let reader = MappingReader(
                node, "the authentication", required: [], optional: ["bearer", "header", "basic"],
                &diagnostics)
        else { return nil }
        if let bearer = reader["bearer"] {
            return secret(bearer, "the token", &diagnostics).map { .bearer($0) }
        }
        if let header = reader["header"],
            let fields = MappingReader(
                header, "the header", required: ["name", "value"], &diagnostics),
            let name = fields.text("name", &diagnostics),
            let value = fields["value"].flatMap({ secret($0, "the value", &diagnostics) })
        {
            if HeaderName.isValid(name) { return .header(name: name, value: value) }
            diagnostics.error("'\(name)' is no name of a header", at: header.position)
            return nil
        }
        if let basic = reader["basic"],
            let fields = MappingReader(
                basic, "basic", required: ["user", "password"], &diagnostics),
            let user = fields["user"].flatMap({
                ConfiguredValue.parse($0, "the user", allowsLiteral: true, &diagnostics)
            }),
            let password = fields["password"].flatMap({ secret($0, "the password", &diagnostics) })
        {
            return .basic(user: user, password: password)
        }
        if !diagnostics.hasErrors {
            diagnostics.error(
                "the authentication is bearer, header, basic or none", at: node.position)
        }
        return nil
    }

    private static func secret(
        _ node: SourceNode, _ what: String, _ diagnostics: inout Diagnostics
    ) -> ConfiguredValue? {
        ConfiguredValue.parse(node, what, allowsLiteral: false, &diagnostics)
    }
}

/// The syntax of a header's name and value (RFC 9110 §5).
public enum HeaderName {
    private static let others = Set("!#$%&'*+-.^_`|~".utf8)

    public static func isValid(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || others.contains($0)
            }
    }

    /// Visible ASCII and spaces: neither a line break nor anything that reads as one.
    public static func isValidValue(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
