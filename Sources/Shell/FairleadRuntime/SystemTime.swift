public import FairleadCanonical
import Foundation

/// This machine's clock, in UTC.
public struct SystemTime: TimeSource {
    public init() {}

    public func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }

    public func steady() -> Int64 {
        let sinceStart = Self.origin.duration(to: .now)
        return sinceStart.components.seconds * 1_000
            + sinceStart.components.attoseconds / 1_000_000_000_000_000
    }

    private static let origin = ContinuousClock.now
}
