import Glibc

/// A file of the repository.
struct TreeFile: Sendable {
    /// Relative to the repository's root.
    let path: String
    let bytes: [UInt8]

    /// The bytes with comments and the contents of string literals blanked; lines stay in place.
    let code: [UInt8]

    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        code = path.hasSuffix(".swift") ? codeOnly(bytes) : bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var name: Substring { path.split(separator: "/").last ?? Substring(path) }

    var lines: [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// The line of a byte, from 1.
    func line(at offset: Int) -> Int {
        1 + bytes[..<offset].count { $0 == UInt8(ascii: "\n") }
    }
}

/// Where `pattern` occurs. An end of the pattern that is a letter, digit or underscore must be the
/// end of a word in the bytes too.
func occurrences(of pattern: String, in bytes: [UInt8]) -> [Int] {
    let wanted = Array(pattern.utf8)
    var found: [Int] = []
    bytes.withUnsafeBytes { all in
        guard let base = all.baseAddress else { return }
        var start = 0
        while start + wanted.count <= all.count,
            let hit = memchr(base + start, Int32(wanted[0]), all.count - start - wanted.count + 1)
        {
            let offset = hit - UnsafeMutableRawPointer(mutating: base)
            start = offset + 1
            guard memcmp(hit, wanted, wanted.count) == 0 else { continue }
            let end = offset + wanted.count
            let opens = offset == 0 || !(isWord(all[offset - 1]) && isWord(wanted[0]))
            let closes = end == all.count || !(isWord(all[end]) && isWord(wanted[wanted.count - 1]))
            if opens && closes { found.append(offset) }
        }
    }
    return found
}

func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        true
    default: false
    }
}
