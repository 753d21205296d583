extension Value: CustomStringConvertible {
    /// The value as FEEL would be written to give it; a function has no such text.
    public var description: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .number(let value): text += value.description
        case .string(let value): text += quoted(value)
        case .date(let value): text += "@\"\(value)\""
        case .time(let value): text += "@\"\(value)\""
        case .dateTime(let value): text += "@\"\(value)\""
        case .daysTime(let value): text += "@\"\(value)\""
        case .yearsMonths(let value): text += "@\"\(value)\""
        case .list(let items):
            text += "["
            for (at, item) in items.enumerated() {
                if at > 0 { text += ", " }
                item.write(to: &text)
            }
            text += "]"
        case .context(let context):
            text += "{"
            for (at, entry) in context.entries.enumerated() {
                if at > 0 { text += ", " }
                text += (isPlainName(entry.key) ? entry.key : quoted(entry.key)) + ": "
                entry.value.write(to: &text)
            }
            text += "}"
        case .range(let range) where range.comparison != nil || range.isOpenEnded:
            text += "(\(range.comparisonText) "
            (range.low ?? range.high ?? .null).write(to: &text)
            text += ")"
        case .range(let range):
            text += range.lowIncluded ? "[" : "("
            (range.low ?? .null).write(to: &text)
            text += ".."
            (range.high ?? .null).write(to: &text)
            text += range.highIncluded ? "]" : ")"
        case .function(let function):
            text += "function(\(function.parameters.joined(separator: ", "))) …"
        }
    }

    /// What FEEL's `string` gives: a text as it is, anything else as written, temporals without
    /// their mark.
    public var plainText: String {
        switch self {
        case .string(let value): value
        case .date(let value): value.description
        case .time(let value): value.description
        case .dateTime(let value): value.description
        case .daysTime(let value): value.description
        case .yearsMonths(let value): value.description
        default: description
        }
    }
}

extension RangeValue {
    fileprivate var isOpenEnded: Bool { (low == nil) != (high == nil) }

    /// The sign before the only end.
    fileprivate var comparisonText: String {
        if let comparison { return comparison.rawValue }
        return low == nil ? (highIncluded ? "<=" : "<") : (lowIncluded ? ">=" : ">")
    }
}

/// A text in quotation marks, with FEEL's escapes.
public func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}

/// Whether a text can stand as a name of one word.
public func isPlainName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, isNameStart(first) else { return false }
    return text.unicodeScalars.allSatisfy(isNamePart) && !keywords.contains(text)
}

let keywords: Set<String> = [
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not",
    "between", "instance", "of", "function", "external", "true", "false", "null",
]
