/// Names of several parts that an expression may use, such as `monthly income`, `a-b` or
/// `profit and loss`: by DMN 1.5, 10.3.1.5, the longest name that is known stands for itself.
///
/// A name's parts are its words and its symbols; white space between them does not count.
struct KnownNames: Sendable, Hashable {
    private struct Name: Sendable, Hashable {
        let text: String
        /// What follows the first word.
        let rest: [[Unicode.Scalar]]
        /// Whether it is meant only where fields are: after a point or within brackets.
        let isField: Bool
    }

    /// By the first word, the longest first.
    private var names: [String: [Name]] = [:]

    /// Adds a name, if it is one of several parts; whether it was.
    @discardableResult
    mutating func insert(_ text: String, isField: Bool = false) -> Bool {
        let parts = Self.parts(of: text)
        guard parts.count > 1, let first = parts[0].first, isNameStart(first) else {
            return false
        }
        let word = Self.text(parts[0])
        guard !keywords.contains(word) else { return false }
        // A field whose name has only words can be no other expression.
        let isBound = isField && parts.contains { !isNamePart($0[0]) }
        let name = Name(text: text, rest: Array(parts.dropFirst()), isField: isBound)
        var known = names[word] ?? []
        if known.contains(where: { $0.rest == name.rest && $0.isField == name.isField }) {
            return true
        }
        known.append(name)
        known.sort { $0.rest.joined().count > $1.rest.joined().count }
        names[word] = known
        return true
    }

    /// Adds the fields of a type, and theirs.
    mutating func insertFields(of type: FEELType) {
        switch type {
        case .context(let context):
            for field in context.fields {
                insert(field.name, isField: true)
                insertFields(of: field.type)
            }
        case .list(let inner), .range(let inner), .optional(let inner):
            insertFields(of: inner)
        case .function(_, let result): insertFields(of: result)
        default: return
        }
    }

    /// The longest known name that begins with a word, and where it ends.
    func match(
        _ word: String, _ scalars: [Unicode.Scalar], after start: Int, amongFields: Bool
    ) -> (name: String, end: Int)? {
        guard let known = names[word] else { return nil }
        for name in known where amongFields || !name.isField {
            if let end = Self.end(of: name.rest, scalars, after: start) { return (name.text, end) }
        }
        return nil
    }

    private static func end(
        of parts: [[Unicode.Scalar]], _ scalars: [Unicode.Scalar], after start: Int
    ) -> Int? {
        var at = start
        for part in parts {
            while at < scalars.count, isBlank(scalars[at]) { at += 1 }
            guard scalars[at...].starts(with: part) else { return nil }
            at += part.count
            if isNamePart(part[0]), at < scalars.count, isNamePart(scalars[at]) { return nil }
        }
        return at
    }

    private static func parts(of text: String) -> [[Unicode.Scalar]] {
        var parts: [[Unicode.Scalar]] = []
        var word: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            if isNamePart(scalar) || scalar == "?" {
                word.append(scalar)
                continue
            }
            if !word.isEmpty { parts.append(word) }
            word = []
            if !isBlank(scalar) { parts.append([scalar]) }
        }
        if !word.isEmpty { parts.append(word) }
        return parts
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
