import FairleadTesting
import Foundation

/// The files of the repository, read once; what git ignores is left out.
enum Tree {
    static let files: [TreeFile] = {
        let root = packageRoot.standardizedFileURL.path(percentEncoded: false)
        guard let walk = FileManager.default.enumerator(atPath: root) else { return [] }
        var files: [TreeFile] = []
        while let path = walk.nextObject() as? String {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if isIgnored(name, path) {
                walk.skipDescendants()
                continue
            }
            guard let data = FileManager.default.contents(atPath: root + path) else { continue }
            files.append(TreeFile(path: path, bytes: Array(data)))
        }
        return files.sorted { $0.path < $1.path }
    }()

    /// The Swift files below a folder, such as `Sources/Core`.
    static func swift(below folder: String) -> [TreeFile] {
        files.filter { $0.path.hasSuffix(".swift") && $0.path.hasPrefix(folder + "/") }
    }

    static var swift: [TreeFile] { files.filter { $0.path.hasSuffix(".swift") } }

    static func file(_ path: String) -> TreeFile? { files.first { $0.path == path } }

    private static func isIgnored(_ name: String, _ path: String) -> Bool {
        let folders = [".git", ".swiftpm", "__pycache__", "Package.resolved", "node_modules"]
        return folders.contains(name) || name.hasPrefix(".build")
            || path == "Benchmarks/results"
            || [".db", ".db-wal", ".db-shm", ".db-lock"].contains {
                name.hasSuffix($0)
            }
    }
}
