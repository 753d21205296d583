public import FairleadCanonical
import Foundation

/// This machine's clock, in UTC.
public struct SystemTime: TimeSource {
    public init() {}

    public func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded(.down)))
    }
}
