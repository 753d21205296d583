/// Finds texts by their bytes: Swift's own dictionaries take canonically equivalent texts for one,
/// which policy must not, and their hash costs more than a decision may.
struct TextIndex: Sendable {
    private(set) var texts: [String] = []
    /// The bytes of all texts, one after the other, and where each ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Open addressing: the place of a text and 1, or 0. At most half of it is used.
    private var slots: [Int32] = Array(repeating: 0, count: 8)

    /// The place of one text for each mark of texts as they lie in memory, or -1.
    private var sames: [Int32] = Array(repeating: -1, count: 8)

    /// A text as it lies in memory.
    private struct Bits: BitwiseCopyable, Equatable {
        let low: UInt64
        let high: UInt64

        var mark: UInt64 {
            let mixed = (low ^ high) &* 0x9E37_79B9_7F4A_7C15
            return mixed ^ mixed >> 32
        }
    }

    init() {}

    var count: Int { texts.count }

    /// The place of a text; `nil` for one that is not here.
    subscript(text: String) -> Int? {
        let at = place(of: text)
        return at < count ? at : nil
    }

    /// The place of a text; `count` for one that is not here.
    @inline(__always)
    func place(of text: String) -> Int {
        // What is the same in memory is the same text, so that a short one need not be read.
        let bits = unsafeBitCast(text, to: Bits.self)
        let at = Int(sames[Int(truncatingIfNeeded: bits.mark) & (sames.count - 1)])
        if at >= 0, texts.withUnsafeBufferPointer({ unsafeBitCast($0[at], to: Bits.self) == bits })
        {
            return at
        }
        return placeByBytes(of: text)
    }

    private func placeByBytes(of text: String) -> Int {
        let found = text.utf8.withContiguousStorageIfAvailable { place(of: $0) }
        if let found { return found }
        var copy = text
        return copy.withUTF8 { place(of: $0) }
    }

    /// The place of a text, which is added if it is new.
    mutating func insert(_ text: String) -> Int {
        if let place = self[text] { return place }
        texts.append(text)
        bytes += Array(text.utf8)
        ends.append(bytes.count)
        hashes.append(Array(text.utf8).withUnsafeBufferPointer { Self.hash($0) })
        if texts.count * 2 > slots.count {
            slots = Array(repeating: 0, count: slots.count * 2)
            sames = Array(repeating: -1, count: slots.count * 2)
            for place in texts.indices { occupy(place) }
        } else {
            occupy(texts.count - 1)
        }
        return texts.count - 1
    }

    private mutating func occupy(_ place: Int) {
        var slot = Int(truncatingIfNeeded: hashes[place]) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(place + 1)
        let mark = unsafeBitCast(texts[place], to: Bits.self).mark
        sames[Int(truncatingIfNeeded: mark) & (sames.count - 1)] = Int32(place)
    }

    /// The place of a text by its bytes, or `count`.
    private func place(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let hash = Self.hash(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while true {
            let place = Int(slots[slot]) - 1
            if place < 0 { return count }
            if hashes[place] == hash, isText(place, text) { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    private func isText(_ place: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = place == 0 ? 0 : ends[place - 1]
        guard ends[place] - start == text.count else { return false }
        for at in 0..<text.count where bytes[start + at] != text[at] { return false }
        return true
    }

    /// Mixes eight bytes at a time; the last ones may be taken twice. Only ever compared with
    /// itself, so that it may change.
    private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawBufferPointer(text)
        var hash = UInt64(text.count)
        if text.count >= 8 {
            var at = 0
            while at + 8 < text.count {
                hash = mixed(hash, raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
                at += 8
            }
            return mixed(hash, raw.loadUnaligned(fromByteOffset: text.count - 8, as: UInt64.self))
        }
        if text.count >= 4 {
            let low = raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
            let high = raw.loadUnaligned(fromByteOffset: text.count - 4, as: UInt32.self)
            return mixed(hash, UInt64(high) << 32 | UInt64(low))
        }
        var word: UInt64 = 0
        for byte in text { word = word << 8 | UInt64(byte) }
        return mixed(hash, word)
    }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word ^ 0x9E37_79B9_7F4A_7C15)
            .multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
        return product.high ^ product.low
    }
}
