extension Builtin {
    func text(_ arguments: Arguments, _ evaluator: inout Evaluator) throws(Fault) -> Value {
        if self == .stringJoin { return try join(arguments, &evaluator) }
        let text = try arguments.string(0)
        try evaluator.charge(text.utf8.count / 16)
        switch self {
        case .stringLength: return .number(text.unicodeScalars.count)
        case .upperCase: return .string(text.uppercased())
        case .lowerCase: return .string(text.lowercased())
        case .substring: return try substring(text, arguments)
        default: break
        }
        let match = try arguments.string(1)
        switch self {
        case .contains: return .boolean(Self.find(match, in: text) != nil)
        case .startsWith: return .boolean(text.utf8.starts(with: match.utf8))
        case .endsWith: return .boolean(text.utf8.reversed().starts(with: match.utf8.reversed()))
        case .substringBefore:
            guard let found = Self.find(match, in: text) else { return .string("") }
            return .string(String(decoding: Array(text.utf8)[..<found], as: UTF8.self))
        default:
            guard let found = Self.find(match, in: text) else { return .string("") }
            let rest = Array(text.utf8)[(found + match.utf8.count)...]
            return .string(String(decoding: rest, as: UTF8.self))
        }
    }

    /// Where a text lies in another, in bytes of UTF-8; by bytes, so that it is never a matter of
    /// canonical equivalence.
    private static func find(_ match: String, in text: String) -> Int? {
        let (haystack, needle) = (Array(text.utf8), Array(match.utf8))
        guard !needle.isEmpty else { return 0 }
        guard needle.count <= haystack.count else { return nil }
        for start in 0...(haystack.count - needle.count)
        where haystack[start] == needle[0]
            && haystack[start..<(start + needle.count)].elementsEqual(needle)
        {
            return start
        }
        return nil
    }

    private func substring(_ text: String, _ arguments: Arguments) throws(Fault) -> Value {
        let scalars = Array(text.unicodeScalars)
        let position = try arguments.integer(1)
        guard position != 0 else {
            throw Fault(
                .argument, "positions count from 1, or back from -1", values: [arguments[1]])
        }
        let wanted = position > 0 ? position - 1 : scalars.count &+ position
        guard wanted >= 0, wanted < scalars.count else {
            throw Fault(
                .notFound, "the text has no such position", values: [arguments[0], arguments[1]])
        }
        var length = scalars.count - wanted
        if arguments.count > 2 {
            let given = try arguments.integer(2)
            guard given >= 1, given <= length else {
                throw Fault(
                    .argument, "a length is at least 1 and at most what is left",
                    values: [arguments[0], arguments[2]])
            }
            length = given
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars[wanted..<(wanted + length)])
        return .string(String(view))
    }

    private func join(
        _ arguments: Arguments, _ evaluator: inout Evaluator
    ) throws(Fault) -> Value {
        let items = try arguments.list(0)
        let delimiter = arguments[1].isNull ? "" : try arguments.string(1)
        var result = ""
        var isFirst = true
        for item in items {
            if item.isNull { continue }
            guard case .string(let text) = item else {
                throw Fault(.type, "only strings can be joined", values: [item])
            }
            try evaluator.charge(1 + (text.utf8.count + delimiter.utf8.count) / 16)
            if !isFirst { result += delimiter }
            result += text
            isFirst = false
        }
        return .string(result)
    }
}
