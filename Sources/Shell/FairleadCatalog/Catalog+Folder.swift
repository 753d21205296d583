import FairleadPlaybook
import Foundation

extension Catalog {
    /// A catalog has at most so many files.
    public static let filesMax = 2_000

    /// The files of a folder, by their paths below it. Names that begin with a dot, and
    /// `README.md`, are left alone; a link is refused, for its bytes are not the catalog's.
    public static func files(in directory: String) throws(CatalogError) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        var open = [""]
        while let folder = open.popLast() {
            let path = folder.isEmpty ? directory : directory + "/" + folder
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
                throw trouble(folder.isEmpty ? directory : folder, "the folder cannot be read")
            }
            for name in names.sorted() where !name.hasPrefix(".") && name != "README.md" {
                let below = folder.isEmpty ? name : folder + "/" + name
                let full = directory + "/" + below
                let kind =
                    (try? FileManager.default.attributesOfItem(atPath: full))?[.type]
                    as? FileAttributeType
                switch kind {
                case .typeDirectory: open.append(below)
                case .typeRegular:
                    guard let data = FileManager.default.contents(atPath: full) else {
                        throw trouble(below, "the file cannot be read")
                    }
                    files[below] = Array(data)
                default: throw trouble(below, "this is no plain file")
                }
                if files.count > filesMax {
                    throw trouble(below, "a catalog has at most \(filesMax) files")
                }
            }
        }
        return files
    }

    /// Reads and compiles a folder.
    public static func load(directory: String) throws(CatalogError) -> Catalog {
        try compile(files: files(in: directory))
    }

    private static func trouble(_ path: String, _ message: String) -> CatalogError {
        CatalogError(diagnostics: [
            Diagnostic(at: SourcePosition(file: path, line: 1, column: 1), message)
        ])
    }
}
