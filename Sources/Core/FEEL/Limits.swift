/// What an expression may cost. Beyond a limit there is a refusal, in both modes, never a hang.
public struct Limits: Sendable, Hashable {
    /// The longest source text of one expression, in bytes of UTF-8.
    public var sourceBytesMax = 65_536
    /// How deeply an expression's parts may be nested when it is parsed.
    public var nestingDepthMax = 64
    /// How many parts may lie within each other, chains such as `a + b + c` counted.
    public var chainDepthMax = 200
    /// How deeply evaluation may nest, calls of FEEL functions included.
    public var evaluationDepthMax = 256
    /// Evaluation steps: one for each part evaluated, each list item, each 16 bytes of text.
    public var stepsMax = 1_000_000

    /// The longest regular expression, in bytes of UTF-8.
    public var patternBytesMax = 4_096

    public init() {}

    public static let standard = Limits()
}
