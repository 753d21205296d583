/// Damages bytes as senders, editors and attackers do: bytes changed, cut out, cut off, doubled,
/// and fragments put in that readers stumble over.
public enum MutatedBytes {
    private static let fragments: [[UInt8]] =
        [
            "null", "-1", "1e400", "9223372036854775808", "\"\"", "\"\\ud800\"",
            "{\"a\":1,\"a\":2}",
            "\u{feff}", "\u{0}", "\n", "\t", ": ", "- ", "| ", "|-\n", "&a ", "*a", "<<: ",
            "!!int ",
            "---\n", "## Decision: ", "(", "[", "]]", "{", "}", "'", "\"", "#", "\u{2028}",
            "if then else", "for x in ", "duration(\"P1D\")", "not(", "..",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80]]

    /// `seed`, damaged in one to four places; now and then by something nested deeply or long.
    public static func of(_ seed: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = seed
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
            let place = Int.random(in: 0...bytes.count, using: &generator)
            let end = min(bytes.count, place + Int.random(in: 0...40, using: &generator))
            switch Int.random(in: 0..<8, using: &generator) {
            case 0 where place < bytes.count:
                bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.removeSubrange(place..<end)
            case 2: bytes.removeSubrange(place...)
            case 3: bytes.insert(contentsOf: bytes[place..<end], at: end)
            case 4 where Int.random(in: 0..<20, using: &generator) == 0:
                let opening = Array("[({-".utf8).randomElement(using: &generator) ?? 0x5B
                let count = [30, 300, 5_000].randomElement(using: &generator) ?? 30
                bytes.insert(contentsOf: repeatElement(opening, count: count), at: place)
            default:
                bytes.insert(
                    contentsOf: fragments.randomElement(using: &generator) ?? [], at: place)
            }
        }
        return bytes
    }
}
