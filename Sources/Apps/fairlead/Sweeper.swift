import FairleadCanonical
import FairleadConnector
import FairleadRuntime

/// Asks systems what changed, for webhooks that were lost: what came already adds nothing.
struct Sweeper: Sendable {
    let installation: Installation

    /// One catch-up of one connector; answers where the next begins, or nil where it failed.
    func sweep(_ name: String, since: Instant) async -> Instant? {
        await installation.receiver.sweep(name, since: since)?.next
    }

    /// One catch-up of every connector that declares it, from the beginning.
    func sweepAll() async {
        for name in installation.connectors.names
        where installation.connectors[name]?.definition.sweep != nil {
            _ = await sweep(name, since: Instant(milliseconds: 0))
        }
    }

    /// Sweeps each connector that declares it, in its own rhythm, until cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            for name in installation.connectors.names {
                guard let rules = installation.connectors[name]?.definition.sweep else { continue }
                group.addTask { await run(name, every: rules.everyMilliseconds, rules) }
            }
        }
    }

    private func run(_ name: String, every: Int64, _ rules: SweepRules) async {
        let now = installation.time.now()
        var since =
            rules.lookbackMilliseconds.map { now.adding(milliseconds: -$0) }
            ?? Instant(milliseconds: 0)
        while !Task.isCancelled {
            if let next = await sweep(name, since: since) { since = next }
            try? await Task.sleep(for: .milliseconds(every))
        }
    }
}
