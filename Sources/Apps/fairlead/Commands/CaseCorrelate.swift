import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

extension CaseCommand {
    struct Split: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take out of a case what does not belong to it; it goes on by itself.",
            discussion: "With an event leaves all that tells of the same occurrence or record. "
                + "`case show` lists the events of a case with their entries.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The case's id.") var id: String
        @Option(help: "The event's entry: SHARD/NUMBER.") var entry: Place
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await server.change(
                .splitCase, id, ["entry": entry.json, "reason": .string(reason)], "Split")
        }
    }

    struct Merge: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a case part of another of the same account.",
            discussion: "Its work ends; what happened to it happens to the other, which must ask "
                + "for all that it asked for. `case split` takes it out again.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The case that ends.") var id: String
        @Option(help: "The case that goes on.") var into: String
        @Option(help: "Why.") var reason: String

        func run() async throws {
            try await server.change(
                .mergeCase, id, ["into": .string(into), "reason": .string(reason)], "Merged")
        }
    }

    /// An entry of the ledger, as the tables show it.
    struct Place: ExpressibleByArgument {
        let json: JSON

        init?(argument: String) {
            let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let shard = Int64(parts[0]), let number = Int64(parts[1])
            else { return nil }
            json = ["shard": .integer(shard), "number": .integer(number)]
        }
    }
}
