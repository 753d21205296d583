import FairleadDomain

/// What is on its way to the server: a sender tries again until it is answered.
struct SimulatedNetwork {
    struct Letter {
        let events: [Event]
        let by: Principal
    }

    private(set) var letters: [Letter] = []
    /// Everything that was ever told, once.
    private(set) var told: [Event] = []

    private var names: Set<String> = []

    var isEmpty: Bool { letters.isEmpty }

    /// A sender hands something over; it is told for good.
    mutating func send(_ events: [Event], by principal: Principal) {
        letters.append(Letter(events: events, by: principal))
        told += events
        for event in events { names.insert(event.source + " " + event.id) }
    }

    /// Something that was told comes again.
    mutating func sendAgain(_ events: [Event], by principal: Principal) {
        letters.append(Letter(events: events, by: principal))
    }

    /// Whether it was told before.
    func knows(_ event: Event) -> Bool { names.contains(event.source + " " + event.id) }

    mutating func take(at place: Int) -> Letter { letters.remove(at: place) }
}
