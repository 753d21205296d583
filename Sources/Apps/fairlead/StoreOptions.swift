import ArgumentParser
import FairleadCanonical
import FairleadCatalog
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite

/// `--store` and `--catalog`, as every subcommand that needs them has them.
struct StoreOptions: ParsableArguments {
    @Option(help: "The store: sqlite:PATH.")
    var store = "sqlite:fairlead.db"

    @Option(help: "The folder of the governance catalog.")
    var catalog = "Catalog"

    /// Opens the store for reading, beside a server or without one.
    func reading() throws -> SQLiteStore {
        let path = try path()
        do {
            return try SQLiteStore(reading: path)
        } catch {
            throw Unavailable("\(error)")
        }
    }

    func path() throws -> String {
        guard store.hasPrefix("sqlite:") else {
            throw ValidationError("--store is sqlite:PATH; \(store) is not")
        }
        return String(store.dropFirst("sqlite:".count))
    }
}

/// Something that a command needs is not there: exit code 3.
struct Unavailable: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
