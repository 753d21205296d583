import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadPlaybook

/// Invariant 8: a case keeps what it began with.
struct Pinned: Invariant {
    let number = 8
    /// The catalog that each case began with.
    private var catalogs: [String: Digest] = [:]

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        guard let id = entry.reader.caseID else { return }
        switch entry.type {
        case CaseOpened.type:
            let catalog = try entry.reader.digest("catalog")
            // One that is called begins with what its caller has.
            let caller = entry.reader.fields["parent"]?["case"]?.stringValue
            let pinned = caller.map { catalogs[$0] } ?? run.witness.registry.catalog
            guard catalog == pinned else {
                throw broken("case \(id) begins with a catalog that is not in force")
            }
            catalogs[id] = catalog
        case PlaybookChosen.type:
            let name = try entry.reader.text("playbook")
            let version = try entry.reader.integer("version")
            guard let known = governance(of: id, run)?.playbook(name),
                Int64(known.version) == version
            else { throw broken("case \(id) has a playbook that its catalog does not have") }
        case DecisionMade.type:
            let model = try entry.reader.text("model")
            guard
                try governance(of: id, run)?.decisions[model]?.digest
                    == entry.reader.digest("digest")
            else { throw broken("\(model) decides of case \(id) in another version than it keeps") }
        default: return
        }
    }

    private func governance(of id: String, _ run: Simulation) -> Governance? {
        catalogs[id].flatMap { run.governance($0) }
    }
}
