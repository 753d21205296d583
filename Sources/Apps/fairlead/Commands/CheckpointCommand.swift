import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadLedger
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import Foundation

struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "The signed heads of all chains, to be kept elsewhere.",
        discussion: "Also while a server runs. The key is in the file STORE-key.")

    @OptionGroup var options: StoreOptions
    @ArgumentParser.Argument(help: "Where to write it; standard output if left out.")
    var file: String?
    @Flag(help: "Print JSON, which a checkpoint is anyway.") var json = false

    func run() throws {
        let store = try options.reading()
        let chains = try store.heads().map {
            Checkpoint.Chain(tenant: store.tenant, head: $0)
        }
        let key = try KeyFile.key(besideStore: try options.path())
        let checkpoint = try Checkpoint.sign(chains, at: SystemTime().now(), with: key)
        guard let file else {
            return print(String(decoding: checkpoint.bytes, as: UTF8.self))
        }
        guard FileManager.default.createFile(atPath: file, contents: Data(checkpoint.bytes))
        else { throw Unavailable("\(file) cannot be written") }
        print("\(checkpoint.chains.count) chains, signed with \(checkpoint.publicKey.hex)")
    }
}
