/// What was found wrong so far. Reading goes on after an error, so that one check names them all.
public struct Diagnostics: Sendable {
    /// Further ones are dropped: who has so many errors reads the first.
    public static let countMax = 1_000

    public private(set) var all: [Diagnostic] = []

    public init() {}

    public var hasErrors: Bool { all.contains { $0.severity == .error } }

    public mutating func error(_ message: String, at position: SourcePosition, hint: String? = nil)
    {
        add(Diagnostic(.error, at: position, message, hint: hint))
    }

    public mutating func warning(
        _ message: String, at position: SourcePosition, hint: String? = nil
    ) {
        add(Diagnostic(.warning, at: position, message, hint: hint))
    }

    public mutating func add(_ diagnostic: Diagnostic) {
        if all.count < Diagnostics.countMax, !all.contains(diagnostic) { all.append(diagnostic) }
    }

    public mutating func add(_ others: [Diagnostic]) {
        for other in others { add(other) }
    }

    /// By file, line and column.
    public var sorted: [Diagnostic] {
        all.sorted {
            ($0.position.file, $0.position.line, $0.position.column, $0.message)
                < ($1.position.file, $1.position.line, $1.position.column, $1.message)
        }
    }
}
