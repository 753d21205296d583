import FairleadCanonical

/// One thing that happened at a system: what its webhook says, and what a sweep lists.
struct SystemEvent: Sendable {
    let id: String
    let type: String
    /// The system's clock, in milliseconds.
    let at: Int64
    /// The whole body, the same in a webhook and in a sweep.
    let body: JSON
}

/// What every system has: its clock, its generator of ids, its events.
struct SystemBasis: Sendable {
    var generator: SeededGenerator
    let configuration: EstateConfiguration
    /// The system's clock in milliseconds, its skew included.
    let clock: @Sendable () -> Int64
    private(set) var events: [SystemEvent] = []
    /// Events that were not handed to the sender yet.
    private(set) var unsent: [SystemEvent] = []

    init(
        generator: SeededGenerator, configuration: EstateConfiguration,
        clock: @escaping @Sendable () -> Int64
    ) {
        self.generator = generator
        self.configuration = configuration
        self.clock = clock
    }

    var now: Int64 { clock() }

    mutating func tell(_ event: SystemEvent) {
        if events.count >= configuration.eventsMax {
            events.removeFirst(configuration.eventsMax / 10)
        }
        events.append(event)
        unsent.append(event)
    }

    mutating func takeUnsent() -> [SystemEvent] {
        defer { unsent = [] }
        return unsent
    }
}

/// The state of one system: a value, changed only by its routes and by the scenario's steps.
protocol SystemState: Sendable {
    static var system: EstateSystem { get }
    var basis: SystemBasis { get set }

    init(basis: SystemBasis)

    /// Every operation of the system.
    static func routes(_ configuration: EstateConfiguration) -> [Route<Self>]
    /// A refusal in the system's own words.
    static func body(of refusal: Refusal) -> JSON
}

extension SystemState {
    static func body(of refusal: Refusal) -> JSON {
        [
            "status": .integer(Int64(refusal.status)), "code": .string(refusal.code),
            "message": .string(refusal.message),
        ]
    }

    var now: Int64 { basis.now }

    mutating func id(_ prefix: String, _ length: Int) -> String {
        basis.generator.identifier(prefix, length: length)
    }

    /// Tells an event in the generic form.
    mutating func tell(_ type: String, _ data: JSON, previous: JSON? = nil) {
        let id = basis.generator.identifier("ev_", length: 20)
        var body: JSON = [
            "id": .string(id), "type": .string(type), "createdAt": .time(now), "data": data,
        ]
        if let previous { body = body.with(["previous": previous]) }
        basis.tell(SystemEvent(id: id, type: type, at: now, body: body))
    }

    /// Tells an event that a call caused, where the configuration wants such echoes.
    mutating func echo(_ type: String, _ data: JSON, previous: JSON? = nil) {
        if basis.configuration.echoesChanges { tell(type, data, previous: previous) }
    }
}
