import FairleadDomain
import FairleadEngine
import FairleadRuntime

/// One promise of the design, watched while a run goes on: what can be seen at once is looked at
/// as it happens, the whole after each new start and in the end.
protocol Invariant {
    /// As the design numbers it.
    var number: Int { get }

    /// An entry is durable; `state` is that of its anchor before it.
    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws
    /// A commit landed that changed these anchors.
    mutating func landed(_ anchors: [Witness.Touched], _ run: Simulation) throws
    /// Work leaves for the outside.
    mutating func left(_ work: Simulation.Carried, _ run: Simulation) throws
    /// Somebody got an answer.
    mutating func replied(
        _ reply: RuntimeReply, to request: Simulation.Request, _ run: Simulation) throws
    /// The process ended, and a new one stands on what is durable.
    mutating func restarted(_ run: Simulation) throws
    /// A step was taken.
    mutating func stepped(_ run: Simulation) throws
    /// All has come to rest.
    mutating func rested(_ run: Simulation) throws
}

extension Invariant {
    mutating func see(_ entry: SeenEntry, before state: AnchorState, _ run: Simulation) throws {}
    mutating func landed(_ anchors: [Witness.Touched], _ run: Simulation) throws {}
    mutating func left(_ work: Simulation.Carried, _ run: Simulation) throws {}
    mutating func replied(
        _ reply: RuntimeReply, to request: Simulation.Request, _ run: Simulation
    ) throws {}
    mutating func restarted(_ run: Simulation) throws {}
    mutating func stepped(_ run: Simulation) throws {}
    mutating func rested(_ run: Simulation) throws {}

    /// What to throw where it does not hold.
    func broken(_ message: String) -> Broken { Broken(invariant: number, message: message) }
}

/// An invariant that does not hold.
struct Broken: Error {
    let invariant: Int
    let message: String
}

/// All of them, in the design's order.
enum Invariants {
    static func all() -> [any Invariant] {
        [
            Durable(), DoneOnce(), Replayed(), TamperEvident(), ModelCannotAct(), Ruled(),
            NothingSilent(), Pinned(), Masked(), Bounded(),
        ]
    }
}
