import Dispatch
public import FairleadCanonical
public import FairleadDomain
public import FairleadEngine
public import FairleadPlaybook
public import FairleadStore

/// Carries work to connectors and brings back what they say; it never throws: every trouble is
/// one of the answers.
public protocol WorkCarrier: Sendable {
    func carry(_ work: WorkItem) async -> Answer
}

/// Drives a runtime: inputs as they come, commits on a thread of their own, work in tasks.
///
/// While inputs are stepped, others come in, and are taken together in turns of a bounded size;
/// while a commit is under way, what is stepped goes into the next one.
public actor RuntimeHost {
    private let runtime: Runtime
    private let store: any Store
    private let carrier: any WorkCarrier
    private let time: any TimeSource
    private let committer: Committer
    private let committing = DispatchQueue(label: "fairlead.committer")
    private var tickets: [UInt64: CheckedContinuation<RuntimeReply, Never>] = [:]
    private var lastTicket: UInt64 = 0
    private var subscribers: [UInt64: AsyncStream<[PublishedEntry]>.Continuation] = [:] {
        didSet { runtime.publishes = !subscribers.isEmpty }
    }
    private var wakeTask: Task<Void, Never>?
    private var wakeAt: Instant?
    private var workUnderWay = 0
    private var isDraining = false
    /// Inputs that wait for their turn, which is arranged for if `isTaking`.
    private var inbox: Inbox
    private var isTaking = false
    /// Who waits until nothing is under way.
    private var quietWaiters: [CheckedContinuation<Void, Never>] = []
    /// What made the runtime stop; the process should end and start anew.
    public private(set) var failure: StoreError?
    private var failureWaiters: [CheckedContinuation<StoreError, Never>] = []

    /// Entries that a slow subscriber may lag behind before it is cut off.
    static let subscriberEntriesMax = 10_000

    public init(
        runtime: sending Runtime, store: any Store, committer: Committer,
        carrier: any WorkCarrier, time: any TimeSource
    ) {
        self.committer = committer
        inbox = Inbox(limits: runtime.limits, weights: runtime.governance.sourceWeights)
        runtime.publishes = false
        self.runtime = runtime
        self.store = store
        self.carrier = carrier
        self.time = time
    }

    /// Takes up what the last run left.
    public func start() { take(.start) }

    public func submit(
        _ events: [Event], by principal: Principal, keep: Keep? = nil
    ) async -> RuntimeReply {
        await ask { .submit($0, events, by: principal, keep: keep) }
    }

    /// A request to what an id such as `a17-42` names: its shard and entry lead to the anchor.
    public func command(
        _ command: Command, on id: String, by principal: Principal, keep: Keep? = nil
    ) async -> RuntimeReply {
        guard let (shard, anchor) = place(of: id) else {
            return .rejected(Rejection(.notFound, "unknown", "nothing is known as \(id)"))
        }
        return await ask {
            .command($0, shard: shard, anchor: anchor, command, by: principal, keep: keep)
        }
    }

    public func registry(
        _ command: RegistryCommand, by principal: Principal, keep: Keep? = nil
    ) async -> RuntimeReply {
        await ask { .registry($0, command, by: principal, keep: keep) }
    }

    /// The state that an id's anchor has, as far as it is durable; nil: no such id.
    public func state(of id: String) async -> AnchorState? {
        guard let (shard, anchor) = place(of: id) else { return nil }
        return await state(shard: shard, anchor: anchor)
    }

    public func state(shard: Int, anchor: String) async -> AnchorState? {
        let reply = await ask { .read($0, shard: shard, anchor: anchor) }
        if case .state(let state) = reply { return state }
        return nil
    }

    public var registryState: RegistryState { runtime.registry }

    /// A version that may come into force: see `RegistryCommand.activate`.
    public func offer(_ version: Governance) { runtime.offer(version) }

    /// How work for each system and model fares.
    public var outflow: [OutflowState] { runtime.outflow }

    /// Entries as they become durable; a subscriber that lags too far is cut off.
    public func subscribe() -> AsyncStream<[PublishedEntry]> {
        lastTicket += 1
        let id = lastTicket
        let (stream, continuation) = AsyncStream.makeStream(
            of: [PublishedEntry].self, bufferingPolicy: .bufferingOldest(1_000))
        subscribers[id] = continuation
        continuation.onTermination = { _ in Task { await self.unsubscribe(id) } }
        return stream
    }

    /// Stops taking work outside, and returns when what is under way is back and durable.
    public func drain() async {
        isDraining = true
        wakeTask?.cancel()
        _ = await quiet()
    }

    /// Returns when nothing is under way, neither a commit nor work outside; answers when the next
    /// thing is due, if one is.
    public func quiet() async -> Instant? {
        if isBusy {
            await withCheckedContinuation { quietWaiters.append($0) }
        }
        return wakeAt
    }

    /// Looks at the clock again: somebody moved it.
    public func clockMoved() {
        wakeTask?.cancel()
        woken()
    }

    /// Returns when the runtime had to stop.
    public func stopped() async -> StoreError {
        if let failure { return failure }
        return await withCheckedContinuation { failureWaiters.append($0) }
    }

    /// The shard and the anchor of an id: kind letter, shard, `-`, entry number.
    private func place(of id: String) -> (Int, String)? {
        let parts = id.dropFirst().split(separator: "-")
        guard parts.count == 2, let shard = Int(parts[0]), let number = Int64(parts[1]),
            (0..<Shards.count).contains(shard), number > 0
        else { return nil }
        let anchor =
            runtime.anchorOfUncommitted(shard: shard, number: number)
            ?? (try? store.segment(containing: EntryPlace(shard: shard, number: number)))?.anchor
        // The registry is no anchor of matters: what names one of its entries names nothing here.
        guard let anchor, anchor != RegistryState.anchor else { return nil }
        return (shard, anchor)
    }

    private func ask(_ input: (Ticket) -> RuntimeInput) async -> RuntimeReply {
        if failure != nil { return .overloaded }
        lastTicket += 1
        let ticket = lastTicket
        let wanted = input(Ticket(ticket))
        return await withCheckedContinuation { continuation in
            tickets[ticket] = continuation
            if !take(wanted) {
                tickets.removeValue(forKey: ticket)?.resume(returning: .overloaded)
            }
        }
    }

    /// Puts an input to those that wait; whatever comes before their turn is taken with them.
    @discardableResult
    private func take(_ input: RuntimeInput) -> Bool {
        guard inbox.put(input) else { return false }
        arrangeTurn()
        return true
    }

    private func arrangeTurn() {
        guard !isTaking else { return }
        isTaking = true
        Task { self.takeTurn() }
    }

    private func takeTurn() {
        isTaking = false
        let inputs = inbox.turn()
        let behind = inbox.eventsWaiting
        for action in runtime.handle(inputs, at: time.moment(), behind: behind) { carryOut(action) }
        if !inbox.isEmpty { arrangeTurn() }
        if !isBusy {
            for waiter in quietWaiters { waiter.resume() }
            quietWaiters = []
        }
    }

    private var isBusy: Bool { workUnderWay > 0 || runtime.isCommitting || !inbox.isEmpty }

    private func carryOut(_ action: RuntimeAction) {
        switch action {
        case .commit(let batch): commit(batch)
        case .reply(let ticket, let reply):
            tickets.removeValue(forKey: ticket.number)?.resume(returning: reply)
        case .perform(let work, let shard, let anchor): perform(work, shard, anchor)
        case .dispatch: take(.dispatch)
        case .wake(let at): wake(at: at)
        case .publish(let entries):
            for (id, subscriber) in subscribers {
                if case .dropped = subscriber.yield(entries) {
                    subscriber.finish()
                    subscribers[id] = nil
                }
            }
        case .stop(let error): fail(error)
        }
    }

    private func commit(_ batch: SteppedBatch) {
        let committer = committer
        committing.async {
            let input: RuntimeInput
            do throws(StoreError) {
                try committer.commit(batch)
                input = .committed
            } catch {
                input = .commitFailed(error)
            }
            Task { _ = await self.take(input) }
        }
    }

    private func perform(_ work: WorkItem, _ shard: Int, _ anchor: String) {
        guard !isDraining else { return }
        workUnderWay += 1
        let carrier = carrier
        Task {
            let answer = await carrier.carry(work)
            self.finish(work.id, shard, anchor, answer)
        }
    }

    private func finish(_ work: String, _ shard: Int, _ anchor: String, _ answer: Answer) {
        workUnderWay -= 1
        take(.answered(work: work, shard: shard, anchor: anchor, answer))
    }

    /// Sleeps until the next thing is due; an earlier wish replaces a later one.
    private func wake(at due: Instant) {
        guard !isDraining else { return }
        if let wakeAt, wakeAt <= due, wakeTask != nil { return }
        wakeAt = due
        wakeTask?.cancel()
        let wait = max(0, due.milliseconds - time.now().milliseconds)
        wakeTask = Task {
            try? await Task.sleep(for: .milliseconds(wait))
            if !Task.isCancelled { self.woken() }
        }
    }

    private func woken() {
        wakeAt = nil
        wakeTask = nil
        take(.tick)
    }

    private func fail(_ error: StoreError) {
        failure = error
        for continuation in tickets.values { continuation.resume(returning: .overloaded) }
        tickets = [:]
        for waiter in failureWaiters { waiter.resume(returning: error) }
        failureWaiters = []
    }

    private func unsubscribe(_ id: UInt64) { subscribers[id] = nil }
}
