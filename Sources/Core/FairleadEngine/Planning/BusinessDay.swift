import FEEL
import FairleadCanonical
import FairleadDomain

/// A day that is counted from a moment: so much after it in a zone, moved on to the next Monday if
/// it falls on a weekend.
///
/// As an argument of an effect it is frozen as it is, approved as it is, and becomes a day when
/// the effect is released: a wait for consent does not shorten it.
struct BusinessDay: Hashable {
    let after: DaysTimeDuration
    let zone: String

    private static let member = "businessDay"

    init(after: DaysTimeDuration, zone: String) {
        self.after = after
        self.zone = zone
    }

    /// Reads what `json` wrote; nil for any other value.
    init?(_ json: JSON) {
        guard let day = json[Self.member], let zone = day["zone"]?.stringValue,
            let after = day["after"]?.stringValue.flatMap({ DaysTimeDuration($0) })
        else { return nil }
        self.init(after: after, zone: zone)
    }

    var json: JSON {
        [Self.member: ["after": JSON(Value.daysTime(after)), "zone": .string(zone)]]
    }

    func day(from time: Instant, _ zones: any ZoneData) throws(Fault) -> CalendarDate {
        let seconds = Int(time.milliseconds.floorDivided(by: 1_000))
        guard let offset = zones.offsetSeconds(zone: zone, secondsSinceEpoch: seconds) else {
            throw Fault(.unknownZone, "no zone \(zone) is known")
        }
        let local = Int64(seconds + offset + after.seconds)
        guard var day = CalendarDate(daysSinceEpoch: Int(local.floorDivided(by: 86_400))) else {
            throw Fault(.overflow, "the day is out of range")
        }
        while day.weekday > 5, let next = day.adding(days: 1) { day = next }
        return day
    }
}
