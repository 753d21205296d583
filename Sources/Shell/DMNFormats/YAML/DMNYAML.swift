import DMN
import FEEL

/// Decision models as YAML: each element of the interchange format under its name, its attributes
/// as words, and each rule of a table as a row.
public enum DMNYAML {
    /// Elements that hold nothing but text, and are written as one.
    static func isText(_ name: String, in parent: String) -> Bool {
        switch name {
        case "text", "description", "question", "allowedAnswers": true
        case "typeRef": parent == "itemDefinition" || parent == "itemComponent"
        case "type": parent == "knowledgeSource"
        // The identifiers of a rule and its cells, where Markdown shows the table.
        case "ids": parent == "decisionTable"
        default: false
        }
    }

    /// The model of a file.
    /// - Throws: what is wrong with it, with file, line and column.
    public static func read(
        bytes: [UInt8], file: String? = nil
    ) throws(CompileError) -> ModelDefinition {
        let text = String(decoding: bytes, as: UTF8.self)
        return try DMNXML.model(of: try tree(text, file: file), text: text, file: file)
    }

    static func tree(_ text: String, file: String?) throws(CompileError) -> XMLNode {
        guard text.utf8.count <= XMLDocumentReader.bytesMax else {
            throw XMLDocumentReader(file: file).failure(
                .limit, "a document has at most \(XMLDocumentReader.bytesMax) bytes", 1, 1)
        }
        let value = try YAMLValue.read(text, file: file)
        do throws(Diagnostic) {
            return try YAMLTreeReader.root(value)
        } catch { throw CompileError([error]) }
    }
}
