import Synchronization

/// Lets so many pass at once and so many wait; beyond that it refuses.
final class ConcurrencyLimit: Sendable {
    private struct State {
        var passed = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let passedMax: Int
    private let waitingMax: Int
    private let state = Mutex(State())

    init(passedMax: Int, waitingMax: Int) {
        self.passedMax = passedMax
        self.waitingMax = waitingMax
    }

    /// Waits for a turn, in order; false: too many wait already. Each true wants one `leave`.
    func enter() async -> Bool {
        enum Turn { case now, later, never }
        var mayPass = true
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let turn: Turn = state.withLock { state in
                if state.passed < passedMax {
                    state.passed += 1
                    return .now
                }
                guard state.waiting.count < waitingMax else { return .never }
                state.waiting.append(continuation)
                return .later
            }
            mayPass = turn != .never
            if turn != .later { continuation.resume() }
        }
        return mayPass
    }

    /// Gives the turn to whoever waits longest.
    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.passed -= 1
            return nil
        }
        next?.resume()
    }
}
