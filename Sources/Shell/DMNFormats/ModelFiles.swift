import DMN
import FEEL
import Foundation

/// Reads models from files, with the models that they import.
public enum ModelFiles {
    /// The most models that may be read for one.
    public static let modelsMax = 100

    /// The bytes of a file.
    public static func bytes(_ path: String) throws(CompileError) -> [UInt8] {
        if let data = FileManager.default.contents(atPath: path) { return Array(data) }
        throw failure(path, "the file cannot be read")
    }

    private static func model(
        _ bytes: [UInt8], _ path: String
    ) throws(CompileError) -> ModelDefinition {
        try ModelText(bytes: bytes, format: ModelText.Format(file: path) ?? .xml, file: path).model
    }

    /// The model of a file ending in `.dmn`, `.yaml` or `.md`, then those that it imports, directly
    /// or through others: where an import says, else beside it by their namespace.
    public static func read(_ path: String) throws(CompileError) -> [ModelDefinition] {
        var models = [try model(try bytes(path), path)]
        var files = [path]
        var at = 0
        while at < models.count {
            let imports = models[at].imports
            for entry in imports
            where !models.contains(where: { $0.namespace == entry.namespace }) {
                guard let (file, model) = try find(entry, from: files[at]) else {
                    throw CompileError([
                        Diagnostic(
                            .error, .unknownName, "no model of \(entry.namespace) is here",
                            at: entry.place)
                    ])
                }
                models.append(model)
                files.append(file)
                guard models.count <= modelsMax else {
                    throw failure(path, "a model needs at most \(modelsMax) models")
                }
            }
            at += 1
        }
        return models
    }

    private static func find(
        _ entry: ModelDefinition.Import, from path: String
    ) throws(CompileError) -> (String, ModelDefinition)? {
        let folder = URL(filePath: path).deletingLastPathComponent()
        var places: [String] = []
        if let location = entry.location, !location.contains(":"), !location.contains("..") {
            places.append(folder.appending(path: location).path(percentEncoded: false))
        }
        let folderPath = folder.path(percentEncoded: false)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folderPath)) ?? []
        for name in names.sorted() where ModelText.Format(file: name) != nil {
            places.append(folder.appending(path: name).path(percentEncoded: false))
        }
        for place in places {
            guard let data = FileManager.default.contents(atPath: place),
                // Others in the folder may be broken; that is their own affair.
                let model = try? model(Array(data), place),
                model.namespace == entry.namespace
            else { continue }
            return (place, model)
        }
        return nil
    }

    private static func failure(_ path: String, _ message: String) -> CompileError {
        let place = SourcePlace(file: path, line: 1, column: 1, length: 1, lineText: "")
        return CompileError([Diagnostic(.error, .syntax, message, at: place)])
    }
}
