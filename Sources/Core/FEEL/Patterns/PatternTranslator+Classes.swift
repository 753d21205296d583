extension PatternTranslator {
    /// A set of characters: what stands between brackets, and the whole with them.
    struct CharacterSet {
        /// How the set is written within the brackets of another.
        let members: String
        /// The character, where the set is one that was written as itself or by its escape.
        var single: Unicode.Scalar?

        var text: String { "[\(members)]" }
    }

    /// What a backslash and the letter after it stand for.
    mutating func escapedSet() throws(Fault) -> CharacterSet {
        guard let scalar = peek() else { throw wrong("the pattern ends within an escape") }
        at += 1
        switch scalar {
        case "n": return Self.single("\n")
        case "r": return Self.single("\r")
        case "t": return Self.single("\t")
        case "\\", "|", ".", "?", "*", "+", "(", ")", "{", "}", "-", "[", "]", "^", "$":
            return Self.single(scalar)
        case "d": return CharacterSet(members: "\\p{Nd}")
        case "D": return CharacterSet(members: "\\P{Nd}")
        case "w": return CharacterSet(members: "\\p{L}\\p{M}\\p{N}\\p{S}")
        case "W": return CharacterSet(members: "\\p{P}\\p{Z}\\p{C}")
        case "s": return Self.ranges(CharacterRanges.space, negated: false)
        case "S": return Self.ranges(CharacterRanges.space, negated: true)
        case "i": return Self.ranges(CharacterRanges.nameStart, negated: false)
        case "I": return Self.ranges(CharacterRanges.nameStart, negated: true)
        case "c": return Self.ranges(CharacterRanges.name, negated: false)
        case "C": return Self.ranges(CharacterRanges.name, negated: true)
        case "p": return try property(negated: false)
        case "P": return try property(negated: true)
        default: throw wrong("\\\(scalar) is no escape")
        }
    }

    private static func single(_ scalar: Unicode.Scalar) -> CharacterSet {
        CharacterSet(members: written(scalar), single: scalar)
    }

    private static func ranges(
        _ ranges: CharacterRanges.Ranges, negated: Bool
    ) -> CharacterSet {
        CharacterSet(members: written(negated ? CharacterRanges.complement(ranges) : ranges))
    }

    private mutating func property(negated: Bool) throws(Fault) -> CharacterSet {
        guard take("{") else { throw wrong("a category is written \\p{…}") }
        var name = String.UnicodeScalarView()
        while let scalar = peek(), scalar != "}" {
            at += 1
            if flags.ignoresSpace && Self.isSpace(scalar) { continue }
            name.append(scalar)
        }
        guard take("}") else { throw wrong("a category is written \\p{…}") }
        let text = String(name)
        if text.hasPrefix("Is"), let block = CharacterRanges.block(String(text.dropFirst(2))) {
            return Self.ranges(block, negated: negated)
        }
        guard CharacterRanges.categories.contains(text) else {
            throw wrong("\(text) is no category or block of characters")
        }
        return CharacterSet(members: "\\\(negated ? "P" : "p"){\(text)}")
    }

    /// `[…]`, its first bracket read: `[^a-z\d-[aeiou]]`.
    mutating func characterClass() throws(Fault) -> String {
        let isNegated = take("^")
        var members = ""
        var isFirst = true
        var subtracted: String?
        while true {
            guard let scalar = peek() else { throw wrong("a bracket is not closed") }
            if scalar == "]" {
                at += 1
                guard !isFirst else { throw wrong("there is nothing in the brackets") }
                break
            }
            if scalar == "-", !isFirst, at + 1 < scalars.count, scalars[at + 1] == "[" {
                at += 2
                subtracted = try characterClass()
                guard take("]") else { throw wrong("a subtraction ends its brackets") }
                break
            }
            members += try classPart(isFirst: isFirst)
            isFirst = false
        }
        let whole = "[\(isNegated ? "^" : "")\(members)]"
        return subtracted.map { "(?:(?!\($0))\(whole))" } ?? whole
    }

    /// A character, a range of them, or a set by its escape.
    private mutating func classPart(isFirst: Bool) throws(Fault) -> String {
        let low = try classMember(mayBeHyphen: isFirst)
        guard peek() == "-", at + 1 < scalars.count, scalars[at + 1] != "]",
            scalars[at + 1] != "["
        else { return low.members }
        guard let first = low.single else {
            throw wrong("a range begins with a character, not with a set of them")
        }
        at += 1
        let high = try classMember(mayBeHyphen: false)
        guard let last = high.single else {
            throw wrong("a range ends with a character, not with a set of them")
        }
        guard first.value <= last.value else { throw wrong("a range ends before it begins") }
        return Self.written(first) + "-" + Self.written(last)
    }

    private mutating func classMember(mayBeHyphen: Bool) throws(Fault) -> CharacterSet {
        let scalar = scalars[at]
        at += 1
        switch scalar {
        case "\\": return try escapedSet()
        case "[": throw wrong("\"[\" within brackets is written \\[")
        case "-" where !mayBeHyphen && peek() != "]":
            throw wrong("\"-\" within brackets is written \\-, or stands first or last")
        default: return Self.single(scalar)
        }
    }
}
