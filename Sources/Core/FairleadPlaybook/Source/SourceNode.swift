/// A parsed document with the place of every key and value: what the shell makes of YAML.
public struct SourceNode: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// `plain` is false for quoted and literal text, which is never a number or a boolean.
        case scalar(String, plain: Bool)
        case sequence([SourceNode])
        case mapping([Member])
    }

    public struct Member: Sendable, Hashable {
        public let key: String
        public let keyPosition: SourcePosition
        public let value: SourceNode

        public init(key: String, keyPosition: SourcePosition, value: SourceNode) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    public let content: Content
    public let position: SourcePosition

    public init(_ content: Content, at position: SourcePosition) {
        self.content = content
        self.position = position
    }
}
