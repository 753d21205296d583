import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

@Suite struct VirtualTimeTests {
    private struct Answering: WorkCarrier {
        let customer: Customer

        func carry(_ work: WorkItem) async -> Answer {
            customer.answer(work)
        }
    }

    @Test(.requirement("S0.21", part: "timers over a month, on a clock that is set forward"))
    func `a month goes by from one thing that is due to the next`() async throws {
        let catalog = try RuntimeWorld.changed(
            RuntimeWorld.shipped.get(),
            [
                "playbooks/paymentFailedNearRenewal.yaml": (
                    "clocks:\n",
                    """
                    clocks:
                      month:
                        kind: OLA
                        target: {businessDays: 20, calendar: supportEMEA}
                        stopsOn: payment.recovered
                        ladder: [{at: 50%, to: revops-lead}, {at: 100%, to: head-of-cs}]

                    """
                )
            ])
        let store = MemoryStore(tenant: "test", created: RuntimeWorld.start)
        let time = VirtualTime(StandingTime(at: RuntimeWorld.start))
        let host = RuntimeHost(
            runtime: try Runtime(
                tenant: "test", store: store, governance: catalog.governance, governances: [:],
                zones: try ZoneArchive.ofThisMachine(), limits: RuntimeLimits()),
            store: store, committer: try RuntimeWorld.committer(of: store),
            carrier: Answering(customer: RuntimeWorld.acme), time: time)
        await host.start()
        _ = await host.submit([try Told.acme(), try Told.failure()], by: .sender)
        let end = RuntimeWorld.start.adding(milliseconds: 31 * 86_400_000)
        try await host.pass(until: end, time)
        #expect(time.now() == end)
        let anchor = try #require(try store.items(ItemQuery(kinds: [.case])).items.first)
        let state = try #require(await host.state(shard: anchor.shard, anchor: anchor.anchor))
        let clock = try #require(state.cases.first?.clocks.first { $0.name == "month" })
        // Twenty working days after 20 November, none of them a holiday.
        #expect(clock.due?.rfc3339 == "2026-12-18T17:00:00.000Z")
        let told = state.cases.flatMap(\.tasks).filter { $0.activity == "month" }
        #expect(told.map(\.queue) == ["revops-lead", "head-of-cs"])
        #expect(told.last?.created == clock.due)
        await host.drain()
    }
}
