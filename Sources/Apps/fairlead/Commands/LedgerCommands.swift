import ArgumentParser
import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import Foundation

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check chains, payload digests and projections; name the first bad entry.")

    @OptionGroup var options: StoreOptions
    @Option(help: "A checkpoint that was kept elsewhere: finds a cut tail and a chain made anew.")
    var checkpoint: String?
    @Option(help: "The key that the checkpoint must be signed with; the store's own if left out.")
    var publicKey: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let store = try options.reading()
        let catalogs = try KeptCatalogs(in: store)
        let governances = catalogs.governances
        let report = try Verifier(tenant: store.tenant) { governances[$0] }
            .run(store, checkpoint: try kept())
        let altered = catalogs.altered.map { "the catalog \($0) that the store keeps was altered" }
        let isIntact = report.isIntact && altered.isEmpty
        if json {
            let findings = report.findings.map { finding -> JSON in
                var object: JSONObject = ["message": .string(finding.message)]
                if let place = finding.place {
                    object["shard"] = .integer(Int64(place.shard))
                    object["number"] = .integer(place.number)
                }
                return .object(object)
            }
            print(
                JSON.object([
                    "intact": .bool(isIntact), "entries": .integer(report.entries),
                    "payloads": .integer(report.payloads), "purged": .integer(report.purged),
                    "findings": .array(findings + altered.map { ["message": .string($0)] }),
                ]).text)
        } else {
            print(
                isIntact || !report.isIntact
                    ? report.summary : "NOT intact: what governed was altered.")
            for text in report.findings.map(\.text) + altered { print("  " + text) }
        }
        if !isIntact { throw Exit.found }
    }

    /// The checkpoint, its signature checked with the key that is trusted.
    private func kept() throws -> Checkpoint? {
        guard let checkpoint else { return nil }
        guard let data = FileManager.default.contents(atPath: checkpoint) else {
            throw Unavailable("\(checkpoint) cannot be read")
        }
        var trusted: CheckpointPublicKey?
        if let publicKey {
            guard let key = CheckpointPublicKey(hex: publicKey) else {
                throw ValidationError("--public-key is 64 lower-case hexadecimal digits")
            }
            trusted = key
        } else {
            trusted = try KeyFile.key(besideStore: try options.path()).publicKey
        }
        do {
            return try Checkpoint.parse(Array(data), trusting: trusted)
        } catch {
            Terminal.complain("The checkpoint cannot be believed: \(error)")
            throw Exit.found
        }
    }
}

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Derive every decision record again, and compare.")

    @OptionGroup var options: StoreOptions
    @Option(name: .customLong("case"), help: "Only the decisions of one case.")
    var caseID: String?
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let store = try options.reading()
        let catalogs = try KeptCatalogs(in: store)
        let report = try Replayer(governance: { catalogs.governances[$0] }, zones: SystemZones())
            .run(store, only: caseID)
        if json {
            print(
                JSON.object([
                    "decisions": .integer(Int64(report.decisions)),
                    "identical": .integer(Int64(report.identical)),
                    "purged": .integer(Int64(report.purged)),
                    "unsupported": .integer(Int64(report.unsupported)),
                ]).text)
        } else {
            print(report.summary)
            for difference in report.different {
                print("  \(difference.decision) in case \(difference.caseID): \(difference.part)")
            }
        }
        if !report.isClean { throw Exit.found }
    }
}

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a consistent copy, also while a server runs.")

    @OptionGroup var options: StoreOptions
    @Argument(help: "The copy's path.") var file: String

    func run() throws { try options.reading().backup(to: file) }
}

extension Verifier.Report {
    var summary: String {
        isIntact
            ? "Intact: \(entries) entries, \(payloads) payloads, \(purged) purged; "
                + "every list follows from the ledger."
            : "NOT intact: \(findings.count) findings in \(entries) entries."
    }
}

extension Verifier.Finding {
    var text: String {
        place.map { "entry \($0.number) of shard \($0.shard): \(message)" } ?? message
    }
}

extension Replayer.Report {
    var summary: String {
        "\(decisions) decisions derived again: \(identical) identical, \(different.count) "
            + "different, \(purged) purged, \(unsupported) unsupported."
    }
}
