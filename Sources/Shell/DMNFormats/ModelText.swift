import DMN
import FEEL

/// A model's file as it stands, with what this release does not understand, to be written in
/// another format.
public struct ModelText: Sendable {
    public enum Format: String, Sendable, CaseIterable {
        case xml
        case yaml
        case markdown

        /// The format of a file by the end of its name.
        public init?(file: String) {
            if file.hasSuffix(".dmn") || file.hasSuffix(".xml") {
                self = .xml
            } else if file.hasSuffix(".yaml") || file.hasSuffix(".yml") {
                self = .yaml
            } else if file.hasSuffix(".md") || file.hasSuffix(".markdown") {
                self = .markdown
            } else {
                return nil
            }
        }
    }

    private let root: XMLNode
    public let model: ModelDefinition

    /// Reads a file in a format.
    /// - Throws: what is wrong with it; a file that is no decision model is refused.
    public init(bytes: [UInt8], format: Format, file: String? = nil) throws(CompileError) {
        let text = String(decoding: bytes, as: UTF8.self)
        switch format {
        case .xml: root = try XMLDocumentReader(file: file).read(bytes)
        case .yaml: root = try DMNYAML.tree(text, file: file)
        case .markdown where MarkdownModelReader.isModel(text):
            root = try MarkdownModelReader.tree(text, file: file)
        case .markdown:
            // A policy's tables; the tree is made so that other tools can read them.
            model = try MarkdownDecisions.model(bytes: bytes, file: file)
            root = PolicyTree.make(model)
            return
        }
        model = try DMNXML.model(of: root, text: text, file: file)
    }

    /// The model in a format.
    public func text(_ format: Format) throws -> String {
        switch format {
        case .xml: root.document
        case .yaml: try YAMLTreeWriter.text(root)
        case .markdown: try MarkdownModelWriter.text(root)
        }
    }
}
