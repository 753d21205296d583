public import FEEL
import Foundation

/// The time-zone data of this machine (IANA, as the system's tzdata has it).
public struct SystemZones: ZoneData {
    public init() {}

    public func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int? {
        TimeZone(identifier: zone)?.secondsFromGMT(
            for: Date(timeIntervalSince1970: TimeInterval(secondsSinceEpoch)))
    }
}
