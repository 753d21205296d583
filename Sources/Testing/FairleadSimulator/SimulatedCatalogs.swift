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

    /// What the second version says otherwise: how long service goes on, and how often the chat is
    /// asked before a person is told, so few times that a run comes to the end of them.
    private static let changes = [
        (
            path: "decisions/serviceGrace.md", from: "duration(\"P14D\")",
            to: "duration(\"P10D\")"
        ),
        (
            path: "connectors/chat/connector.yaml", from: "    once: none",
            to: "    once: none\n    retry: {attemptsMax: 3, first: PT1S, max: PT1M}"
        ),
    ]

    /// Compiles the second version; throws if it cannot be, or has nothing to change.
    public init(_ catalog: Catalog) throws(CatalogError) {
        first = catalog
        var files = catalog.files
        for change in Self.changes {
            let text = String(decoding: files[change.path] ?? [], as: UTF8.self)
            let changed = text.replacing(change.from, with: change.to)
            guard changed != text else {
                throw CatalogError(
                    diagnostics: [
                        Diagnostic(
                            at: SourcePosition(file: change.path, line: 1, column: 1),
                            "a run changes `\(change.from)` in its second version; it is not here")
                    ])
            }
            files[change.path] = Array(changed.utf8)
        }
        second = try Catalog.compile(files: files)
        governances = [first.digest: first.governance, second.digest: second.governance]
    }
}
