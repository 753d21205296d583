import FairleadCatalog
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite("Simulation", .serialized, .timeLimit(.minutes(20))) struct SimulationTests {
    @Test(
        .requirement("S0.28", "S3.12", part: "crashes, lost answers, repetitions, any order"),
        arguments: 0..<100)
    func `every promise holds, whatever happens when`(seed: Int) throws {
        let report = try Simulation(
            seed: UInt64(seed), catalog: RuntimeWorld.shipped.get(), zones: SystemZones()
        ).run(steps: 250)
        #expect(report.events > 0 && report.entries > 0)
    }

    @Test func `a seed is the same run to the byte`() throws {
        let reports = try (0..<2).map { _ in
            try Simulation(seed: 7, catalog: RuntimeWorld.shipped.get(), zones: SystemZones())
                .run(steps: 500)
        }
        #expect(reports[0] == reports[1])
        #expect(reports[0].crashes > 0 && reports[0].effects > 0 && reports[0].decisions > 0)
    }
}
