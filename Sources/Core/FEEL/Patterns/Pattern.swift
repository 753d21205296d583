import CPCRE2

/// A regular expression of XPath, ready to match texts in one evaluation.
///
/// Matching is by PCRE2, whose work is counted and paid for with the steps of the evaluation, so
/// that no pattern can take longer than the evaluation may.
final class Pattern {
    private let compiled: PatternCode
    private let matches: OpaquePointer
    private let context: OpaquePointer

    /// What PCRE2 may use to remember where it can turn back, in KiB.
    private static let heapKiBMax: UInt32 = 32_768
    /// Turns of PCRE2 at each place of a text that are tried first, and paid with one step.
    private static let turnsFirst: UInt32 = 64

    init(_ compiled: PatternCode) {
        guard let matches = pcre2_match_data_create_from_pattern_8(compiled.code, nil),
            let context = pcre2_match_context_create_8(nil)
        else { preconditionFailure("there is no memory for a match") }
        pcre2_set_heap_limit_8(context, Self.heapKiBMax)
        self.compiled = compiled
        self.matches = matches
        self.context = context
    }

    deinit {
        pcre2_match_context_free_8(context)
        pcre2_match_data_free_8(matches)
    }

    /// The first match at or after an offset: the whole and then each group, in bytes; a group that
    /// took no part is `nil`.
    func match(
        in text: [UInt8], from start: Int, _ evaluator: inout Evaluator
    ) throws(Fault) -> [Range<Int>?]? {
        let places = compiled.isAnchored ? 1 : text.count - start + 1
        var turns = Self.turnsFirst
        while true {
            // The first try is short and paid for when it is known how far it went; others before.
            if turns > Self.turnsFirst {
                try evaluator.charge(places * Int(turns / Self.turnsFirst))
            }
            pcre2_set_match_limit_8(context, turns)
            let found = pcre2_match_8(
                compiled.code, text, text.count, start, PCRE2_NO_UTF_CHECK, matches, context)
            switch found {
            case PCRE2_ERROR_NOMATCH:
                try evaluator.charge(places)
                return nil
            case PCRE2_ERROR_MATCHLIMIT where turns < UInt32.max / 8:
                try evaluator.charge(places)
                turns *= 8
            case 0...:
                let groups = groups()
                let distance = (groups.first ?? nil).map { $0.upperBound - start } ?? 0
                try evaluator.charge(1 + distance)
                return groups
            default:
                throw Fault(.limit, "matching this pattern takes more than it may")
            }
        }
    }

    private func groups() -> [Range<Int>?] {
        guard let offsets = pcre2_get_ovector_pointer_8(matches) else { return [] }
        return (0..<Int(pcre2_get_ovector_count_8(matches))).map { number in
            let (low, high) = (offsets[2 * number], offsets[2 * number + 1])
            return low == Int(bitPattern: UInt.max) || high < low ? nil : low..<high
        }
    }
}
