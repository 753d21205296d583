/// Text with places for expressions: `Keep premium access for {account.name}`.
public struct TextTemplate: Sendable {
    public enum Part: Sendable {
        case text(String)
        case place(Expression)
    }

    public let parts: [Part]

    public init(parts: [Part]) { self.parts = parts }
}

/// A message to somebody, versioned, with the facts that it may speak of.
public struct MessageTemplate: Sendable {
    public let name: String
    public let version: Int
    public let owner: String
    public let text: TextTemplate
    public let position: SourcePosition

    public init(
        name: String, version: Int, owner: String, text: TextTemplate, position: SourcePosition
    ) {
        self.name = name
        self.version = version
        self.owner = owner
        self.text = text
        self.position = position
    }
}
