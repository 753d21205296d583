import DMN
import FEEL

/// Reads decisions written as Markdown, as Documentation/writing-policy.md describes it.
public enum MarkdownDecisions {
    /// The largest file, in bytes.
    public static let fileBytesMax = 1_048_576
    /// The most decisions of one file.
    public static let decisionsMax = 500

    /// The decisions of a file, in their order.
    /// - Throws: every finding, each with its file, line and column.
    public static func read(
        _ text: String, file: String? = nil
    ) throws(CompileError) -> [DecisionDefinition] {
        let lines = MarkdownLine.lines(text, file: file)
        guard text.utf8.count <= fileBytesMax else {
            throw CompileError([
                Diagnostic(
                    .error, .limit, "a file has at most \(fileBytesMax) bytes",
                    at: lines[0].place)
            ])
        }
        var reader = DecisionReader(lines: lines)
        let decisions = reader.decisions()
        if decisions.isEmpty && reader.diagnostics.isEmpty {
            reader.report(
                .table, "no decision is in this file", lines[0].place,
                hint: "begin one with a heading such as \"## Decision: serviceGrace\"")
        }
        if decisions.count > decisionsMax {
            reader.report(
                .limit, "a file has at most \(decisionsMax) decisions", lines[0].place)
        }
        guard reader.diagnostics.isEmpty else { throw CompileError(reader.diagnostics) }
        return decisions
    }

    /// The model of a file given as bytes, which must be UTF-8; its name is the file's.
    static func model(
        bytes: [UInt8], file: String? = nil
    ) throws(CompileError) -> ModelDefinition {
        let path = (file ?? "policy").split(separator: "/").last ?? "policy"
        let name = path.split(separator: ".").first.map(String.init) ?? "policy"
        return try ModelDefinition(
            try read(bytes: bytes, file: file), name: name,
            namespace: "urn:fairlead:policy:" + name)
    }

    /// The decisions of a file given as bytes, which must be UTF-8.
    public static func read(
        bytes: [UInt8], file: String? = nil
    ) throws(CompileError) -> [DecisionDefinition] {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let place = SourcePlace(file: file, line: 1, column: 1, length: 1, lineText: "")
            throw CompileError([Diagnostic(.error, .syntax, "the file is not UTF-8", at: place)])
        }
        return try read(text, file: file)
    }
}
