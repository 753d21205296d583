import CPCRE2

/// A regular expression of XPath, compiled. Nothing of it changes, so that evaluations share it.
final class PatternCode: @unchecked Sendable {
    /// A pattern and its flags as they are written.
    struct Source: Sendable, Hashable {
        let pattern: String
        let flags: String
    }

    let code: OpaquePointer
    /// Whether a match can begin at the start of a text only.
    let isAnchored: Bool

    init(_ source: Source) throws(Fault) {
        let flags = try PatternFlags(source.flags)
        let translated = Array(
            try PatternTranslator.translate(source.pattern, flags: flags).utf8)
        var options = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF
        if flags.ignoresCase { options |= PCRE2_CASELESS }
        var (number, offset): (Int32, Int) = (0, 0)
        guard
            let code = pcre2_compile_8(
                translated, translated.count, options, &number, &offset, nil)
        else {
            throw Fault(
                .argument, "this pattern is too large", values: [.string(source.pattern)])
        }
        var allOptions: UInt32 = 0
        pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_ALLOPTIONS), &allOptions)
        self.code = code
        isAnchored = allOptions & PCRE2_ANCHORED != 0
    }

    deinit { pcre2_code_free_8(code) }
}

extension Code {
    /// The patterns that calls name as constants and that are well formed, so that each is compiled
    /// once; what is wrong with another is told when it is used.
    static func constantPatterns(
        _ nodes: [Node], _ extras: [Int32], _ constants: [Value], _ builtins: [Builtin]
    ) -> [PatternCode.Source: PatternCode] {
        var patterns: [PatternCode.Source: PatternCode] = [:]
        for node in nodes {
            guard case .call = node.operation,
                let flagsAt = builtins[Int(node.a)].patternFlagsPlace
            else { continue }
            func text(_ at: Int) -> String? {
                guard at < Int(node.c) else { return "" }
                let argument = nodes[Int(extras[Int(node.b) + at])]
                guard case .constant = argument.operation else { return nil }
                let value = constants[Int(argument.a)]
                return value.isNull && at == flagsAt ? "" : value.string
            }
            guard node.c > 1, let pattern = text(1), let flags = text(flagsAt),
                pattern.utf8.count <= Limits.standard.patternBytesMax
            else { continue }
            let source = PatternCode.Source(pattern: pattern, flags: flags)
            if patterns[source] == nil { patterns[source] = try? PatternCode(source) }
        }
        return patterns
    }
}
