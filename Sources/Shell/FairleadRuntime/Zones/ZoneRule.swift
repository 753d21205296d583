import FEEL

/// The rule of a zone after its last transition, such as `CET-1CEST,M3.5.0,M10.5.0/3`
/// (POSIX.1-2017, chapter 8.3, with the hours of RFC 9636, section 3.3.1).
struct ZoneRule: Sendable {
    private struct Change: Sendable {
        enum Day: Sendable {
            /// Month, week from 1 (5: the last), weekday from Sunday as 0.
            case weekday(Int, Int, Int)
            /// From 1 to 365, the 29th of February never counted.
            case julian(Int)
            /// From 0 to 365.
            case ordinal(Int)
        }
        let day: Day
        /// Seconds after midnight, local time before the change.
        let time: Int
    }

    private let standard: Int
    private let summer: (offset: Int, begins: Change, ends: Change)?

    init?(_ text: String) {
        var reader = Reader(Array(text.utf8))
        guard reader.name(), let standard = reader.time() else { return nil }
        self.standard = -standard
        if reader.isAtEnd {
            summer = nil
            return
        }
        guard reader.name() else { return nil }
        var offset = 3_600 - standard
        if !reader.next(UInt8(ascii: ",")) {
            guard let given = reader.time(), reader.next(UInt8(ascii: ",")) else { return nil }
            offset = -given
        }
        guard let begins = reader.change(), reader.next(UInt8(ascii: ",")),
            let ends = reader.change(), reader.isAtEnd
        else { return nil }
        summer = (offset, begins, ends)
    }

    func offsetSeconds(at seconds: Int64) -> Int {
        guard let summer else { return standard }
        let local = Int(seconds) + standard
        let days = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        guard let year = CalendarDate(daysSinceEpoch: days)?.year,
            let begins = Self.seconds(of: summer.begins, in: year),
            let ends = Self.seconds(of: summer.ends, in: year)
        else { return standard }
        let from = Int64(begins - standard)
        let to = Int64(ends - summer.offset)
        let isSummer =
            from <= to ? seconds >= from && seconds < to : seconds >= from || seconds < to
        return isSummer ? summer.offset : standard
    }

    /// Local seconds since 1970 of a change in a year.
    private static func seconds(of change: Change, in year: Int) -> Int? {
        guard let first = CalendarDate(year: year, month: 1, day: 1) else { return nil }
        let isLeap = CalendarDate(year: year, month: 2, day: 29) != nil
        let day: Int
        switch change.day {
        case .ordinal(let count): day = first.daysSinceEpoch + count
        case .julian(let count):
            day = first.daysSinceEpoch + count - 1 + (isLeap && count >= 60 ? 1 : 0)
        case .weekday(let month, let week, let weekday):
            guard let start = CalendarDate(year: year, month: month, day: 1) else { return nil }
            // Monday is 1 and Sunday 7 in a date, Sunday 0 here.
            var date = 1 + (weekday - start.weekday % 7 + 7) % 7 + 7 * (week - 1)
            while CalendarDate(year: year, month: month, day: date) == nil { date -= 7 }
            day = start.daysSinceEpoch + date - 1
        }
        return day * 86_400 + change.time
    }

    private struct Reader {
        private let bytes: [UInt8]
        private var at = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { at == bytes.count }

        mutating func next(_ byte: UInt8) -> Bool {
            guard at < bytes.count, bytes[at] == byte else { return false }
            at += 1
            return true
        }

        /// Letters, or anything between `<` and `>`.
        mutating func name() -> Bool {
            let start = at
            if next(UInt8(ascii: "<")) {
                while at < bytes.count, bytes[at] != UInt8(ascii: ">") { at += 1 }
                return next(UInt8(ascii: ">"))
            }
            while at < bytes.count, (0x41...0x5A).contains(bytes[at] & 0xDF) { at += 1 }
            return at - start >= 3
        }

        mutating func number() -> Int? {
            var value: Int?
            while at < bytes.count, (0x30...0x39).contains(bytes[at]), value ?? 0 < 1_000 {
                value = (value ?? 0) * 10 + Int(bytes[at] - 0x30)
                at += 1
            }
            return value
        }

        /// Hours, minutes and seconds, with a sign, in seconds.
        mutating func time() -> Int? {
            let isNegative = next(UInt8(ascii: "-"))
            if !isNegative { _ = next(UInt8(ascii: "+")) }
            guard var seconds = number().map({ $0 * 3_600 }) else { return nil }
            for unit in [60, 1] where next(UInt8(ascii: ":")) {
                guard let part = number() else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        mutating func change() -> Change? {
            let day: Change.Day
            if next(UInt8(ascii: "M")) {
                guard let month = number(), next(UInt8(ascii: ".")), let week = number(),
                    next(UInt8(ascii: ".")), let weekday = number(),
                    (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
                else { return nil }
                day = .weekday(month, week, weekday)
            } else if next(UInt8(ascii: "J")) {
                guard let count = number(), (1...365).contains(count) else { return nil }
                day = .julian(count)
            } else {
                guard let count = number(), (0...365).contains(count) else { return nil }
                day = .ordinal(count)
            }
            guard next(UInt8(ascii: "/")) else { return Change(day: day, time: 7_200) }
            return time().map { Change(day: day, time: $0) }
        }
    }
}
