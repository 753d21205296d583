import CPCRE2

/// A regular expression of XPath, compiled.
///
/// Matching is by PCRE2, whose work is counted and paid for with the steps of the evaluation, so
/// that no pattern can take longer than the evaluation may.
final class Pattern {
    private let code: OpaquePointer
    private let matches: OpaquePointer
    private let context: OpaquePointer
    /// Whether a match can begin at the start of a text only.
    private let isAnchored: Bool

    /// What PCRE2 may use to remember where it can turn back, in KiB.
    private static let heapKiBMax: UInt32 = 32_768
    /// Turns of PCRE2 at each place of a text that are tried first, and paid with one step.
    private static let turnsFirst: UInt32 = 64

    init(_ pattern: String, flags: String, limits: Limits) throws(Fault) {
        guard pattern.utf8.count <= limits.patternBytesMax else {
            throw Fault(.limit, "a pattern has at most \(limits.patternBytesMax) bytes")
        }
        let flags = try PatternFlags(flags)
        let translated = Array(
            try PatternTranslator.translate(pattern, flags: flags).utf8)
        var options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF
        if flags.ignoresCase { options |= PCRE2_CASELESS }
        var (number, offset): (Int32, Int) = (0, 0)
        guard
            let code = pcre2_compile_8(
                translated, translated.count, options, &number, &offset, nil)
        else {
            throw Fault(.argument, "this pattern is too large", values: [.string(pattern)])
        }
        guard let matches = pcre2_match_data_create_from_pattern_8(code, nil),
            let context = pcre2_match_context_create_8(nil)
        else { preconditionFailure("there is no memory for a match") }
        pcre2_set_heap_limit_8(context, Self.heapKiBMax)
        var allOptions: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_ALLOPTIONS), &allOptions)
        self.code = code
        self.matches = matches
        self.context = context
        isAnchored = allOptions & PCRE2_ANCHORED != 0
    }

    deinit {
        pcre2_match_context_free_8(context)
        pcre2_match_data_free_8(matches)
        pcre2_code_free_8(code)
    }

    /// The first match at or after an offset: the whole and then each group, in bytes; a group that
    /// took no part is `nil`.
    func match(
        in text: [UInt8], from start: Int, _ evaluator: inout Evaluator
    ) throws(Fault) -> [Range<Int>?]? {
        let places = isAnchored ? 1 : text.count - start + 1
        var turns = Self.turnsFirst
        while true {
            // The first try is short and paid for when it is known how far it went; others before.
            if turns > Self.turnsFirst {
                try evaluator.charge(places * Int(turns / Self.turnsFirst))
            }
            pcre2_set_match_limit_8(context, turns)
            let found = pcre2_match_8(
                code, text, text.count, start, PCRE2_NO_UTF_CHECK, matches, context)
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
