import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadLedger
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import Testing

// What a test looks at.
extension RuntimeWorld {
    var cases: [CaseState] {
        get throws {
            try states().flatMap(\.cases)
        }
    }

    /// The only case.
    var matter: CaseState {
        get throws {
            let all = try cases
            try #require(all.count == 1, "\(all.map(\.id))")
            return all[0]
        }
    }

    /// Anchors with records, in ledger order.
    var anchors: [(shard: Int, anchor: String)] {
        get throws {
            var found: [(shard: Int, anchor: String)] = []
            for segment in try segments() where segment.anchor != RegistryState.anchor {
                if !found.contains(where: { $0.anchor == segment.anchor }) {
                    found.append((segment.shard, segment.anchor))
                }
            }
            return found
        }
    }

    func segments() throws -> [Segment] {
        try store.heads().flatMap { head in
            var all: [Segment] = []
            var from: Int64 = 1
            while true {
                let page = try store.segments(shard: head.shard, from: from, limit: 1_000)
                all += page
                guard let last = page.last else { return all }
                from = last.last + 1
            }
        }
    }

    func states() throws -> [AnchorState] {
        try anchors.map { try state($0.shard, $0.anchor, in: runtime) }
    }

    func state(_ shard: Int, _ anchor: String, in runtime: Runtime) throws -> AnchorState {
        for action in runtime.handle(.read(Ticket(0), shard: shard, anchor: anchor), at: moment) {
            if case .reply(_, .state(let state)) = action { return state }
        }
        throw Unexpected("no state of \(anchor)")
    }

    /// Records of a type on the ledger.
    func count(_ type: String) -> Int { published.count { $0.type == type } }

    func effects(_ operation: String) throws -> [EffectState] {
        try cases.flatMap(\.effects).filter { $0.operation == operation }
    }

    /// How often an operation left.
    func left(_ operation: String) -> Int {
        carried.count { $0.item.operation == operation }
    }

    /// Chains and projections follow from the ledger, every decision is derived again alike, and
    /// what is rebuilt from the stored bytes is what is held.
    func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let verified = try Verifier(tenant: "test", governance: version).run(store)
        #expect(verified.findings == [], sourceLocation: sourceLocation)
        let replayed = try Replayer(governance: version, zones: SystemZones()).run(store)
        #expect(replayed.identical == replayed.decisions, sourceLocation: sourceLocation)
        let fresh = try Runtime(
            tenant: "test", store: store, governance: catalog.governance, governances: earlier,
            zones: SystemZones(), limits: limits)
        for place in try anchors {
            let rebuilt = try state(place.shard, place.anchor, in: fresh)
            let held = try state(place.shard, place.anchor, in: runtime)
            #expect(
                Self.difference(rebuilt, held) == nil, "\(place.anchor)",
                sourceLocation: sourceLocation)
        }
        #expect(
            Self.difference(fresh.registry, runtime.registry) == nil,
            sourceLocation: sourceLocation)
    }

    /// The first line in which what two values are differs; nil: they are equal.
    private static func difference<Value: Equatable>(_ rebuilt: Value, _ held: Value) -> String? {
        if rebuilt == held { return nil }
        func lines(_ value: Value) -> [Substring] {
            var text = ""
            dump(value, to: &text)
            return text.split(separator: "\n")
        }
        // What a dictionary holds comes in another order each time, so lines are counted.
        var surplus: [Substring: Int] = [:]
        for line in lines(rebuilt) { surplus[line, default: 0] += 1 }
        for line in lines(held) { surplus[line, default: 0] -= 1 }
        let differing = surplus.filter { $0.value != 0 }.sorted { $0.key < $1.key }
        return differing.map { ($0.value > 0 ? "rebuilt" : "held") + $0.key }
            .joined(separator: "\n")
    }
}
