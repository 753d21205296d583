import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

// What happened to one record of one source has an order: by the source's own count where it
// gives one, else by when it happened. Events are taken in by that, in whatever order they came.
extension Stepper {
    /// How long an event waits for the one before it.
    static let parkedMilliseconds: Int64 = 15 * 60_000

    /// The other events of the record that an event is about, as far as they are taken in.
    private func relatives(of event: KnownEvent) -> [KnownEvent] {
        guard let record = record(of: event) else { return [] }
        return state.events.filter {
            $0.place != event.place && $0.parked == nil && !$0.isRemoved
                && self.record(of: $0) == record
        }
    }

    /// What an event tells a change of, as one source tells it of one account.
    struct ToldRecord: Hashable {
        let account: String?
        let reference: ExternalReference
    }

    /// Nil: its type has no order.
    func record(of event: KnownEvent) -> ToldRecord? {
        guard let type = context.governance.events[event.type]?.record,
            let id = event.data[type]?["id"]?.stringValue
        else { return nil }
        return ToldRecord(
            account: event.account,
            reference: ExternalReference(system: event.source, kind: type, id: id))
    }

    /// Whether one of two events of a record surely happened before the other. Nothing happened
    /// after it was heard of, whatever its sender's clock says.
    private func precedes(_ event: KnownEvent, _ other: KnownEvent) -> Bool {
        if let first = event.sequence, let second = other.sequence {
            return first.number < second.number
        }
        return min(event.time, event.received) < min(other.time, other.received)
    }

    /// What is known already of its record and happened after an event, in that order. Several
    /// tellings of one occurrence have none.
    func later(than event: KnownEvent) -> [KnownEvent] {
        var later: [KnownEvent] = []
        for other in relatives(of: event)
        where other.occurrence != event.occurrence && precedes(event, other) {
            let place = later.firstIndex { precedes(other, $0) } ?? later.count
            later.insert(other, at: place)
        }
        return later
    }

    /// Events in the order in which they happened, as far as that is known; else as they came.
    func inOrder(_ events: [KnownEvent]) -> [KnownEvent] {
        var ordered: [KnownEvent] = []
        for event in events {
            let record = record(of: event)
            let place = ordered.firstIndex { other in
                record != nil && self.record(of: other) == record && precedes(event, other)
            }
            ordered.insert(event, at: place ?? ordered.count)
        }
        return ordered
    }

    // MARK: Parking

    /// Parks an event whose place is not known, or taken, and says so; false: it has its place.
    mutating func park(_ event: KnownEvent) -> Bool {
        guard let number = event.sequence?.number else { return false }
        let known = relatives(of: event).filter { $0.sequence != nil }
        let told = known.first { $0.sequence?.number == number }
        if let told, differs(event, told) {
            emit(EventParked(event: event.place, reason: .contradicts, until: nil))
            raise(
                Self.contradicts, owner: "operations", about: event.name,
                in: openCase(of: told),
                "\(event.type) says of change \(number) what was not said "
                    + "before; retry takes it in, resolve leaves it out")
            return true
        }
        guard isMissing(before: event, known) else { return false }
        emit(
            EventParked(
                event: event.place, reason: .predecessorMissing,
                until: Instant(milliseconds: time.milliseconds + Self.parkedMilliseconds)))
        raise(
            Self.predecessorMissing, owner: "operations", about: event.name,
            in: known.first.flatMap { openCase(of: $0) },
            "\(event.type) is change \(number), and the one before it has not come")
        return true
    }

    static let contradicts = "event-contradicts"
    static let predecessorMissing = "event-predecessor-missing"

    private func openCase(of event: KnownEvent) -> String? {
        event.caseID.flatMap { matter($0).isOver ? nil : $0 }
    }

    /// Whether changes before an event are known, and not the one just before it.
    private func isMissing(before event: KnownEvent, _ known: [KnownEvent]) -> Bool {
        guard let sequence = event.sequence, sequence.isContiguous else { return false }
        let numbers = known.compactMap { $0.sequence?.number }
        return numbers.contains { $0 < sequence.number - 1 }
            && !numbers.contains(sequence.number - 1)
            && !numbers.contains { $0 > sequence.number }
    }

    /// Whether two events tell of their record what cannot both be so.
    private func differs(_ event: KnownEvent, _ other: KnownEvent) -> Bool {
        guard let record = record(of: event),
            let one = event.data[record.reference.kind]?.objectValue,
            let two = other.data[record.reference.kind]?.objectValue
        else { return false }
        if event.type != other.type { return true }
        return one.contains { name, value in two[name].map { $0 != value } ?? false }
    }

    /// Takes in what waited for an event that came, or whose time is over.
    mutating func drain() {
        var isMoving = true
        while isMoving {
            isMoving = false
            for event in inOrder(state.events.filter { $0.parked != nil }) {
                guard let parked = event.parked, parked.reason == .predecessorMissing else {
                    continue
                }
                let isDue = parked.until.map { $0 <= time } ?? false
                guard isDue || !isMissing(before: event, relatives(of: event)) else { continue }
                release(event, isTaken: true)
                isMoving = true
                break
            }
        }
    }

    private mutating func release(_ event: KnownEvent, isTaken: Bool) {
        emit(EventReleased(event: event.place, isTaken: isTaken))
        settleParked(event)
        guard isTaken, let account = event.account else { return }
        takeIn(event.place, account: state.context(of: account))
    }

    private mutating func settleParked(_ event: KnownEvent) {
        func isOf(_ raised: ExceptionState) -> Bool {
            raised.about == event.name && raised.status == .open
                && [Self.contradicts, Self.predecessorMissing].contains(raised.code)
        }
        for raised in state.exceptions.filter(isOf) { settle(raised, of: nil) }
        for known in state.cases {
            for raised in known.exceptions.filter(isOf) { settle(raised, of: known.id) }
        }
    }

    /// A person says whether what is parked is taken in.
    mutating func settleParked(about name: String, isTaken: Bool) {
        guard
            let event = state.events.first(where: { $0.parked != nil && $0.name == name })
        else { return }
        release(event, isTaken: isTaken)
        drain()
    }
}
