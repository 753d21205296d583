/// Why bytes are not a JSON document, and where. The message quotes nothing of the document, so
/// that it may be shown and logged whatever the document's classification.
public struct JSONError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        case byteOrderMark
        case unexpectedEnd
        case unexpectedByte
        case trailingBytes
        case invalidNumber
        case invalidEscape
        case loneSurrogate
        case controlCharacter
        case invalidUTF8
        case duplicateKey
        case limitDocumentBytes
        case limitDepth
        case limitNumberBytes
    }

    public let code: Code
    public let message: String
    /// The byte at fault, from 0.
    public let offset: Int
    /// The line of that byte, from 1; lines end with a line feed.
    public let line: Int
    /// The column in that line, in Unicode scalars, from 1.
    public let column: Int

    init(_ code: Code, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
        var line = 1
        var column = 1
        for byte in bytes.prefix(offset) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        self.code = code
        self.offset = offset
        self.line = line
        self.column = column
        message = Self.message(code)
    }

    private static func message(_ code: Code) -> String {
        switch code {
        case .byteOrderMark: "JSON must not begin with a byte order mark"
        case .unexpectedEnd: "the document ends too early"
        case .unexpectedByte: "this character cannot stand here"
        case .trailingBytes: "something follows the end of the document"
        case .invalidNumber: "this is not a number as JSON writes it"
        case .invalidEscape: "this is not an escape sequence of JSON"
        case .loneSurrogate: "a surrogate stands without its partner"
        case .controlCharacter: "a control character in a string must be escaped"
        case .invalidUTF8: "this is not valid UTF-8"
        case .duplicateKey: "the object has a member of this name already"
        case .limitDocumentBytes: "the document is larger than allowed"
        case .limitDepth: "arrays and objects are nested deeper than allowed"
        case .limitNumberBytes: "the number is longer than allowed"
        }
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String { "\(line):\(column): \(message) (\(code.rawValue))" }
}
