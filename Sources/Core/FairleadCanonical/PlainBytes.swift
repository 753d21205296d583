/// The place, at or after one, of the first byte that does not stand for itself in a JSON string:
/// a quotation mark, a backslash, a control character, and, where that is asked, anything beyond
/// ASCII; the count of the bytes where there is none. Eight bytes are looked at together.
@inline(__always)
func plainEnd(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isASCII: Bool
) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(bytes)
    var place = start
    while place &+ 8 <= raw.count {
        let word = UInt64(
            littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        // A byte less a smaller one borrows from its top bit, which the lowest such byte shows.
        let control = (word &- ones &* 0x20) & ~word
        let quotation = word ^ ones &* 0x22
        let backslash = word ^ ones &* 0x5C
        let found =
            (control | (quotation &- ones) & ~quotation | (backslash &- ones) & ~backslash
                | (isASCII ? word : 0)) & tops
        if found != 0 { return place &+ found.trailingZeroBitCount / 8 }
        place &+= 8
    }
    while place < raw.count {
        let byte = raw[place]
        guard byte >= 0x20, byte != 0x22, byte != 0x5C, !isASCII || byte < 0x80 else { break }
        place &+= 1
    }
    return place
}
