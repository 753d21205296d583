import AsyncHTTPClient
import FairleadCanonical
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends one system's webhooks, in order, at least once, with bounded repetitions.
///
/// The first attempts go out one after the other; what fails is tried again beside them, so that
/// one refused webhook does not hold up the rest (and may arrive after them, as in real life).
final class WebhookSender: Sendable {
    private struct State: Sendable {
        var target: String?
        var secrets: [String]
        /// By number; numbers only grow, and the oldest finished ones are forgotten first.
        var deliveries: [Int: WebhookDelivery] = [:]
        var oldest = 0
        var next = 0
        var outstanding = 0
        /// How many callers of `settled` wait: nothing is held back for them.
        var settling = 0
        /// Submitted, and not looked at yet.
        var queued = 0
        var held: [(SystemEvent, Int)] = []
        var waiters: [CheckedContinuation<Void, Never>] = []
        var repetitions: [Int: Task<Void, Never>] = [:]
        var signed = 0
        var stopped = false
    }

    /// One client for all estates of the process, as long as the process lives. It does not try
    /// to connect again by itself: an attempt is an attempt.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private let system: EstateSystem
    private let configuration: EstateConfiguration
    private let faults: FaultRules
    private let clock: @Sendable () -> Int64
    private let state: Mutex<State>
    private let queue: AsyncStream<(SystemEvent, Int)>
    private let entrance: AsyncStream<(SystemEvent, Int)>.Continuation
    private let pump = Mutex<Task<Void, Never>?>(nil)

    init(
        system: EstateSystem, configuration: EstateConfiguration, secret: String,
        faults: FaultRules, clock: @escaping @Sendable () -> Int64
    ) {
        self.system = system
        self.configuration = configuration
        self.faults = faults
        self.clock = clock
        state = Mutex(State(target: configuration.webhookTarget, secrets: [secret]))
        (queue, entrance) = AsyncStream.makeStream()
    }

    func start() {
        pump.withLock { pump in
            guard pump == nil else { return }
            pump = Task { await run() }
        }
    }

    /// Stops sending; what is outstanding stays unsent.
    func stop() async {
        entrance.finish()
        let repetitions = state.withLock { state in
            state.stopped = true
            return Array(state.repetitions.values)
        }
        let running = pump.withLock { $0 }
        running?.cancel()
        for repetition in repetitions { repetition.cancel() }
        await running?.value
        for repetition in repetitions { await repetition.value }
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    func setTarget(_ target: String?) {
        state.withLock { $0.target = target }
    }

    /// The live secrets, newest first.
    var secrets: [String] {
        state.withLock { $0.secrets }
    }

    func rotate(to secret: String) {
        state.withLock { $0.secrets.insert(secret, at: 0) }
    }

    func retireOldSecrets() {
        state.withLock { $0.secrets.removeLast($0.secrets.count - 1) }
    }

    var deliveries: [WebhookDelivery] {
        state.withLock { state in
            (state.oldest..<state.next).compactMap { state.deliveries[$0] }
        }
    }

    /// Takes an event over, in order; never blocks.
    func submit(_ event: SystemEvent) {
        let number: Int? = state.withLock { state in
            var delivery = WebhookDelivery(
                system: system, eventID: event.id, type: event.type, attempts: 0,
                outcome: .outstanding)
            if state.target == nil { delivery.outcome = .untargeted }
            let number = state.next
            state.deliveries[number] = delivery
            state.next += 1
            while state.deliveries.count > configuration.eventsMax,
                state.deliveries[state.oldest]?.outcome != .outstanding
            {
                state.deliveries[state.oldest] = nil
                state.oldest += 1
            }
            if state.target != nil {
                state.outstanding += 1
                state.queued += 1
            }
            return state.target == nil ? nil : number
        }
        if let number { entrance.yield((event, number)) }
    }

    /// Returns when no webhook is outstanding; what a reordering holds back is sent first.
    func settled() async {
        let held = state.withLock { state in
            state.settling += 1
            guard state.queued == 0 else { return [(SystemEvent, Int)]() }
            defer { state.held = [] }
            return state.held
        }
        for (event, number) in held.reversed() { await send(event, number) }
        await withCheckedContinuation { continuation in
            let resumes = state.withLock { state in
                if state.outstanding == 0 || state.stopped { return true }
                state.waiters.append(continuation)
                return false
            }
            if resumes { continuation.resume() }
        }
        state.withLock { $0.settling -= 1 }
    }

    private func run() async {
        for await (event, number) in queue {
            if Task.isCancelled { return }
            var window: Int?
            if case .reorderWebhooks(let size)? = faults.take(["reorderWebhooks"], event.type) {
                window = size
            }
            let released = state.withLock { state in
                state.queued -= 1
                guard let window else {
                    // What is held back longest goes last.
                    let isLast = state.settling > 0 && state.queued == 0
                    defer { if isLast { state.held = [] } }
                    return [(event, number)] + (isLast ? state.held.reversed() : [])
                }
                state.held.append((event, number))
                guard state.held.count >= window || (state.settling > 0 && state.queued == 0)
                else { return [] }
                defer { state.held = [] }
                return state.held.reversed()
            }
            for (event, number) in released { await send(event, number) }
        }
    }

    /// The first attempt, with the faults that strike it.
    private func send(_ event: SystemEvent, _ number: Int) async {
        switch faults.take(["loseWebhooks", "duplicateWebhooks"], event.type) {
        case .loseWebhooks?:
            finish(number, .lost)
        case .duplicateWebhooks(let copies)?:
            state.withLock { $0.outstanding += copies }
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<copies {
                    group.addTask {
                        _ = await self.attempt(event)
                        self.finishOne()
                    }
                }
                group.addTask { await self.firstAttempt(event, number) }
            }
        default:
            await firstAttempt(event, number)
        }
    }

