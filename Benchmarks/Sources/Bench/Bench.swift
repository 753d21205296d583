import ArgumentParser

/// What `make bench` runs, piece by piece; `Benchmarks/run.py` puts the pieces together.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        subcommands: [
            ServeCommand.self, RequestsCommand.self, LoadCommand.self, StepCommand.self,
            StartupCommand.self,
        ])
}
