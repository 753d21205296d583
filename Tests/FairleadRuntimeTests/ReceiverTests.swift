import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

/// What systems say that cannot be taken in as it is.
@Suite(.timeLimit(.minutes(15))) struct `Receiving` {
    /// A connector whose sweep finds what the test puts there.
    private struct Swept: Connector {
        let definition: ConnectorDefinition
        let bodies: [JSON]

        func perform(_ item: WorkItem) async -> Answer { .failed(code: "deaf", message: "") }

        func sweep(since: Instant) async -> SweepAnswer {
            let mapper = EventMapper(definition)
            return .events(
                bodies.map { mapper.receive($0.bytes, now: RuntimeWorld.start) }, next: since)
        }
    }

    private struct Deaf: WorkCarrier {
        func carry(_ work: WorkItem) async -> Answer {
            .retry(code: "deaf", afterMilliseconds: nil)
        }
    }

    private struct Still: TimeSource {
        func now() -> Instant { RuntimeWorld.start }
    }

    private struct NoValues: ValueSource {
        func value(of reference: ConfiguredValue) throws(ValueUnavailable) -> String { "" }
    }

    /// What a sweep of billing that finds these bodies leaves in the registry, and in the store.
    private func sweep(_ bodies: [JSON]) async throws -> (RegistryState, MemoryStore) {
        let catalog = try RuntimeWorld.shipped.get()
        let store = MemoryStore(tenant: "test", created: RuntimeWorld.start)
        let runtime = try Runtime(
            tenant: "test", store: store, governance: catalog.governance, governances: [:],
            zones: SystemZones(), limits: RuntimeLimits(),
            entropy: { [UInt8](repeating: 7, count: 32) })
        let host = RuntimeHost(runtime: runtime, store: store, carrier: Deaf(), time: Still())
        await host.start()
        let billing = try #require(catalog.connectors.first { $0.name == "billing" })
        let receiver = Receiver(
            connectors: ConnectorSet([Swept(definition: billing, bodies: bodies)]), host: host,
            values: NoValues(), time: Still())
        _ = await receiver.sweep("billing", since: RuntimeWorld.start)
        return (await host.registryState, store)
    }

    private func invoice(_ id: String, _ due: JSON, _ customer: String = "cus_1") -> JSON {
        [
            "id": .string(id), "type": "invoice.overdue", "created": 1_779_000_000,
            "data": [
                "object": [
                    "id": "in_1", "object": "invoice", "customer": .string(customer),
                    "due_date": due, "amount_due": 100, "currency": "usd", "status": "open",
                ]
            ],
        ]
    }

    @Test(.requirement("S0.55", part: "a message that cannot be mapped"))
    func `a message whose mapping fails is kept, and one exception says how it fails`() async throws
    {
        let (registry, store) = try await sweep([
            invoice("evt_1", "no day"), invoice("evt_2", "no day"),
            invoice("evt_3", 1_779_000_000),
        ])
        #expect(registry.exceptions.map(\.code) == ["mapping-failed"])
        let raised = try #require(registry.exceptions.first)
        #expect(raised.message.contains("could not be mapped"))
        #expect(!raised.message.contains("no day"))
        for id in ["evt_1", "evt_2", "evt_3"] {
            #expect(try store.receipt(source: "/billing", id: id) != nil, "\(id)")
        }
        #expect(try store.items(ItemQuery(kinds: [.exception])).items.map(\.id) == [raised.id])
    }

    @Test(.requirement("S0.55", part: "a known id that says something else"))
    func `what says something else under a known id is kept with one exception`() async throws {
        let first = invoice("evt_1", 1_779_000_000)
        let other = invoice("evt_1", 1_789_000_000)
        let (registry, store) = try await sweep([first, other, other])
        #expect(registry.exceptions.map(\.code) == ["event-conflict"])
        #expect(registry.exceptions.map(\.about) == ["/billing evt_1"])
        let payloads = try store.segments(shard: 0, from: 1, limit: 100).flatMap(\.payloads)
        let kept = payloads.contains { payload in
            guard case .kept(_, let bytes) = payload.content, let json = try? JSON.parse(bytes)
            else { return false }
            return json["received"]?.stringValue.flatMap { Base64.decode($0) } == other.bytes
        }
        #expect(kept)
    }
}
