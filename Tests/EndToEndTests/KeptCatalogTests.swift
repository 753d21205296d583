import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Foundation
import Testing

@testable import fairlead

@Suite(.timeLimit(.minutes(15))) struct `What governed so far` {
    private static let catalog = packageRoot.appending(path: "Catalog").path

    @Test(.requirement("S4.27", part: "the catalogs that the store keeps"))
    func `a catalog that was altered in the store governs nothing`() async throws {
        let catalog = try Catalog.load(directory: Self.catalog)
        var files = catalog.files
        let path = "decisions/serviceGrace.md"
        let text = String(decoding: try #require(files[path]), as: UTF8.self)
        files[path] = Array(text.replacing("<= 5000 ", with: "<= 9000 ").utf8)
        let other = try Catalog.compile(files: files)
        #expect(other.digest != catalog.digest)

        try await EstateInstallation.during { world in
            let store = world.installation.store
            let digest = world.installation.catalog.digest
            #expect(try KeptCatalogs(in: store).governances.keys.sorted() == [digest])
            #expect(try Installation.earlier(than: other, of: [digest], in: store).count == 1)
            for bytes in [other.archive, Array("{}".utf8), Array("no archive".utf8), []] {
                let altered = MemoryStore(tenant: "test", created: world.installation.time.now())
                try altered.commit(CommitBatch(blobs: [StoredBlob(digest: digest, bytes: bytes)]))
                try await EstateInstallation.during(store: altered) { _ in
                    let kept = try KeptCatalogs(in: altered)
                    #expect(kept.altered == [digest] && kept.governances.isEmpty)
                    #expect(throws: Unavailable.self) {
                        try Installation.earlier(than: other, of: [digest], in: altered)
                    }
                }
            }
        }
    }

    @Test(.requirement("S4.27", part: "the catalogs that the store keeps"))
    func `verify names a catalog that was altered in the file`() async throws {
        let line = try CommandLine()
        defer { line.remove() }
        var bytes = try await StoreFileFuzzTests.store(line)
        let verify = ["verify", "--store", "sqlite:whole.db"]
        #expect(try await line.run(verify).status == 0)

        let mark = Array("\"catalog.yaml\":\"".utf8)
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: mark) })
        bytes[place + mark.count + 4] ^= 1
        try Data(bytes).write(to: line.folder.appending(path: "whole.db"))
        let found = try await line.run(verify + ["--json"])
        #expect(found.status == 1)
        #expect(try JSON.parse(found.output)["intact"] == false)
        let words = try await line.run(verify).output
        #expect(words.contains("NOT intact") && words.contains("was altered"), "\(words)")
    }
}
