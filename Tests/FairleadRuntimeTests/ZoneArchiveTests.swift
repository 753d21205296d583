import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
import FairleadTesting
import Testing

@Suite struct `Time zones` {
    private static let machine = Result { try ZoneArchive.ofThisMachine() }

    /// Foundation has data of its own, of another age: zones whose rules have stood for long.
    private static let steady = [
        "Europe/Berlin", "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago",
        "America/Los_Angeles", "America/Halifax", "America/St_Johns", "Australia/Sydney",
        "Australia/Lord_Howe", "Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata",
        "Asia/Singapore", "Asia/Dubai", "Africa/Johannesburg", "Etc/UTC", "Etc/GMT+5",
    ]

    @Test func `the archive says what another reader says, then and later`() throws {
        let archive = try Self.machine.get()
        let system = SystemZones()
        var compared = 0
        for zone in Self.steady {
            for year in 1975...2075 {
                for day in stride(from: 0, to: 365, by: 26) {
                    let seconds = (year - 1970) * 31_556_952 + day * 86_400 + 7_013
                    guard let known = system.offsetSeconds(zone: zone, secondsSinceEpoch: seconds)
                    else { continue }
                    compared += 1
                    let found = archive.offsetSeconds(zone: zone, secondsSinceEpoch: seconds)
                    #expect(found == known, "\(zone) \(seconds)")
                }
            }
        }
        #expect(compared == Self.steady.count * 101 * 15)
        #expect(archive.names.count > 300)
    }

    @Test(arguments: [
        // The second before summer time begins in Berlin, and the one in which it does.
        ("Europe/Berlin", 1_774_745_999, 3_600), ("Europe/Berlin", 1_774_746_000, 7_200),
        ("Europe/Berlin", 1_792_889_999, 7_200), ("Europe/Berlin", 1_792_890_000, 3_600),
        // In the south summer lasts over the end of the year; beyond the table, by the rule.
        ("Australia/Sydney", 3_692_390_400, 39_600), ("Asia/Kathmandu", 1_800_000_000, 20_700),
    ])
    func `offsets change at the second`(zone: String, seconds: Int, offset: Int) throws {
        let archive = try Self.machine.get()
        #expect(archive.offsetSeconds(zone: zone, secondsSinceEpoch: seconds) == offset)
        #expect(archive.offsetSeconds(zone: "Nowhere/At all", secondsSinceEpoch: seconds) == nil)
    }

    @Test func `bytes that are no archive are refused, whatever they are`() throws {
        let bytes = try Self.machine.get().bytes
        #expect(try ZoneArchive(bytes: bytes).digest == Self.machine.get().digest)
        for cut in [0, 5, 20, bytes.count / 2, bytes.count - 1] {
            #expect(throws: ZoneArchive.Problem.self) {
                try ZoneArchive(bytes: Array(bytes.prefix(cut)))
            }
        }
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<200 {
            var other = bytes
            for _ in 0..<50 {
                let place = Int.random(in: 16..<other.count, using: &generator)
                other[place] = UInt8.random(in: 0...255, using: &generator)
            }
            guard let archive = try? ZoneArchive(bytes: other) else { continue }
            for zone in ["Europe/Berlin", "America/New_York", "Africa/Abidjan"] {
                _ = archive.offsetSeconds(zone: zone, secondsSinceEpoch: 1_900_000_000)
            }
        }
    }

    @Test(.requirement("S3.10", part: "with the time-zone data that a decision was made with"))
    func `a decision is derived again with the zones it was made with, or said not to be`() throws {
        let archive = try Self.machine.get()
        let world = try RuntimeWorld(zones: archive)
        _ = try world.registry(
            .activate(catalog: world.catalog.digest, zones: archive.digest), by: .system)
        try world.tell(Told.acme(), Told.failure())
        #expect(world.runtime.registry.zones == archive.digest)
        let current = world.catalog.governance
        let replayer = Replayer(
            governance: { $0 == current.digest ? current : nil }, zones: UTCOnly())
        let without = try replayer.run(world.store)
        #expect(without.decisions > 0)
        #expect(without.unsupported == without.decisions)
        try world.store.commit(
            CommitBatch(blobs: [StoredBlob(digest: archive.digest, bytes: archive.bytes)]))
        let with = try replayer.run(world.store)
        #expect(with.identical == with.decisions)
        #expect(with.decisions == without.decisions)
    }
}
