public import FEEL
import Foundation

/// The time-zone data that Foundation carries. Where decisions are recorded a `ZoneArchive`
/// stands in its place, for this data is kept nowhere.
public struct SystemZones: ZoneData {
    public init() {}

    public func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int? {
        TimeZone(identifier: zone)?.secondsFromGMT(
            for: Date(timeIntervalSince1970: TimeInterval(secondsSinceEpoch)))
    }
}
