import FairleadCanonical
import Synchronization

/// What the estate needs of a system, whatever its state.
protocol EstateServer: Sendable {
    var system: EstateSystem { get }
    var listener: SystemListener { get }
    var sender: WebhookSender { get }
    var faults: FaultRules { get }
    var operations: [EstateOperation] { get }

    /// Listens; `control` answers what is below `/_estate`.
    func listen(control: @escaping EstateControl) async throws
}

/// Answers what is asked of the estate itself, below `/_estate`, at one system's port.
typealias EstateControl = @Sendable (ReceivedRequest, EstateSystem) async -> Answer

/// One operation of a system: where it is, what it is called, how it is once.
public struct EstateOperation: Sendable, Hashable {
    public let system: EstateSystem
    public let method: String
    /// The path, with `:name` for each parameter.
    public let path: String
    /// The name by which faults and the journal speak of it.
    public let name: String
    /// `read`, `key`, `find`, `again` (it sets a state) or `none`.
    public let way: String
}

/// One system's server: bearer check, faults, keys and journal around the routes of its state.
final class SystemServer<State: SystemState>: EstateServer {
    private struct Inside: Sendable {
        var state: State
        var keys: IdempotencyKeys
    }

    let listener: SystemListener
    let sender: WebhookSender
    let faults: FaultRules
    var system: EstateSystem { State.system }

    private let token: String
    private let journal: Journal
    private let routes: [Route<State>]
    private let clock: @Sendable () -> Int64
    private let sleep: @Sendable (Int64) async throws -> Void
    private let inside: Mutex<Inside>

    init(
        state: State, token: String, sender: WebhookSender, faults: FaultRules, journal: Journal
    ) {
        let configuration = state.basis.configuration
        clock = state.basis.clock
        sleep = configuration.sleep
        routes = State.routes(configuration)
        self.token = token
        self.sender = sender
        self.faults = faults
        self.journal = journal
        inside = Mutex(
            Inside(
                state: state,
                keys: IdempotencyKeys(
                    keptMilliseconds: configuration.keyKeptMilliseconds,
                    keysMax: configuration.eventsMax,
                    mismatchStatus: State.system == .billing ? 400 : 422)))
        listener = SystemListener(
            host: configuration.host, port: configuration.ports[State.system] ?? 0,
            name: State.system.rawValue, requestBytesMax: configuration.requestBytesMax)
    }

    var operations: [EstateOperation] {
        routes.map { route in
            EstateOperation(
                system: system, method: route.method, path: route.pattern,
                name: route.operation, way: route.way.rawValue)
        }
    }

    func listen(control: @escaping EstateControl) async throws {
        try await listener.start { [self] request in await respond(request, control) }
    }

    /// Changes the state, and hands the events that this told to the sender, in order.
    func change<Result: Sendable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try inside.withLock { inside throws(Failure) in
            let result = try body(&inside.state)
            for event in inside.state.basis.takeUnsent() { sender.submit(event) }
            return result
        }
    }

    // MARK: One request

    private func respond(
        _ request: ReceivedRequest, _ control: EstateControl
    ) async -> SentAnswer {
        if request.path.hasPrefix("/_estate/") {
            guard request.authorization == "Bearer \(token)" else { return sent(Self.unknown) }
            let answer = await control(request, system)
            return .bytes(status: answer.status, answer.body.bytes)
        }
        let segments = request.path.split(separator: "/")
        var parameters: [String: String] = [:]
        let route = routes.first { route in
            guard let found = route.match(request.method, segments) else { return false }
            parameters = found
            return true
        }
        guard let route else { return sent(.notFound("such call: \(request.path)")) }
        if let refusal = await fault(before: route) {
            note(route, request, .null, .faulted, answered: true)
            return sent(refusal)
        }
        guard request.authorization == "Bearer \(token)" else { return sent(Self.unknown) }
        return perform(route, parameters, request)
    }

    /// The faults that strike before anything is done.
    private func fault(before route: Route<State>) async -> Refusal? {
        if faults.take(["unavailable"], route.operation) != nil {
            return Refusal(503, "unavailable", "The system is down.")
        }
        if case .latency(let milliseconds)? = faults.take(["latency"], route.operation) {
            try? await sleep(milliseconds)
        }
        if case .failBefore(let status)? = faults.take(["failBefore"], route.operation) {
            return Refusal(status, "internal_error", "Nothing was done.")
        }
        return nil
    }

    private func perform(
        _ route: Route<State>, _ parameters: [String: String], _ request: ReceivedRequest
    ) -> SentAnswer {
        var call = Call(parameters: parameters)
        do {
            call = try Call(parameters: parameters, request)
            let (answer, result) = try answer(route, call, request)
            let spoiled = faults.take(["failAfter", "dropAfter"], route.operation)
            note(route, request, call.body, result, answered: spoiled == nil)
            switch spoiled {
            case .failAfter(let status)?:
                return sent(Refusal(status, "internal_error", "Something went wrong."))
            case .dropAfter?:
                return .closed
            default:
                return .bytes(status: answer.status, answer.body.bytes)
            }
        } catch {
            note(route, request, call.body, .refused, answered: true)
            return sent(error)
        }
    }

    /// The route's answer, or the one kept under the same key.
    private func answer(
        _ route: Route<State>, _ call: Call, _ request: ReceivedRequest
    ) throws(Refusal) -> (Answer, JournalEntry.Result) {
        try inside.withLock { inside throws(Refusal) in
            let key = route.way == .key ? request.idempotencyKey : nil
            let digest = request.digest
            if let key, let kept = try inside.keys.kept(key, digest, now: clock()) {
                return (kept, .repeated)
            }
            let answer = try route.perform(&inside.state, call)
            for event in inside.state.basis.takeUnsent() { sender.submit(event) }
            if let key { inside.keys.keep(key, digest, answer, now: clock()) }
            return (answer, answer.changed ? .done : .repeated)
        }
    }

    private func note(
        _ route: Route<State>, _ request: ReceivedRequest, _ body: JSON,
        _ result: JournalEntry.Result, answered: Bool
    ) {
        guard route.way != .read else { return }
        journal.record(
            at: clock(), system: system, operation: route.operation, way: route.way,
            reference: request.reference(in: body), path: request.path, result: result,
            answered: answered)
    }

    private func sent(_ refusal: Refusal) -> SentAnswer {
        .bytes(status: refusal.status, State.body(of: refusal).bytes)
    }

    private static var unknown: Refusal {
        Refusal(401, "unauthorized", "The bearer token is missing or not known.")
    }
}
