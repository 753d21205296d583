extension String {
    /// The connector of an operation, or of a group of them: what stands before the first point.
    public var connector: String {
        String(Substring(utf8.prefix { $0 != UInt8(ascii: ".") }))
    }
}
