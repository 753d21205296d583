/// A moment in UTC, to the millisecond, as records hold it.
///
/// It lies in the years 0000 to 9999, which is what RFC 3339 can write; beyond them it is the
/// nearest end. Leap seconds have no place of their own: 23:59:60 is the second after it.
public struct Instant: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// 0000-01-01T00:00:00.000Z.
    public static let earliest = Instant(milliseconds: -62_167_219_200_000)
    /// 9999-12-31T23:59:59.999Z.
    public static let latest = Instant(milliseconds: 253_402_300_799_999)

    private static let dayMilliseconds: Int64 = 86_400_000

    /// A moment from the milliseconds since 1970-01-01T00:00:00Z.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -62_167_219_200_000), 253_402_300_799_999)
    }

    /// A moment from RFC 3339, with any offset and fraction; what is below a millisecond is cut
    /// off. Nil if the text is anything else or no moment of the calendar.
    public init?(rfc3339 text: some StringProtocol) {
        var reader = RFC3339Reader(Array(text.utf8))
        guard let milliseconds = reader.milliseconds() else { return nil }
        self.init(milliseconds: milliseconds)
        // Beyond the calendar after the offset was taken off: not a moment that can be written.
        guard self.milliseconds == milliseconds else { return nil }
    }

    /// How long the text of a moment is.
    private static let textBytes = 24

    /// The one text of this moment: `2026-11-20T09:30:00.000Z`.
    public var rfc3339: String {
        String(unsafeUninitializedCapacity: Self.textBytes) { text in
            write(to: UnsafeMutableRawPointer(text.baseAddress.unsafelyUnwrapped))
            return Self.textBytes
        }
    }

    /// Appends the text in ASCII, 24 bytes.
    public func write(into bytes: inout ByteWriter) {
        bytes.append(upTo: Self.textBytes) { text in
            write(to: text)
            return Self.textBytes
        }
    }

    private func write(to text: UnsafeMutableRawPointer) {
        let day = milliseconds.floorDivided(by: Self.dayMilliseconds)
        let ofDay = Int(milliseconds - day * Self.dayMilliseconds)
        let date = CivilDate(daysSince1970: Int(day))
        var end = 0
        func put(_ value: Int, digits: Int, _ after: Unicode.Scalar) {
            var rest = value
            for place in stride(from: end + digits - 1, through: end, by: -1) {
                text.storeBytes(
                    of: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10),
                    toByteOffset: place, as: UInt8.self)
                rest /= 10
            }
            text.storeBytes(of: UInt8(ascii: after), toByteOffset: end + digits, as: UInt8.self)
            end += digits + 1
        }
        put(date.year, digits: 4, "-")
        put(date.month, digits: 2, "-")
        put(date.day, digits: 2, "T")
        put(ofDay / 3_600_000, digits: 2, ":")
        put(ofDay / 60_000 % 60, digits: 2, ":")
        put(ofDay / 1000 % 60, digits: 2, ".")
        put(ofDay % 1000, digits: 3, "Z")
    }

    /// This moment and so many milliseconds, within the calendar.
    public func adding(milliseconds more: Int64) -> Instant {
        let (sum, overflow) = milliseconds.addingReportingOverflow(more)
        if overflow { return more > 0 ? .latest : .earliest }
        return Instant(milliseconds: sum)
    }
}

extension Instant: Comparable {
    public static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

extension Instant: CustomStringConvertible {
    public var description: String { rfc3339 }
}
