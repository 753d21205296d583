import ArgumentParser

/// The command line: one binary, each subcommand a file in Commands/.
struct Fairlead: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "fairlead",
        abstract: "Governed operations: one business event, one outcome, and anyone can prove why.",
        version: version,
        subcommands: [
            ServeCommand.self, DemoCommand.self, TokenCommand.self, EventCommand.self,
            QueueCommand.self, CaseCommand.self, DecisionCommand.self, ApprovalCommand.self,
            TaskCommand.self, AvailabilityCommand.self, ExceptionCommand.self,
            ContinuityCommand.self, IdentityCommand.self, CatalogCommand.self,
            PlaybookCommand.self, DMNCommand.self, CheckpointCommand.self, VerifyCommand.self,
            ReplayCommand.self,
            BackupCommand.self, SimulateCommand.self,
        ])
}

/// The exit codes of the outside face.
enum Exit {
    /// A check found something, or the request was refused.
    static let found = ExitCode(1)
    /// Something that is needed is not available.
    static let unavailable = ExitCode(3)
}
