import Foundation
import Testing

/// Reference material that is not part of the repository: standards' test suites and other people's
/// published examples, in a folder `shared` beside the package. `FAIRLEAD_SHARED` names another
/// folder. Tests that need it carry `.sharedMaterial("path")` and say so when they are skipped.
public enum SharedMaterial {
    /// The folder, whether it is there or not.
    public static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["FAIRLEAD_SHARED"], !path.isEmpty {
            return URL(filePath: path, directoryHint: .isDirectory)
        }
        return packageRoot.deletingLastPathComponent().appending(
            path: "shared", directoryHint: .isDirectory)
    }()

    /// Whether there is a file or folder at `path`, relative to the folder.
    public static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: url(path).path(percentEncoded: false))
    }

    public static func url(_ path: String) -> URL {
        root.appending(path: path)
    }

    /// The bytes of a file; throws Foundation's error when it cannot be read.
    public static func data(_ path: String) throws -> Data {
        try Data(contentsOf: url(path))
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, with the reason, where the reference material is absent.
    public static func sharedMaterial(
        _ path: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> Self {
        .enabled(
            if: SharedMaterial.has(path),
            "reference material \(path) is not here (FAIRLEAD_SHARED names its folder)",
            sourceLocation: sourceLocation)
    }
}
