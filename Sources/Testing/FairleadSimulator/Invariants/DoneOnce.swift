import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Invariant 2: an event is one receipt, an occurrence one open case; a delivery, a timer, an
/// outcome is applied once; an effect is done once.
struct DoneOnce: Invariant {
    let number = 2
    private var receipts: Set<String> = []
    private var deliveries: Set<String> = []
    private var rungs: Set<String> = []
    private var openings: Set<String> = []
    /// What was told under an anchor, by the place of its receipt.
    private var aliases: [EntryPlace: [String]] = [:]

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        let reader = entry.reader
        switch entry.type {
        case EventReceived.type:
            let name = reader.fields["event"]?.text ?? ""
            guard receipts.insert(name).inserted else { throw broken("\(name) is received twice") }
            aliases[entry.mark.place] = try reader.texts("aliases")
        case EventDelivered.type:
            let from = try reader.place("from")
            guard deliveries.insert("\(entry.anchor) \(from)").inserted else {
                throw broken("\(from) is delivered to \(entry.anchor) twice")
            }
            aliases[entry.mark.place] = try reader.texts("aliases")
        // A called case is of its caller's occurrence.
        case CaseOpened.type where reader.fields["parent"] == nil:
            let occurrence = "\(entry.anchor) \(try reader.text("occurrence"))"
            guard openings.insert(occurrence).inserted else {
                throw broken("occurrence \(occurrence) opens a second case")
            }
        case EffectAttempted.type, EffectConcluded.type:
            try check(effectOf: reader, state.case(reader.caseID ?? ""))
        case ApprovalDecided.type:
            let id = try reader.text("approval")
            let known = state.case(reader.caseID ?? "")?.approval(id)
            guard known?.status == .open else { throw broken("approval \(id) is decided twice") }
            if reader.optionalText("status") == "expired",
                let expires = known?.expires, entry.mark.time < expires
            {
                throw broken("approval \(id) expires before its time")
            }
        case ExceptionSettled.type: try check(exceptionOf: reader, state)
        case ClockChanged.type: try check(clockOf: entry, state)
        default: return
        }
    }

    private func check(effectOf reader: RecordReader, _ matter: CaseState?) throws {
        let id = try reader.text("effect")
        guard let known = matter?.effect(id) else { throw broken("effect \(id) is not known") }
        if reader.type == EffectAttempted.type {
            guard known.status == .ready else {
                throw broken("effect \(id) is attempted while it is \(known.status.rawValue)")
            }
        } else if known.status != .attempting, !Self.isGivenUp(reader, known),
            !Self.isConsented(known)
        {
            throw broken("an outcome of effect \(id) is applied twice")
        }
    }

    /// Consent to values, or to all of a batch, is had without an attempt.
    private static func isConsented(_ effect: EffectState) -> Bool {
        effect.operation == Act.consent && !effect.status.isOver
    }

    /// What may have been done before, and cannot be known again, is not tried any more.
    private static func isGivenUp(_ reader: RecordReader, _ effect: EffectState) -> Bool {
        let code = reader.optionalText("code") ?? ""
        return effect.status == .ready && ["restored", "key-forgotten"].contains(code)
    }

    private func check(exceptionOf reader: RecordReader, _ state: AnchorState) throws {
        let id = try reader.text("exception")
        let known = (reader.caseID.flatMap { state.case($0) }?.exceptions ?? state.exceptions)
            .first { $0.id == id }
        guard known?.status == .open else { throw broken("exception \(id) is settled twice") }
    }

    private mutating func check(clockOf entry: SeenEntry, _ state: AnchorState) throws {
        let reader = entry.reader
        guard let rung = reader.optionalInteger("rung"), let id = reader.caseID else { return }
        let name = try reader.text("clock")
        let began = state.case(id)?.clocks.last { $0.name == name }?.started
        let key = "\(id) \(name) \(began?.rfc3339 ?? "") \(rung)"
        guard rungs.insert(key).inserted else { throw broken("rung \(key) is climbed twice") }
    }

    mutating func landed(_ anchors: [Witness.Touched], _ run: Simulation) throws {
        for touched in anchors {
            guard let state = run.witness.anchors[touched.anchor] else { continue }
            try checkOccurrences(of: state)
        }
    }

    /// Cases under way of one thing that happened: whatever the engine takes for an occurrence,
    /// events that share an alias are one.
    private func checkOccurrences(of state: AnchorState) throws {
        let open = state.cases.filter { !$0.isOver && $0.parent == nil }
        guard open.count > 1 else { return }
        var owners: [String: String] = [:]
        for matter in open {
            for alias in aliases[matter.triggerPlace] ?? [] {
                let key = "\(matter.account ?? "") \(alias)"
                if let other = owners[key], other != matter.id {
                    throw broken("\(alias) has two cases, \(other) and \(matter.id)")
                }
                owners[key] = matter.id
            }
        }
    }

    mutating func left(_ work: Simulation.Carried, _ run: Simulation) throws {
        if run.work.contains(where: { $0.item.id == work.item.id }) {
            throw broken("\(work.item.operation) \(work.item.id) is outside twice at a time")
        }
    }

    mutating func stepped(_ run: Simulation) throws {
        if let twice = run.outside.doneTwice { throw broken(twice) }
    }

    /// A timer that is due has fired.
    mutating func rested(_ run: Simulation) throws {
        for agenda in try run.store.agendas(after: nil, limit: 1_000) {
            guard let due = agenda.due, due <= run.time else { continue }
            throw broken("what \(agenda.anchor) had to do at \(due.rfc3339) was missed")
        }
    }
}
