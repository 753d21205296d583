import DMN
import FEEL

/// Decision models in the interchange format of DMN 1.1 to 1.5.
public enum DMNXML {
    /// The namespaces of the versions' model elements.
    static let namespaces = [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    ]

    /// The model of a file.
    /// - Throws: what is wrong with it, with file, line and column.
    public static func read(
        bytes: [UInt8], file: String? = nil
    ) throws(CompileError) -> ModelDefinition {
        try model(
            of: try XMLDocumentReader(file: file).read(bytes),
            text: String(decoding: bytes, as: UTF8.self), file: file)
    }

    /// The model of a tree, read from XML or another text.
    static func model(
        of root: XMLNode, text: String, file: String?
    ) throws(CompileError) -> ModelDefinition {
        guard root.name == "definitions", namespaces.contains(root.namespace ?? "") else {
            throw XMLDocumentReader(file: file).failure(
                .syntax, "this is no decision model of DMN 1.1 to 1.5", root.line, 1)
        }
        var reader = DMNReader(root, text: text, file: file)
        let model = reader.model()
        guard reader.diagnostics.isEmpty else { throw CompileError(reader.diagnostics) }
        return model
    }
}
