import ArgumentParser
import FairleadCanonical
import FairleadCatalog
import FairleadRuntime
import FairleadSimulator
import Foundation

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "The deterministic simulator: everything that can go wrong, from one seed.",
        discussion: """
            Every invariant is looked at while a run goes on. A run that breaks one is made
            smaller, and the command is printed that repeats it. Faults, all on by default:
            \(Fault.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Option(help: "The seed; the first of them with --seeds.") var seed: UInt64 = 1
    @Option(help: "How many seeds, on all cores.") var seeds = 1
    @Option(help: "Steps of each run before all comes to rest.") var steps = 400
    @Option(help: "Faults that do not happen, with commas between them.") var without: String?
    @Flag(inversion: .prefixedNo, help: "Make a run that fails smaller.") var shrink = true
    @Flag(help: "A company of 200 people lives with it, day by day.") var company = false
    @Option(help: "How many days the company lives.") var days = 365
    @Option(help: "The folder of the governance catalog.") var catalog = Self.shipped
    @Flag(help: "Print JSON.") var json = false

    private static let shipped = "Catalog"

    func validate() throws {
        guard (1...1_000_000).contains(seeds), (1...100_000).contains(steps) else {
            throw ValidationError("--seeds is 1 to 1,000,000, and --steps 1 to 100,000")
        }
        guard (1...3_650).contains(days) else { throw ValidationError("--days is 1 to 3,650") }
        guard !company || (seeds == 1 && without == nil) else {
            throw ValidationError("--company goes with --seed and --days")
        }
        _ = try spared()
    }

    private func spared() throws -> Set<Fault> {
        try Set(
            (without ?? "").split(separator: ",").map { name in
                guard let fault = Fault(rawValue: String(name)) else {
                    throw ValidationError("--without: there is no fault \(name)")
                }
                return fault
            })
    }

    func run() throws {
        let catalogs = try SimulatedCatalogs(Catalog.load(directory: catalog))
        if company { return try live(catalogs) }
        let series = SimulationSeries(
            catalogs: catalogs, zones: SystemZones(), without: try spared())
        let seeds = seeds
        let showsProgress = !json && seeds > 1 && isatty(STDERR_FILENO) != 0
        let outcome = try series.run(from: seed, count: seeds, steps: steps, shrinks: shrink) {
            guard showsProgress, $0 % 10 == 0 || $0 == seeds else { return }
            FileHandle.standardError.write(Data("\r\($0) of \(seeds) seeds".utf8))
        }
        if showsProgress { FileHandle.standardError.write(Data("\r".utf8)) }
        try tell(outcome)
    }

    private func live(_ catalogs: SimulatedCatalogs) throws {
        var outcome = SimulationSeries.Outcome()
        do {
            let simulation = try Simulation(
                seed: seed, catalogs: catalogs, zones: SystemZones(), isCompany: true)
            outcome.total = try simulation.live(days: days, in: Company())
        } catch let violation as Violation {
            outcome.violations = [violation]
        }
        try tell(outcome)
    }

    private func tell(_ outcome: SimulationSeries.Outcome) throws {
        if json {
            print(figures(outcome).text)
        } else {
            for violation in outcome.violations {
                print("VIOLATED  \(violation.sentence)\n  \(command(repeating: violation))")
            }
            if outcome.violations.isEmpty { print(words(outcome.total)) }
        }
        if !outcome.violations.isEmpty { throw Exit.found }
    }

    private func words(_ total: SimulationReport) -> String {
        "Held: \(company ? "\(days) days, " : "")"
            + "\(seeds == 1 ? "seed \(seed)" : "\(seeds) seeds from \(seed)"); "
            + "\(total.events) events, of which \(total.parked) parked, "
            + "\(total.crashes) crashes, \(total.effects) effects, "
            + "\(total.approvals) approvals granted, \(total.tasks) tasks completed, "
            + "\(total.refusals) commands refused, \(total.mergers) cases merged, "
            + "\(total.splits) splits, \(total.decisions) decisions derived again, "
            + "\(total.entries) entries.\nCases, of which closed: "
            + total.cases.sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.opened), \($0.value.closed)" }
            .joined(separator: "; ") + ".\nFaults: "
            + Fault.allCases.map { "\($0.rawValue) \(total.faults[$0] ?? 0)" }
            .joined(separator: ", ") + "."
    }

    private func figures(_ outcome: SimulationSeries.Outcome) -> JSON {
        let total = outcome.total
        var faults = JSONObject()
        for fault in Fault.allCases {
            faults[fault.rawValue] = .integer(Int64(total.faults[fault] ?? 0))
        }
        var cases = JSONObject()
        for (playbook, count) in total.cases.sorted(by: { $0.key < $1.key }) {
            cases[playbook] = [
                "opened": .integer(Int64(count.opened)), "closed": .integer(Int64(count.closed)),
            ]
        }
        return [
            "seed": .integer(Int64(clamping: seed)), "seeds": .integer(Int64(seeds)),
            "held": .bool(outcome.violations.isEmpty),
            "violations": .array(outcome.violations.map(told)),
            "entries": .integer(total.entries), "events": .integer(Int64(total.events)),
            "parked": .integer(Int64(total.parked)),
            "crashes": .integer(Int64(total.crashes)), "effects": .integer(Int64(total.effects)),
            "approvals": .integer(Int64(total.approvals)), "tasks": .integer(Int64(total.tasks)),
            "refusals": .integer(Int64(total.refusals)),
            "mergers": .integer(Int64(total.mergers)), "splits": .integer(Int64(total.splits)),
            "decisions": .integer(Int64(total.decisions)), "faults": .object(faults),
            "cases": .object(cases),
        ]
    }

    private func told(_ violation: Violation) -> JSON {
        [
            "seed": .integer(Int64(clamping: violation.seed)),
            "steps": .integer(Int64(violation.steps)), "step": .integer(Int64(violation.step)),
            "invariant": .integer(Int64(violation.invariant)),
            "message": .string(violation.message),
            "command": .string(command(repeating: violation)),
        ]
    }

    private func command(repeating violation: Violation) -> String {
        violation.command + (catalog == Self.shipped ? "" : " --catalog \(catalog)")
    }
}
