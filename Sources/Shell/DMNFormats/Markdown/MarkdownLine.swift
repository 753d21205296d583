import FEEL

/// A line of a file, and stretches of it with their places.
struct MarkdownLine {
    let file: String?
    /// From 1.
    let number: Int
    let text: String

    static func lines(_ text: String, file: String?) -> [MarkdownLine] {
        let parts = text.split(separator: "\n", omittingEmptySubsequences: false)
        let plain = parts.flatMap { part in
            // "\r\n" is one character in Swift, so that it splits nothing.
            part.split(separator: "\r\n", omittingEmptySubsequences: false)
        }
        return plain.enumerated().map { MarkdownLine(file: file, number: $0 + 1, text: String($1)) }
    }

    var trimmed: Substring { Self.trim(text[...]) }
    var isBlank: Bool { trimmed.isEmpty }
    /// Whether it is a row of a table.
    var isRow: Bool { trimmed.hasPrefix("|") }

    /// The words of a heading, without its marks; `nil` for another line.
    var heading: Substring? {
        let marks = text.prefix { $0 == "#" }
        guard !marks.isEmpty, marks.count <= 6, text.dropFirst(marks.count).first == " " else {
            return nil
        }
        return Self.trim(text.dropFirst(marks.count))
    }

    /// What stands after the mark of a list's item; `nil` for another line.
    var item: Substring? {
        guard text.hasPrefix("- ") || text.hasPrefix("* ") else { return nil }
        return Self.trim(text.dropFirst(2))
    }

    var place: SourcePlace { place(trimmed.isEmpty ? text[...] : trimmed) }

    func place(_ part: Substring) -> SourcePlace {
        SourcePlace(
            file: file, line: number, column: column(part),
            length: max(1, part.unicodeScalars.count), lineText: text)
    }

    /// A stretch of the line as the text of an expression.
    func source(_ part: Substring) -> SourceText {
        SourceText(
            String(part),
            origin: SourceOrigin(
                file: file, line: number, column: column(part), lineText: text))
    }

    private func column(_ part: Substring) -> Int {
        text.unicodeScalars.distance(from: text.startIndex, to: part.startIndex) + 1
    }

    static func trim(_ part: Substring) -> Substring {
        var part = part.drop { $0.isWhitespace }
        while part.last?.isWhitespace == true { part.removeLast() }
        return part
    }

    /// A stretch without the backticks around it.
    static func withoutTicks(_ part: Substring) -> Substring {
        let part = trim(part)
        guard part.count >= 2, part.first == "`", part.last == "`" else { return part }
        return trim(part.dropFirst().dropLast())
    }
}
