/// Where something stands in a file of the catalog; lines and columns count from 1.
public struct SourcePosition: Sendable, Hashable {
    public let file: String
    public let line: Int
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    public var text: String { "\(file):\(line):\(column)" }
}
