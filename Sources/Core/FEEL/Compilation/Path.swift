/// A variable of the scope, and the entries of it that an expression goes to.
public struct Path: Sendable, Hashable, CustomStringConvertible {
    public let root: String
    public let fields: [String]

    public init(_ root: String, _ fields: [String] = []) {
        self.root = root
        self.fields = fields
    }

    public var description: String { ([root] + fields).joined(separator: ".") }

    /// The same path with a field more.
    func appending(_ field: String) -> Path { Path(root, fields + [field]) }
}

/// A call of a function of the host, with those of its arguments that are written as constants.
public struct HostCallSite: Sendable, Hashable {
    public let function: String
    /// In the order of the parameters; `nil` for what is only known when it is evaluated.
    public let arguments: [Value?]
    public let place: SourcePlace
}
