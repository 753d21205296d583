import ArgumentParser
import FairleadCanonical
import FairleadCatalog
import FairleadRuntime
import FairleadSimulator

struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "The deterministic simulator: everything that can go wrong, from one seed.")

    @Option(help: "The seed; the first of them with --seeds.") var seed: UInt64 = 1
    @Option(help: "How many seeds, one after the other.") var seeds = 1
    @Option(help: "Steps of each run before all comes to rest.") var steps = 400
    @Option(help: "The folder of the governance catalog.") var catalog = "Catalog"
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...1_000_000).contains(seeds), (1...100_000).contains(steps) else {
            throw ValidationError("--seeds is 1 to 1,000,000, and --steps 1 to 100,000")
        }
    }

    func run() throws {
        let catalog = try Catalog.load(directory: catalog)
        var total = SimulationReport()
        var violations: [Violation] = []
        for seed in seed..<(seed + UInt64(seeds)) {
            do {
                let report = try Simulation(
                    seed: seed, catalog: catalog, zones: SystemZones()
                ).run(steps: steps)
                total.add(report)
            } catch let violation as Violation {
                violations.append(violation)
                if !json { print("VIOLATED  \(violation)") }
            }
        }
        if json {
            print(
                JSON.object([
                    "seed": .integer(Int64(clamping: seed)), "seeds": .integer(Int64(seeds)),
                    "held": .bool(violations.isEmpty),
                    "violations": .array(violations.map { .string("\($0)") }),
                    "entries": .integer(total.entries), "events": .integer(Int64(total.events)),
                    "crashes": .integer(Int64(total.crashes)),
                    "effects": .integer(Int64(total.effects)),
                ]).text)
        } else if violations.isEmpty {
            print(
                "Held: \(seeds == 1 ? "seed \(seed)" : "\(seeds) seeds from \(seed)"); "
                    + "\(total.events) events acknowledged, \(total.crashes) crashes, "
                    + "\(total.effects) effects, \(total.decisions) decisions derived again, "
                    + "\(total.entries) entries.")
        }
        if !violations.isEmpty { throw Exit.found }
    }
}
