import DMN
import FEEL
import Foundation

/// Reads models from files in any format, with the models that they import.
public struct ModelFiles {
    /// The most models that may be read for one.
    public static let modelsMax = 100

    private let contents: (_ path: String) -> [UInt8]?
    private let names: (_ folder: String) -> [String]

    /// The files of the disk.
    public init() {
        contents = { FileManager.default.contents(atPath: $0).map { Array($0) } }
        names = { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
    }

    /// Files in memory, by their paths.
    public init(_ files: [String: [UInt8]]) {
        contents = { files[$0] }
        names = { folder in
            files.keys.filter { Self.folder(of: $0) == folder }.map { Self.name(of: $0) }
        }
    }

    /// Whether a file holds a model, by the end of its name: `.dmn`, `.yaml` or `.md`, but for the
    /// tests beside a model.
    public static func isModel(_ path: String) -> Bool {
        ModelText.Format(file: path) != nil && !path.hasSuffix(".tests.yaml")
    }

    /// The file of the tests that stand beside a model.
    public static func tests(beside path: String) -> String {
        let name = name(of: path)
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
        return joined(folder(of: path), stem + ".tests.yaml")
    }

    /// The bytes of a file; `nil` where it cannot be read.
    public func bytes(_ path: String) -> [UInt8]? { contents(path) }

    /// A model's file as it stands.
    public func text(_ path: String) throws(CompileError) -> ModelText {
        guard let format = ModelText.Format(file: path) else {
            throw Self.failure(path, "decisions are in files ending in .dmn, .yaml or .md")
        }
        guard let bytes = contents(path) else {
            throw Self.failure(path, "the file cannot be read")
        }
        return try ModelText(bytes: bytes, format: format, file: path)
    }

    /// The model of a file, then those that it imports, directly or through others: where an import
    /// says, else beside it by their namespace.
    public func read(_ path: String) throws(CompileError) -> [ModelDefinition] {
        var models = [try text(path).model]
        var files = [path]
        var at = 0
        while at < models.count {
            let imports = models[at].imports
            for entry in imports
            where !models.contains(where: { $0.namespace == entry.namespace }) {
                guard let (file, model) = find(entry, from: files[at]) else {
                    throw CompileError([
                        Diagnostic(
                            .error, .unknownName, "no model of \(entry.namespace) is here",
                            at: entry.place)
                    ])
                }
                models.append(model)
                files.append(file)
                guard models.count <= Self.modelsMax else {
                    throw Self.failure(path, "a model needs at most \(Self.modelsMax) models")
                }
            }
            at += 1
        }
        return models
    }

    private func find(
        _ entry: ModelDefinition.Import, from path: String
    ) -> (String, ModelDefinition)? {
        let folder = Self.folder(of: path)
        var places: [String] = []
        if let location = entry.location, !location.contains(":"), !location.contains("..") {
            places.append(Self.joined(folder, location))
        }
        for name in names(folder).sorted() where Self.isModel(name) {
            places.append(Self.joined(folder, name))
        }
        for place in places where place != path {
            // Others in the folder may be broken; that is their own affair.
            guard let model = try? text(place).model, model.namespace == entry.namespace else {
                continue
            }
            return (place, model)
        }
        return nil
    }

    // MARK: Paths

    /// The folder of a file; `.` for one that has none.
    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    private static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    private static func joined(_ folder: String, _ name: some StringProtocol) -> String {
        folder == "." ? String(name) : folder + "/" + name
    }

    private static func failure(_ path: String, _ message: String) -> CompileError {
        let place = SourcePlace(file: path, line: 1, column: 1, length: 1, lineText: "")
        return CompileError([Diagnostic(.error, .syntax, message, at: place)])
    }
}
