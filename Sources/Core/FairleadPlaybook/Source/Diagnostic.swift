/// What is wrong in a file of the catalog, and where; read like a good compiler's.
public struct Diagnostic: Error, Sendable, Hashable {
    public enum Severity: String, Sendable, Hashable { case error, warning }

    public let severity: Severity
    public let position: SourcePosition
    public let message: String
    /// What to write instead, where that is known.
    public let hint: String?

    public init(
        _ severity: Severity = .error, at position: SourcePosition, _ message: String,
        hint: String? = nil
    ) {
        self.severity = severity
        self.position = position
        self.message = message
        self.hint = hint
    }

    public var text: String {
        "\(position.text): \(severity.rawValue): \(message)" + (hint.map { " (\($0))" } ?? "")
    }
}
