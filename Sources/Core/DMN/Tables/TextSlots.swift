/// Words of texts, found by the texts as they lie in memory: a short one need not be read.
struct TextSlots {
    private struct Slot: BitwiseCopyable {
        var bits = Bits(low: 0, high: 0)
        var word: UInt64 = 0
    }

    /// A text as it lies in memory; no text is all zeros.
    private struct Bits: BitwiseCopyable, Equatable {
        let low: UInt64
        let high: UInt64

        @inline(__always)
        func slot(_ factor: UInt64, _ shift: UInt64) -> Int {
            Int(truncatingIfNeeded: ((low ^ high) &* factor) &>> shift)
        }
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let factor: UInt64
    private let shift: UInt64

    /// - Parameter memory: keeps the texts too, so that their memory is nobody else's.
    init(_ texts: [String], words: [UInt64], _ memory: IndexMemory) {
        _ = memory.keep(texts)
        let all = texts.map { unsafeBitCast($0, to: Bits.self) }
        var count = 2
        while count < 2 * texts.count { count *= 2 }
        // A factor that puts no two texts into one slot is found in a few trials; where two stay
        // together, one of them is found by its bytes.
        var factor: UInt64 = 0x9E37_79B9_7F4A_7C15
        for trial in 0..<64 {
            let shift = UInt64(count.leadingZeroBitCount + 1)
            if Set(all.map { $0.slot(factor, shift) }).count == all.count { break }
            factor = factor &* 0xD130_2B67_2F6A_3B5D | 1
            if trial % 16 == 15 { count *= 2 }
        }
        self.factor = factor
        shift = UInt64(count.leadingZeroBitCount + 1)
        var slots = Array(repeating: Slot(), count: count)
        for (at, bits) in all.enumerated() {
            slots[bits.slot(factor, shift)] = Slot(bits: bits, word: words[at])
        }
        self.slots = memory.keep(slots)
    }

    /// The word of a text; `nil` where its bytes must tell.
    @inline(__always)
    func word(of text: String) -> UInt64? {
        let bits = unsafeBitCast(text, to: Bits.self)
        let slot = slots + bits.slot(factor, shift)
        return slot.pointee.bits == bits ? slot.pointee.word : nil
    }
}
