/// One zone's data in the form that zic writes (RFC 9636, versions 2 to 4): transitions, and the
/// rule that holds after the last of them.
struct ZoneFile: Sendable {
    private var transitions: [(at: Int64, offset: Int)] = []
    /// Before the first transition.
    private var first = 0
    private var rule: ZoneRule?

    /// Nil: the bytes are none of that form.
    init?(_ slice: ArraySlice<UInt8>) {
        let bytes = Array(slice)
        // The first block has times of four bytes, and is for old readers only.
        guard let old = Header(bytes, at: 0), old.version >= 2 else { return nil }
        let start = Header.byteCount + old.blockBytes(timeBytes: 4)
        guard let header = Header(bytes, at: start) else { return nil }
        var at = start + Header.byteCount
        let end = at + header.blockBytes(timeBytes: 8)
        guard end < bytes.count, header.types > 0 else { return nil }
        let times = (0..<header.times).map { Self.integer(bytes, at: at + 8 * $0, count: 8) }
        at += 8 * header.times
        let indices = bytes[at..<at + header.times].map(Int.init)
        at += header.times
        let offsets = (0..<header.types).map {
            Int(Int32(truncatingIfNeeded: Self.integer(bytes, at: at + 6 * $0, count: 4)))
        }
        guard indices.allSatisfy({ $0 < offsets.count }) else { return nil }
        first = offsets[0]
        transitions = zip(times, indices).map { ($0, offsets[$1]) }
        let footer = bytes[end...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        if !footer.isEmpty {
            guard let rule = ZoneRule(String(decoding: footer, as: UTF8.self)) else { return nil }
            self.rule = rule
        }
    }

    /// Seconds east of UTC at a moment in seconds since 1970.
    func offsetSeconds(at seconds: Int64) -> Int {
        guard let last = transitions.last else {
            return rule?.offsetSeconds(at: seconds) ?? first
        }
        if seconds >= last.at { return rule?.offsetSeconds(at: seconds) ?? last.offset }
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= seconds { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? first : transitions[low - 1].offset
    }

    static func integer(_ bytes: [UInt8], at place: Int, count: Int) -> Int64 {
        bytes[place..<place + count].reduce(0) { $0 << 8 | Int64($1) }
    }

    private struct Header {
        static let byteCount = 44
        let version: Int
        let utIndicators: Int
        let standardIndicators: Int
        let leaps: Int
        let times: Int
        let types: Int
        let characters: Int

        init?(_ bytes: [UInt8], at place: Int) {
            guard place >= 0, place + Self.byteCount <= bytes.count,
                bytes[place..<place + 4].elementsEqual("TZif".utf8)
            else { return nil }
            version = Int(bytes[place + 4]) - Int(UInt8(ascii: "0"))
            let counts = (0..<6).map {
                Int(ZoneFile.integer(bytes, at: place + 20 + 4 * $0, count: 4))
            }
            guard counts.allSatisfy({ $0 <= 100_000 }) else { return nil }
            utIndicators = counts[0]
            standardIndicators = counts[1]
            leaps = counts[2]
            times = counts[3]
            types = counts[4]
            characters = counts[5]
        }

        func blockBytes(timeBytes: Int) -> Int {
            times * (timeBytes + 1) + types * 6 + characters + leaps * (timeBytes + 4)
                + standardIndicators + utIndicators
        }
    }
}
