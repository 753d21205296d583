import FairleadCanonical
public import FairleadCatalog
import FairleadPlaybook

/// The catalog of a run, and the next version of it, which may come into force in its midst.
public struct SimulatedCatalogs: Sendable {
    public let first: Catalog
    public let second: Catalog
    /// Both, by their digests.
    let governances: [Digest: Governance]

    /// What cases may keep beside the version in force.
    func governances(besides inForce: Catalog) -> [Digest: Governance] {
        governances.filter { $0.key != inForce.digest }
    }

    /// What the second version decides otherwise: how long service goes on.
    private static let path = "decisions/serviceGrace.md"
    private static let change = (from: "duration(\"P14D\")", to: "duration(\"P10D\")")

    /// Compiles the second version; throws if it cannot be.
    public init(_ catalog: Catalog) throws(CatalogError) {
        first = catalog
        var files = catalog.files
        let text = String(decoding: files[Self.path] ?? [], as: UTF8.self)
        files[Self.path] = Array(text.replacing(Self.change.from, with: Self.change.to).utf8)
        second = try Catalog.compile(files: files)
        governances = [first.digest: first.governance, second.digest: second.governance]
        precondition(second.digest != first.digest, "\(Self.path) is not what it was")
    }
}
