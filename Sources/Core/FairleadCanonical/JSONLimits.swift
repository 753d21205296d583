/// What a JSON document may cost; beyond it, parsing refuses with `JSONError.Code.limit…`.
public struct JSONLimits: Sendable, Hashable {
    /// The greatest depth that may be asked for: reading, writing and comparing are recursive.
    public static let depthCeiling = 512

    /// One MiB, 64 levels, numbers of 128 bytes.
    public static let standard = JSONLimits(
        documentBytesMax: 1 << 20, depthMax: 64, numberBytesMax: 128)

    /// The size of the whole document, white space included.
    public let documentBytesMax: Int
    /// How many arrays and objects may stand inside one another.
    public let depthMax: Int
    /// The length of one number's text, so that nobody computes with a million digits.
    public let numberBytesMax: Int

    /// Limits of one's own; a depth beyond `depthCeiling` is a programmer's mistake.
    public init(documentBytesMax: Int, depthMax: Int = 64, numberBytesMax: Int = 128) {
        precondition(documentBytesMax > 0 && numberBytesMax > 0, "limits are positive")
        precondition((1...Self.depthCeiling).contains(depthMax), "depth is 1 to depthCeiling")
        self.documentBytesMax = documentBytesMax
        self.depthMax = depthMax
        self.numberBytesMax = numberBytesMax
    }
}