    private func firstAttempt(_ event: SystemEvent, _ number: Int) async {
        if note(number, status: await attempt(event)) {
            finish(number, .delivered)
            return
        }
        let repetition = Task { await repeatUntilDone(event, number) }
        let stopped = state.withLock { state in
            if state.deliveries[number]?.outcome == .outstanding {
                state.repetitions[number] = repetition
            }
            return state.stopped
        }
        if stopped { repetition.cancel() }
    }

    private func repeatUntilDone(_ event: SystemEvent, _ number: Int) async {
        var wait = configuration.webhookBackoffMilliseconds
        for _ in 1..<max(configuration.webhookAttemptsMax, 1) {
            try? await configuration.sleep(wait)
            if Task.isCancelled { return }
            if note(number, status: await attempt(event)) {
                finish(number, .delivered)
                return
            }
            wait = min(wait * 2, configuration.webhookBackoffMillisecondsMax)
        }
        finish(number, .abandoned)
    }

    /// Counts an attempt; true if the receiver took it.
    private func note(_ number: Int, status: Int?) -> Bool {
        state.withLock { state in
            state.deliveries[number]?.attempts += 1
            if let status { state.deliveries[number]?.status = status }
        }
        return status.map { (200..<300).contains($0) } ?? false
    }

    private func finish(_ number: Int, _ outcome: WebhookDelivery.Outcome) {
        state.withLock { state in
            state.deliveries[number]?.outcome = outcome
            state.repetitions[number] = nil
        }
        finishOne()
    }

    /// Counts one down, and wakes who waits for the last.
    private func finishOne() {
        let waiters = state.withLock { state in
            state.outstanding -= 1
            guard state.outstanding == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// One POST; the status, or nil when nobody answered in time.
    private func attempt(_ event: SystemEvent) async -> Int? {
        let body = event.body.bytes
        let (target, secrets, turn) = state.withLock { state in
            state.signed += 1
            return (state.target, state.secrets, state.signed)
        }
        guard let target else { return nil }
        let connector = configuration.connectorNames[system] ?? system.connector
        var request = HTTPClientRequest(url: "\(target)/v1/hooks/\(connector)")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        let signature =
            system == .billing
            ? WebhookSignature.stripe(body, secrets: secrets, at: clock())
            // While two secrets live, some of the sender's machines still sign with the old one.
            : WebhookSignature.generic(body, secret: secrets[turn % secrets.count], at: clock())
        for (name, value) in signature { request.headers.add(name: name, value: value) }
        if system != .billing { request.headers.add(name: "X-Event-Id", value: event.id) }
        request.body = .bytes(ByteBuffer(bytes: body))
        let timeout = TimeAmount.milliseconds(configuration.webhookTimeoutMilliseconds)
        do {
            let response = try await Self.client.execute(request, timeout: timeout)
            _ = try await response.body.collect(upTo: configuration.requestBytesMax)
            return Int(response.status.code)
        } catch {
            return nil
        }
    }
}
