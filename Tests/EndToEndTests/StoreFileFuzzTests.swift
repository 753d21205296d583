import FairleadCatalog
import FairleadDomain
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import FairleadTesting
import Foundation
import Testing

@testable import fairlead

/// The file of a store as a failing disk or somebody's editor leaves it: never a crash; it is
/// refused, or what is wrong is found, or what was touched says nothing.
@Suite(.timeLimit(.minutes(60))) struct StoreFileFuzzTests {
    private static let catalog = packageRoot.appending(path: "Catalog").path

    /// Every case opens a file and reads it whole, which takes long: one case in a hundred.
    @Test func `every damaged store file is refused, or verified to its end`() async throws {
        let line = try CommandLine()
        defer { line.remove() }
        let whole = try await Self.store(line)
        let mark = Array("\"previous\"".utf8)
        let entries = whole.indices.filter { whole[$0...].starts(with: mark) }
        try #require(entries.count > 3)
        let governance = try Catalog.load(directory: Self.catalog).governance
        var generator = SeededGenerator(seed: 71)
        var outcomes = ["refused": 0, "found": 0, "sound": 0]
        for number in 0..<(TestScale.fuzzCases(otherwise: 20_000) / 100) {
            let path = line.folder.appending(path: "damaged.db").path
            try Data(Self.damaged(whole, entries, &generator)).write(to: URL(filePath: path))
            do {
                let store = try SQLiteStore(reading: path)
                defer { store.close() }
                let report = try Verifier(tenant: "default") {
                    $0 == governance.digest ? governance : nil
                }.run(store)
                outcomes[report.findings.isEmpty ? "sound" : "found", default: 0] += 1
                for finding in report.findings { #expect(!finding.text.isEmpty, "case \(number)") }
            } catch let error as StoreError {
                #expect(!"\(error)".isEmpty, "case \(number)")
                outcomes["refused", default: 0] += 1
            }
        }
        print("damaged store files: \(outcomes.sorted { $0.key < $1.key })")
        #expect(outcomes.values.allSatisfy { $0 > 0 }, "\(outcomes)")
    }

    /// The bytes of `whole.db`, a store with a case and what belongs to it in one file.
    static func store(_ line: CommandLine) async throws -> [UInt8] {
        let issued = try await line.run(
            ["token", "create", "--principal", "x", "--role", "integration", "--integration"]
                + ["--source", "/crm", "--source", "/billing", "--catalog", catalog])
        let token = issued.output.split(separator: "\n").first.map(String.init)
        let server = try line.start(["serve", "--listen", "127.0.0.1:0", "--catalog", catalog])
        let posted = try await line.post(
            CommandLine.events, ["--catalog", catalog], token: token)
        try #require(posted.status == 0, "\(posted.complaint)")
        server.terminate()
        _ = try await server.outcome()
        let backup = try await line.run(["backup", "whole.db"])
        try #require(backup.status == 0, "\(backup.complaint)")
        return Array(try Data(contentsOf: line.folder.appending(path: "whole.db")))
    }

    /// Bytes changed in place, a stretch overwritten, a page in another's place, the end cut off.
    private static func damaged(
        _ whole: [UInt8], _ entries: [Int], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = whole
        let page = 4_096
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            // Most of a small file is the catalog; so half of the damage is where entries are.
            let isAnywhere = Bool.random(using: &generator)
            let near = entries.randomElement(using: &generator) ?? 0
            let place =
                isAnywhere
                ? Int.random(in: 0..<bytes.count, using: &generator)
                : min(bytes.count - 1, near + Int.random(in: 0..<600, using: &generator))
            switch Int.random(in: 0..<8, using: &generator) {
            case 0:
                let end = min(bytes.count, place + Int.random(in: 1...200, using: &generator))
                for at in place..<end { bytes[at] = UInt8.random(in: 0...255, using: &generator) }
            case 1:
                let from = Int.random(in: 0..<bytes.count, using: &generator) / page * page
                let to = place / page * page
                guard max(from, to) + page <= bytes.count else { continue }
                bytes.replaceSubrange(to..<(to + page), with: Array(bytes[from..<(from + page)]))
            case 2 where Int.random(in: 0..<4, using: &generator) == 0:
                bytes.removeSubrange(max(1, place)...)
            default: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            }
        }
        return bytes
    }
}
