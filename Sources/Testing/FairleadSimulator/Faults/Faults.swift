/// The faults of a run. Each draws from a stream of its own, so that leaving one out does not
/// change when the others strike.
public struct Faults: Sendable {
    public let without: Set<Fault>
    private var streams: [Chance]

    public init(seed: UInt64, without: Set<Fault> = []) {
        self.without = without
        streams = Fault.allCases.map { Chance(seed: seed ^ Self.seed(of: $0)) }
    }

    /// Whether it happens this time.
    mutating func strikes(_ fault: Fault) -> Bool {
        guard !without.contains(fault) else { return false }
        return streams[Self.place(of: fault)].permille(fault.permille)
    }

    /// A number in 0..<bound that belongs to a fault.
    mutating func choose(_ bound: Int, for fault: Fault) -> Int {
        streams[Self.place(of: fault)].below(bound)
    }

    private static func place(of fault: Fault) -> Int {
        Fault.allCases.firstIndex(of: fault) ?? 0
    }

    /// FNV-1a over its name: the same whatever other faults there are.
    private static func seed(of fault: Fault) -> UInt64 {
        fault.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
    }
}
