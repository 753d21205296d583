import FairleadCanonical
import FairleadRuntime
import Synchronization

/// The machine's clock, which can be set forward: a demo does not wait four hours for an approval
/// that nobody answers.
final class MovableTime: TimeSource {
    private let ahead = Mutex<Int64>(0)

    func now() -> Instant {
        SystemTime().now().adding(milliseconds: ahead.withLock { $0 })
    }

    /// Sets the clock to a moment, if it lies ahead.
    func move(to moment: Instant) {
        let wait = moment.milliseconds - now().milliseconds
        if wait > 0 { ahead.withLock { $0 += wait } }
    }
}
