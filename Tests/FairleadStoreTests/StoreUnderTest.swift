import FairleadCanonical
import FairleadStore
import FairleadStoreSQLite
import Foundation
import Testing

/// A kind of store that must pass the suite; a new backend is a new case here.
enum StoreUnderTest: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite

    var testDescription: String { rawValue }
}

/// A store in use, which can be opened anew on what it holds.
final class OpenStore {
    private(set) var store: any Store
    private let folder: TemporaryFolder?

    init(_ kind: StoreUnderTest) throws {
        switch kind {
        case .memory:
            folder = nil
            store = MemoryStore(tenant: LedgerSample.tenant, created: LedgerSample.start)
        case .sqlite:
            let folder = try TemporaryFolder()
            self.folder = folder
            store = try SQLiteStore(
                path: folder.path("store.db"), tenant: LedgerSample.tenant,
                created: LedgerSample.start)
        }
    }

    func reopen() throws {
        store.close()
        if let memory = store as? MemoryStore {
            memory.reopen()
        } else if let folder {
            store = try SQLiteStore(
                path: folder.path("store.db"), tenant: LedgerSample.tenant,
                created: LedgerSample.start)
        }
    }

    func discard() {
        store.close()
        folder?.remove()
    }
}

/// A folder of a test's own.
struct TemporaryFolder {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "fairlead-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}
