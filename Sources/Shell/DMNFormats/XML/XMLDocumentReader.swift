import FEEL
import Foundation
import FoundationXML

/// Reads an XML document as a tree, within limits and without a document type.
struct XMLDocumentReader {
    /// The largest document, in bytes.
    static let bytesMax = 16_777_216
    /// How deeply elements may be nested.
    static let depthMax = 100

    let file: String?

    func read(_ bytes: [UInt8]) throws(CompileError) -> XMLNode {
        guard bytes.count <= Self.bytesMax else {
            throw failure(.limit, "a document has at most \(Self.bytesMax) bytes", 1, 1)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw failure(.syntax, "the document is not UTF-8", 1, 1)
        }
        try checkProlog(text)
        let parser = XMLParser(data: Data(bytes))
        let builder = XMLTreeBuilder()
        parser.delegate = builder
        parser.shouldResolveExternalEntities = false
        // On Linux `parse()` answers true for malformed documents too.
        let isParsed = parser.parse()
        if let trouble = builder.trouble {
            throw failure(.limit, trouble.message, trouble.line, trouble.column)
        }
        if let error = parser.parserError ?? builder.error {
            throw failure(
                .syntax, "the document is not well-formed: \(Self.words(error))",
                builder.errorLine ?? parser.lineNumber, builder.errorColumn ?? parser.columnNumber)
        }
        guard isParsed, let root = builder.root else {
            throw failure(.syntax, "the document has no element", 1, 1)
        }
        return root
    }

    /// Refuses a document type and an encoding other than UTF-8.
    private func checkProlog(_ text: String) throws(CompileError) {
        var rest = Substring(text)
        if rest.unicodeScalars.first == "\u{FEFF}" { rest = rest.dropFirst() }
        var isFirst = true
        while true {
            rest = rest.drop(while: \.isWhitespace)
            if rest.hasPrefix("<?"), let end = rest.range(of: "?>") {
                let instruction = rest[..<end.lowerBound].lowercased()
                if isFirst, let at = instruction.range(of: "encoding") {
                    guard instruction[at.upperBound...].contains("utf-8") else {
                        throw failure(.syntax, "the document's encoding is not UTF-8", 1, 1)
                    }
                }
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("<!--"), let end = rest.range(of: "-->") {
                rest = rest[end.upperBound...]
            } else if rest.hasPrefix("<!") {
                let line = text[..<rest.startIndex].count { $0.isNewline } + 1
                throw failure(.syntax, "a document type is not allowed", line, 1)
            } else {
                return
            }
            isFirst = false
        }
    }

    private static func words(_ error: any Error) -> String {
        let text = (error as NSError).userInfo["NSXMLParserErrorMessage"] as? String
        return (text ?? "error \((error as NSError).code)").trimmingCharacters(in: .newlines)
    }

    func failure(
        _ code: Diagnostic.Code, _ message: String, _ line: Int, _ column: Int
    ) -> CompileError {
        CompileError([
            Diagnostic(
                .error, code, message,
                at: SourcePlace(
                    file: file, line: max(1, line), column: max(1, column), length: 1,
                    lineText: ""))
        ])
    }
}

/// Builds the tree from the parser's events.
private final class XMLTreeBuilder: NSObject, XMLParserDelegate {
    private(set) var root: XMLNode?
    private(set) var trouble: (message: String, line: Int, column: Int)?
    private(set) var error: (any Error)?
    private(set) var errorLine: Int?
    private(set) var errorColumn: Int?
    private var open: [XMLNode] = []

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        guard open.count < XMLDocumentReader.depthMax else {
            trouble = (
                "elements are nested at most \(XMLDocumentReader.depthMax) deep",
                parser.lineNumber, parser.columnNumber
            )
            parser.abortParsing()
            return
        }
        var namespaces = open.last?.namespaces ?? [:]
        for (name, value) in attributes {
            if name == "xmlns" { namespaces[""] = value }
            if name.hasPrefix("xmlns:") { namespaces[String(name.dropFirst(6))] = value }
        }
        let parts = elementName.split(separator: ":", maxSplits: 1)
        open.append(
            XMLNode(
                prefix: parts.count == 2 ? String(parts[0]) : "",
                name: String(parts.last ?? ""),
                attributes: attributes.map { .init(name: $0.key, value: $0.value) }
                    .sorted { $0.name < $1.name },
                namespaces: namespaces, line: parser.lineNumber,
                // The parser stands on the last character of the tag.
                column: parser.columnNumber + 1))
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        guard let node = open.popLast() else { return }
        if open.isEmpty {
            root = node
        } else {
            open[open.count - 1].children.append(.element(node))
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { append(string) }

    func parser(_ parser: XMLParser, foundCDATA block: Data) {
        if let last = open.indices.last, open[last].children.isEmpty {
            open[last].column += "<![CDATA[".count
        }
        append(String(decoding: block, as: UTF8.self))
    }

    func parser(_ parser: XMLParser, foundComment comment: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].children.append(.comment(comment))
    }

    private func append(_ text: String) {
        guard !open.isEmpty else { return }
        let last = open.count - 1
        if case .text(let before)? = open[last].children.last {
            open[last].children[open[last].children.count - 1] = .text(before + text)
        } else {
            open[last].children.append(.text(text))
        }
    }

    func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        guard error == nil else { return }
        error = parseError
        errorLine = parser.lineNumber
        errorColumn = parser.columnNumber
    }
}
