import FairleadCanonical
import FairleadDomain

extension AnchorState {
    /// Events leave a case: what the others tell is taken in again, in the order in which they
    /// joined.
    mutating func takeOut(_ gone: Set<EntryPlace>, of id: String) {
        let told = Set(events.filter { gone.contains($0.place) }.flatMap(\.data.keys))
        let heard = Set(self.case(id)?.happened.map(\.place) ?? [])
        let rest = events.filter { heard.contains($0.place) && !gone.contains($0.place) }
        change(id) { matter in
            matter.forgetPlaces(of: gone)
            for type in told { matter.values[type] = nil }
            let happened = matter.happened.filter { !gone.contains($0.place) }
            matter.happened = []
            matter.occurrences = []
            for happening in happened {
                if let known = rest.first(where: { $0.place == happening.place }) {
                    matter.join(known, before: happening.before)
                }
            }
        }
    }
}

extension Case {
    /// What counts happenings counts without those that leave.
    fileprivate mutating func forgetPlaces(of gone: Set<EntryPlace>) {
        let happened = happened
        func without(_ count: Int) -> Int {
            count - happened.prefix(count).count { gone.contains($0.place) }
        }
        happenedSince = without(happenedSince)
        heard = heard.mapValues(without)
        stages = stages.mapValues { stage in
            var stage = stage
            stage.heard = without(stage.heard)
            return stage
        }
    }
}
