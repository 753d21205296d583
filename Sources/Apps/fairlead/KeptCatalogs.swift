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

    /// Reads all but `known`, which is compiled already. A catalog that this release cannot compile
    /// is left out.
    init(in store: any StoreReader, except known: Digest? = nil) throws {
        for digest in try Registry.catalogs(in: store) where digest != known {
            guard let bytes = try store.blob(digest) else { continue }
            guard let files = try? Catalog.files(ofArchive: bytes),
                Catalog.digest(of: files) == digest
            else {
                altered.append(digest)
                continue
            }
            governances[digest] = (try? Catalog.compile(files: files))?.governance
        }
    }
}
