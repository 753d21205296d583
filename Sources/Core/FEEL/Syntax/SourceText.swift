/// Where a text begins in the file that holds it.
public struct SourceOrigin: Sendable, Hashable {
    public var file: String?
    /// The line and column of the text's first character, from 1.
    public var line: Int
    public var column: Int
    /// The whole line of the file on which the text begins, to show in messages.
    public var lineText: String?

    public init(file: String? = nil, line: Int = 1, column: Int = 1, lineText: String? = nil) {
        self.file = file
        self.line = line
        self.column = column
        self.lineText = lineText
    }
}

/// A stretch of a text, in bytes of UTF-8.
public struct SourceSpan: Sendable, Hashable {
    public var start: Int
    public var end: Int

    public init(_ start: Int, _ end: Int) {
        self.start = start
        self.end = end
    }
}

/// A stretch of a file, as a message names it.
public struct SourcePlace: Sendable, Hashable {
    public var file: String?
    /// From 1.
    public var line: Int
    /// In characters, from 1.
    public var column: Int
    /// In characters, at least 1, never beyond the line.
    public var length: Int
    public var lineText: String

    public init(file: String?, line: Int, column: Int, length: Int, lineText: String) {
        self.file = file
        self.line = line
        self.column = column
        self.length = length
        self.lineText = lineText
    }
}

/// The text of an expression and where it stands.
public struct SourceText: Sendable, Hashable {
    public let text: String
    public let origin: SourceOrigin

    public init(_ text: String, origin: SourceOrigin = SourceOrigin()) {
        self.text = text
        self.origin = origin
    }

    /// The place of a stretch.
    public func place(_ span: SourceSpan) -> SourcePlace {
        let bytes = Array(text.utf8)
        let start = min(max(span.start, 0), bytes.count)
        let end = min(max(span.end, start), bytes.count)
        let newline = UInt8(ascii: "\n")
        let lineStart = bytes[..<start].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let lineEnd = bytes[start...].firstIndex(of: newline) ?? bytes.count
        let line = bytes[..<start].count { $0 == newline }
        let column = Self.characters(bytes[lineStart..<start]) + 1
        let length = max(1, Self.characters(bytes[start..<max(start, min(end, lineEnd))]))
        let own = String(decoding: bytes[lineStart..<lineEnd], as: UTF8.self)
        if line == 0 {
            let padding = String(repeating: " ", count: origin.column - 1)
            return SourcePlace(
                file: origin.file, line: origin.line, column: origin.column + column - 1,
                length: length, lineText: origin.lineText ?? padding + own)
        }
        return SourcePlace(
            file: origin.file, line: origin.line + line, column: column, length: length,
            lineText: own)
    }

    /// A stretch of the text as a text of its own, which keeps its place. The stretch lies on the
    /// first line.
    public func part(_ span: SourceSpan) -> SourceText {
        let bytes = Array(text.utf8)
        var origin = origin
        origin.lineText = place(span).lineText
        origin.column += Self.characters(bytes[..<span.start])
        return SourceText(
            String(decoding: bytes[span.start..<span.end], as: UTF8.self), origin: origin)
    }

    /// The place of the whole text.
    public var place: SourcePlace { place(SourceSpan(0, text.utf8.count)) }

    private static func characters(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.count { $0 & 0xC0 != 0x80 }
    }
}
