import FairleadCatalog
import FairleadTesting
import Foundation
import Testing

/// The shipped catalog with a folder of Tests/Catalogs laid over it: playbooks that say more than the
/// shipped ones, with what they need.
enum OverlaidCatalog: String, CaseIterable {
    case onboardingSSO, severityOne, quoteToCash

    /// Files to which the overlay adds; of all others it has its own.
    private static let lists: Set = ["events.yaml", "models.yaml"]
    private static let order = "catalog.yaml"

    func compiled() throws -> Catalog {
        let folder = packageRoot.appending(path: "Tests/Catalogs/\(rawValue)")
        var all = try RuntimeWorld.shipped.get().files
        // Their exceptions are their own.
        all["exceptions.yaml"] = nil
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
            let file = folder.appending(path: path)
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
                continue
            }
            let bytes = Array(try Data(contentsOf: file))
            if path == Self.order {
                // Its playbooks are asked first.
                let shipped = String(decoding: try #require(all[path]), as: UTF8.self)
                let first = "playbooks:\n" + String(decoding: bytes, as: UTF8.self)
                all[path] = Array(shipped.replacing("playbooks:\n", with: first).utf8)
            } else if Self.lists.contains(path) {
                all[path, default: []] += bytes
            } else {
                all[path] = bytes
            }
        }
        return try Catalog.compile(files: all)
    }
}
