/// A part of a day in which people work, in minutes after midnight as the clock on the wall has
/// it: from `start`, up to but not including `end`.
public struct WorkingSpan: Sendable, Hashable {
    public static let minutesMax = 24 * 60

    public let start: Int
    public let end: Int

    /// Nil where it does not lie within a day, or is empty.
    public init?(start: Int, end: Int) {
        guard start >= 0, start < end, end <= Self.minutesMax else { return nil }
        self.start = start
        self.end = end
    }

    /// Reads `09:00-12:30`; midnight at the end of a day is `24:00`.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = Self.minutes(parts[0]),
            let end = Self.minutes(parts[1])
        else { return nil }
        self.init(start: start, end: end)
    }

    public var text: String { Self.text(start) + "-" + Self.text(end) }

    /// Whether each begins after the one before has ended.
    public static func areInOrder(_ spans: [WorkingSpan]) -> Bool {
        zip(spans, spans.dropFirst()).allSatisfy { $0.end <= $1.start }
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let hours = Int(parts[0]), let minutes = Int(parts[1]), minutes < 60
        else { return nil }
        return hours * 60 + minutes
    }

    private static func text(_ minutes: Int) -> String {
        func two(_ value: Int) -> String { (value < 10 ? "0" : "") + String(value) }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}
