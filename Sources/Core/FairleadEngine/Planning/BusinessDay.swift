import FEEL
import FairleadCalendar
import FairleadCanonical
import FairleadDomain

/// A day that is counted from a moment: so much after it in a zone, moved on to the next day on
/// which somebody works by a calendar; without one, from a weekend to Monday.
///
/// As an argument of an effect it is frozen as it is, approved as it is, and becomes a day when
/// the effect is released: a wait for consent does not shorten it.
struct BusinessDay: Hashable {
    let after: DaysTimeDuration
    let zone: String
    let calendar: String?

    private static let member = "businessDay"

    init(after: DaysTimeDuration, zone: String, calendar: String?) {
        self.after = after
        self.zone = zone
        self.calendar = calendar
    }

    /// Reads what `json` wrote; nil for any other value.
    init?(_ json: JSON) {
        guard let day = json[Self.member], let zone = day["zone"]?.stringValue,
            let after = day["after"]?.stringValue.flatMap({ DaysTimeDuration($0) })
        else { return nil }
        self.init(after: after, zone: zone, calendar: day["calendar"]?.stringValue)
    }

    var json: JSON {
        let day = JSONObject(present: [
            "after": JSON(Value.daysTime(after)), "zone": .string(zone),
            "calendar": .text(calendar),
        ])
        return [Self.member: .object(day)]
    }

    func day(from time: Instant, _ business: BusinessTime) throws(Fault) -> CalendarDate {
        let seconds = Int(time.milliseconds.floorDivided(by: 1_000))
        guard let offset = business.zones.offsetSeconds(zone: zone, secondsSinceEpoch: seconds)
        else { throw Fault(.unknownZone, "no zone \(zone) is known") }
        let local = Int64(seconds + offset + after.seconds)
        guard let day = CalendarDate(daysSinceEpoch: Int(local.floorDivided(by: 86_400))) else {
            throw Fault(.overflow, "the day is out of range")
        }
        do throws(CalendarError) {
            let calendar = try calendar.map { name throws(CalendarError) in
                try business.calendar(name)
            }
            return try (calendar ?? .weekdays).businessDay(onOrAfter: day)
        } catch {
            throw Fault(.host, error.message)
        }
    }
}
