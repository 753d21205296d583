public import FEEL
import FairleadCalendar
public import FairleadCanonical
import FairleadDomain
public import FairleadPlaybook

/// What came of deriving a decision record again.
public enum Rederivation: Sendable, Hashable {
    case identical
    /// The first part that differs: `inputs`, `outputs`, `matched`, `labels` or `record`.
    case differs(String)
    /// Payloads that it stands on were purged.
    case purged
    /// The release, or the catalog version, that made it is not carried any more.
    case unsupported(String)
}

extension Engine {
    /// Derives a decision record again from the state as it was before it; no model, clock or
    /// network takes part.
    public static func rederive(
        _ reader: RecordReader, from state: AnchorState, _ governances: (Digest) -> Governance?,
        zones: (Digest?) -> (any ZoneData)?
    ) throws(RecordError) -> Rederivation {
        let stored = try DecisionMade(reader)
        if reader.purged { return .purged }
        guard stored.semantics == feelSemantics else {
            return .unsupported("semantics \(stored.semantics)")
        }
        guard let zones = zones(stored.zones) else {
            return .unsupported("time zones \(stored.zones?.description ?? "")")
        }
        guard let matter = state.case(stored.matter) else {
            return .differs("record")
        }
        guard let governance = governances(matter.catalog) else {
            return .unsupported("catalog \(matter.catalog)")
        }
        guard let playbook = matter.playbook.flatMap({ governance.playbook($0) }) else {
            return .differs("record")
        }
        let calendars: [String: BusinessCalendar]
        switch stored.calendars {
        case nil: calendars = [:]
        case let digest?:
            guard let source = (digest == governance.digest ? governance : governances(digest))
            else { return .unsupported("calendars of catalog \(digest)") }
            calendars = source.calendars
        }
        let scope = CaseScope(
            state: state, matter: matter, governance: governance, playbook: playbook,
            time: stored.decided, business: BusinessTime(calendars: calendars, zones: zones),
            run: StageRun(ofActivity: stored.activity, matter, state, playbook),
            calendarSource: stored.calendars)
        guard case .success(let again) = Deciding.evaluate(stored.model, scope) else {
            return .differs("outputs")
        }
        let derived = again.record(
            id: stored.id, of: stored.activity, in: stored.matter, at: stored.decided,
            stored.isRuling)
        return compare(derived, stored)
    }

    private static func compare(_ derived: DecisionMade, _ stored: DecisionMade) -> Rederivation {
        if JSON.object(derived.inputs).bytes != JSON.object(stored.inputs).bytes {
            return .differs("inputs")
        }
        if derived.outputs.bytes != stored.outputs.bytes { return .differs("outputs") }
        if derived.matched != stored.matched { return .differs("matched") }
        if derived.labels != stored.labels { return .differs("labels") }
        if JSON.object(derived.fields).bytes != JSON.object(stored.fields).bytes {
            return .differs("record")
        }
        return .identical
    }
}
