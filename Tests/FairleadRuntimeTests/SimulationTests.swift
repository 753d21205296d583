import FairleadCatalog
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

@Suite("Simulation", .serialized, .timeLimit(.minutes(20))) struct SimulationTests {
    private static let catalogs = Result { try SimulatedCatalogs(RuntimeWorld.shipped.get()) }

    private func series(without: Set<Fault> = []) throws -> SimulationSeries {
        SimulationSeries(
            catalogs: try Self.catalogs.get(), zones: SystemZones(), without: without)
    }

    @Test(
        .requirement("S0.28", "S3.12", part: "crashes, lost answers, repetitions, any order"))
    func `every promise holds, whatever happens when`() throws {
        let outcome = try series().run(from: 1, count: 20, steps: 200)
        for violation in outcome.violations { Issue.record("\(violation)") }
        #expect(outcome.total.events > 0 && outcome.total.entries > 0)
        let unseen = Fault.allCases.filter { outcome.total.faults[$0] == nil }
        #expect(unseen.isEmpty, "every fault has struck")
        #expect(outcome.total.approvals > 0 && outcome.total.tasks > 0)
        #expect(outcome.total.parked > 0)
    }

    @Test func `cases of every shipped playbook are opened, worked and closed`() throws {
        let playbooks = try Self.catalogs.get().first.governance.playbooks.map(\.name)
        var total = SimulationReport()
        var first: UInt64 = 1
        while first < 60, !playbooks.allSatisfy({ total.cases[$0]?.closed ?? 0 > 0 }) {
            let outcome = try series().run(from: first, count: 8, steps: 400)
            for violation in outcome.violations { Issue.record("\(violation)") }
            total.add(outcome.total)
            first += 8
        }
        for playbook in playbooks {
            #expect(total.cases[playbook]?.opened ?? 0 > 1, "cases of \(playbook) are opened")
            #expect(total.cases[playbook]?.closed ?? 0 > 0, "one of \(playbook) is closed")
        }
    }

    @Test(
        .requirement("S0.14", "S0.42", "S2.14", part: "under crashes, lies and lost answers"),
        arguments: OverlaidCatalog.allCases)
    func `playbooks that say more than the shipped ones hold, whatever happens when`(
        _ overlaid: OverlaidCatalog
    ) throws {
        let series = SimulationSeries(
            catalogs: try SimulatedCatalogs(overlaid.compiled()), zones: SystemZones())
        let outcome = try series.run(
            from: 1, count: TestScale.seeds(otherwise: 4), steps: 250, shrinks: false)
        for violation in outcome.violations { Issue.record("\(violation)") }
        let cases = try #require(outcome.total.cases[overlaid.rawValue])
        #expect(cases.opened > 1, "what only this catalog hears was told")
    }

    @Test func `the people of a small company work through its days`() throws {
        var company = Company()
        company.accounts = 60
        company.tickets = 4
        company.accountUpdates = 3
        let simulation = try Simulation(
            seed: 5, catalogs: Self.catalogs.get(), zones: SystemZones(), isCompany: true)
        let days = try simulation.live(days: 6, in: company)
        #expect(days.tasks > 0, "while they live, and not only when all comes to rest")
        #expect(days.effects > 0 && days.cases.values.contains { $0.closed > 0 })
    }

    @Test func `a seed is the same run to the byte`() throws {
        let reports = try (0..<2).map { _ in
            try Simulation(seed: 7, catalogs: Self.catalogs.get(), zones: SystemZones())
                .run(steps: 300)
        }
        #expect(reports[0] == reports[1])
        #expect(reports[0].crashes > 0 && reports[0].effects > 0 && reports[0].decisions > 0)
    }

    @Test func `what is left out does not happen`() throws {
        let outcome = try series(without: [.crash, .powerLoss]).run(
            from: 1, count: 3, steps: 200)
        for violation in outcome.violations { Issue.record("\(violation)") }
        #expect(outcome.total.faults[.crash] == nil && outcome.total.faults[.powerLoss] == nil)
    }
}
