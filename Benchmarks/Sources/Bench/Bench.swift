import ArgumentParser
import Dispatch
import Synchronization

/// What `make bench` runs, piece by piece; `Benchmarks/run.py` puts the pieces together.
@main struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        subcommands: [
            ServeCommand.self, RequestsCommand.self, LoadCommand.self, StepCommand.self,
            CasesCommand.self,
        ])
}

/// A command whose work is asynchronous, and whose main thread just waits: valgrind does not
/// survive the main queue that `async` gives `main`.
protocol BlockingCommand: ParsableCommand, Sendable {
    func work() async throws
}

extension BlockingCommand {
    func run() throws {
        let end = DispatchSemaphore(value: 0)
        let outcome = Outcome()
        Task.detached {
            do { try await work() } catch { outcome.error.withLock { $0 = error } }
            end.signal()
        }
        end.wait()
        if let error = outcome.error.withLock({ $0 }) { throw error }
    }
}

private final class Outcome: Sendable {
    let error = Mutex<(any Error)?>(nil)
}
