import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook

// Calendars are always the ones in force: when they change, every clock that they count is computed
// anew, also of cases at which nobody looks.
extension Runtime {
    /// Of the calendars in force and the time-zone data; nil: there is no calendar.
    private var calendarsInForce: Digest? {
        guard let calendars = governance.calendarsDigest else { return nil }
        let zones = (zones as? any RecordedZones)?.digest.description ?? ""
        return Digest.sha256(
            domain: .calendars, Array(calendars.description.utf8), Array(zones.utf8))
    }

    /// Whether cases were left by other calendars than are in force. All anchors that wait for a
    /// time are woken then; that they were is recorded when it is done, so that a crash between
    /// the two begins anew.
    func findCalendarsToApply() -> Bool {
        guard registry.catalog != nil, let calendars = calendarsInForce,
            registry.calendars != calendars
        else { return false }
        calendarsToApply = calendars
        // Before calendars there was nothing that one counted.
        return registry.calendars != nil
    }

    /// Records that all were woken, once they are.
    func recordAppliedCalendars() throws {
        guard let calendars = calendarsToApply,
            wakes.next.map({ $0.milliseconds > 0 }) ?? true
        else { return }
        calendarsToApply = nil
        try takePlannedSteps()
        try step(.applyCalendars(calendars), by: .system)
    }
}

extension DigestDomain {
    static let calendars = DigestDomain("fairlead.calendars.1")
}
