import FairleadDomain
import FairleadEngine

extension Views {
    /// The other cases that a case has to do with, and how.
    func links(of matter: CaseState, in state: AnchorState) -> [LabelledJSON] {
        var links: [(how: String, case: String)] = []
        func link(_ how: String, _ cases: some Sequence<String>) {
            for id in cases where id != matter.id { links.append((how, id)) }
        }
        link("calledBy", [matter.parent?.case].compactMap { $0 })
        link("calls", state.cases.filter { $0.parent?.case == matter.id }.map(\.id))
        link("mergedInto", [matter.mergedInto].compactMap { $0 })
        link("mergedFrom", state.cases.filter { $0.mergedInto == matter.id }.map(\.id))
        let apart = state.occurrences.filter { !$0.apart.isEmpty }
        link("splitFrom", apart.filter { $0.caseID == matter.id }.flatMap { $0.apart.map(\.case) })
        link(
            "splitInto",
            apart.filter { $0.apart.contains { $0.case == matter.id } }.compactMap(\.caseID))
        for own in state.holds where own.caseID == matter.id {
            link(
                "contests",
                state.holds(onAccountOf: matter.id)
                    .filter { $0.resource == own.resource && $0.side != own.side }.map(\.caseID))
        }
        var shown: Set<String> = []
        return links.filter { shown.insert($0.how + $0.case).inserted }.map { how, id in
            .object(LabelledJSON.members(["as": .text(how), "case": .text(id)]))
        }
    }
}
