public import FairleadPlaybook
import Yams

/// Reads YAML into source nodes, strictly: what is written is what is meant, or it is refused.
///
/// Anchors, aliases, merges and tags are refused; a key twice is an error; every document of a
/// file is read, or none. A literal block's position is that of its first character, and its
/// lines keep their column, so that places inside it are right.
public enum YAMLReader {
    /// A file of the catalog beyond this is refused.
    public static let fileBytesMax = 1_048_576
    /// Values of one document.
    public static let nodesMax = 100_000

    /// The documents of a file, in order; an empty file has none.
    public static func documents(
        _ bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics
    ) -> [SourceNode] {
        let start = SourcePosition(file: file, line: 1, column: 1)
        guard bytes.count <= fileBytesMax else {
            diagnostics.error("the file is larger than \(fileBytesMax) bytes", at: start)
            return []
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            diagnostics.error("the file is not UTF-8", at: start)
            return []
        }
        var composer = Composer(file: file, text: text)
        let documents = composer.documents()
        diagnostics.add(composer.diagnostics.all)
        return composer.diagnostics.hasErrors ? [] : documents
    }

    /// The only document of a file.
    public static func document(
        _ bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics
    ) -> SourceNode? {
        var own = Diagnostics()
        let documents = documents(bytes, file: file, &own)
        diagnostics.add(own.all)
        if own.hasErrors { return nil }
        guard let first = documents.first else {
            diagnostics.error(
                "the file is empty", at: SourcePosition(file: file, line: 1, column: 1))
            return nil
        }
        if documents.count > 1 {
            diagnostics.error(
                "the file holds \(documents.count) documents, one is expected",
                at: documents[1].position)
            return nil
        }
        return first
    }
}

/// Turns what the YAML parser gives into nodes with places.
private struct Composer {
    let file: String
    let text: String
    /// Split as the parser counts lines, in its unit of columns.
    let lines: [[Unicode.Scalar]]
    var diagnostics = Diagnostics()
    var nodeCount = 0

    init(file: String, text: String) {
        self.file = file
        self.text = text
        self.lines = Composer.lines(of: text)
    }

    private static func lines(of text: String) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = [[]]
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where last == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": lines.append([])
            default: lines[lines.count - 1].append(scalar)
            }
            last = scalar
        }
        return lines
    }

    mutating func documents() -> [SourceNode] {
        var documents: [SourceNode] = []
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            while let root = try parser.nextRoot() {
                guard let node = node(root) else { break }
                documents.append(node)
            }
        } catch let error as YamlError {
            report(error)
        } catch {
            diagnostics.error("the file cannot be read: \(error)", at: position(nil))
        }
        return documents
    }

    private mutating func node(_ node: Node) -> SourceNode? {
        nodeCount += 1
        let place = position(node.mark)
        if nodeCount > YAMLReader.nodesMax {
            diagnostics.error("more than \(YAMLReader.nodesMax) values", at: place)
            return nil
        }
        guard isPlainNode(at: place) else { return nil }
        switch node {
        case .scalar(let scalar):
            return SourceNode(
                .scalar(scalar.string, plain: scalar.style == .plain || scalar.style == .any),
                at: contentPosition(of: scalar, at: place))
        case .sequence(let sequence):
            var items: [SourceNode] = []
            for item in sequence {
                guard let item = self.node(item) else { return nil }
                items.append(item)
            }
            return SourceNode(.sequence(items), at: place)
        case .mapping(let mapping):
            return self.mapping(mapping, at: place)
        case .alias:
            diagnostics.error("an alias is not allowed", at: place, hint: "write it out")
            return nil
        }
    }

    private mutating func mapping(_ mapping: Node.Mapping, at place: SourcePosition)
        -> SourceNode?
    {
        var members: [SourceNode.Member] = []
        for (key, value) in mapping {
            let keyPlace = position(key.mark)
            guard case .scalar(let scalar) = key else {
                diagnostics.error("a key must be a single value", at: keyPlace)
                return nil
            }
            guard isPlainNode(at: keyPlace) else { return nil }
            if scalar.string == "<<" {
                diagnostics.error("a merge is not allowed", at: keyPlace, hint: "write it out")
                return nil
            }
            guard let value = node(value) else { return nil }
            members.append(
                SourceNode.Member(key: scalar.string, keyPosition: keyPlace, value: value))
        }
        return SourceNode(.mapping(members), at: place)
    }

    /// No node begins with the mark of a tag, an anchor or an alias; plain text cannot.
    private mutating func isPlainNode(at place: SourcePosition) -> Bool {
        guard lines.indices.contains(place.line - 1),
            lines[place.line - 1].indices.contains(place.column - 1)
        else { return true }
        switch lines[place.line - 1][place.column - 1] {
        case "!": diagnostics.error("a tag is not allowed", at: place)
        case "&":
            diagnostics.error("an anchor is not allowed", at: place, hint: "write it out")
        case "*":
            diagnostics.error("an alias is not allowed", at: place, hint: "write it out")
        default: return true
        }
        return false
    }

    /// Where the text of a scalar begins: after the quotation mark, or on the first line of a
    /// block that is not blank.
    private func contentPosition(
        of scalar: Node.Scalar, at place: SourcePosition
    ) -> SourcePosition {
        switch scalar.style {
        case .singleQuoted, .doubleQuoted: return place.moved(lines: 0, columns: 1)
        case .literal, .folded:
            let first = place.line
            for index in first..<max(first, lines.count) {
                let line = lines[index]
                let indent = line.prefix { $0 == " " }.count
                if indent < line.count {
                    return SourcePosition(file: file, line: first + 1, column: indent + 1)
                }
            }
            return place
        default: return place
        }
    }

    private func position(_ mark: Mark?) -> SourcePosition {
        SourcePosition(file: file, line: mark?.line ?? 1, column: mark?.column ?? 1)
    }

    private mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            diagnostics.error("not YAML: \(problem)", at: position(mark))
        case .duplicatedKeysInMapping(let duplicates, let context):
            diagnostics.error(
                "the key '\(duplicates.first ?? "")' stands twice", at: position(context.mark))
        case .reader(let problem, let offset, _, _):
            diagnostics.error(
                "not YAML: \(problem)" + (offset.map { " at byte \($0)" } ?? ""),
                at: position(nil))
        default:
            diagnostics.error("not YAML: \(error)", at: position(nil))
        }
    }
}
