import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// What governed so far, as the store keeps it by its digests, compiled again.
struct KeptCatalogs {
    private(set) var governances: [Digest: Governance] = [:]
    /// Digests under which something else is kept: it was altered. No case may be governed by it.
    private(set) var altered: [Digest] = []

    /// Reads all that were ever in force.
    init(in store: any Store) throws {
        try self.init(try Registry.catalogs(in: store), in: store)
    }

    /// Reads some. A catalog that this release cannot compile is left out.
    init(_ digests: [Digest], in store: any Store) throws {
        let kept = Parallel.map(digests) { digest in
            Result { try store.blob(digest).map { Self.compiled($0, as: digest) } }
        }
        for (digest, kept) in zip(digests, kept) {
            switch try kept.get() {
            case .compiled(let governance): governances[digest] = governance
            case .altered: altered.append(digest)
            case .unreadable, nil: continue
            }
        }
    }

    private enum Kept: Sendable {
        case compiled(Governance)
        case altered
        /// By this release.
        case unreadable
    }

    private static func compiled(_ bytes: [UInt8], as digest: Digest) -> Kept {
        guard let files = try? Catalog.files(ofArchive: bytes),
            Catalog.digest(of: files) == digest
        else { return .altered }
        return (try? Catalog.compile(files: files)).map { .compiled($0.governance) } ?? .unreadable
    }
}
