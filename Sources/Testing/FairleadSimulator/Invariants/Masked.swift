import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore

/// Invariant 9: what is classified is seen by those who may see it, and stands in no entry's open
/// part. What outside systems tell carries marks that name their labels, such as
/// `q7z-personal-`.
struct Masked: Invariant {
    let number = 9
    static let mark = "q7z-"
    private static let markBytes = Array(mark.utf8)
    /// One in so many commits is looked at with somebody's eyes.
    private static let lookedAt = 6

    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {
        if let label = Self.labels(in: entry.bytes).first {
            throw broken("\(entry.type) at \(entry.mark.place) shows what is \(label)")
        }
        for payload in entry.payloads {
            guard case .kept(salt: _, let bytes) = payload.content else { continue }
            let carried = Labels(text: payload.label).names
            if let label = Self.labels(in: bytes).first(where: { !carried.contains($0) }) {
                throw broken(
                    "\(entry.type) at \(entry.mark.place) keeps what is \(label) as "
                        + "\(payload.label)")
            }
        }
    }

    mutating func landed(_ anchors: [Witness.Touched], _ run: Simulation) throws {
        guard !anchors.isEmpty, run.looking.below(Self.lookedAt) == 0 else { return }
        let touched = anchors[run.looking.below(anchors.count)]
        guard let state = run.witness.anchors[touched.anchor] else { return }
        let governance = run.catalog.governance
        let roles = governance.roles.keys.sorted()
        let role = roles[run.looking.below(roles.count)]
        let sees = (governance.roles[role]?.sees ?? .none).union(.everybodys)
        let views = Views(
            governance: governance, governances: run.earlierGovernances, now: run.time,
            zones: run.zones)
        for matter in state.cases {
            let shown = views.detail(of: matter, in: state).answer(to: sees).bytes
            if let label = Self.labels(in: shown).first(where: { !sees.names.contains($0) }) {
                throw broken("\(role) sees of case \(matter.id) what is \(label)")
            }
        }
    }

    mutating func replied(
        _ reply: RuntimeReply, to request: Simulation.Request, _ run: Simulation
    ) throws {
        guard case .rejected(let rejection) = reply else { return }
        if let label = Self.labels(in: Array(rejection.message.utf8)).first {
            throw broken("the refusal \(rejection.code) says what is \(label)")
        }
    }

    /// The labels that the marks in some bytes name.
    static func labels(in bytes: [UInt8]) -> [String] {
        var labels: [String] = []
        bytes.withUnsafeBufferPointer { bytes in
            guard bytes.count > markBytes.count else { return }
            var place = 0
            while place < bytes.count - markBytes.count {
                guard bytes[place] == markBytes[0],
                    markBytes.indices.allSatisfy({ bytes[place + $0] == markBytes[$0] })
                else {
                    place += 1
                    continue
                }
                let rest = bytes[(place + markBytes.count)...]
                let label = String(decoding: rest.prefix { $0 != UInt8(ascii: "-") }, as: UTF8.self)
                if !labels.contains(label) { labels.append(label) }
                place += markBytes.count
            }
        }
        return labels
    }
}
