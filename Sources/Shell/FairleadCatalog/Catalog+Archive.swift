import FairleadCanonical

// A catalog as one run of bytes, as the store keeps it.
extension Catalog {
    /// The files as canonical JSON: paths, and bytes in base64.
    public var archive: [UInt8] {
        var object = JSONObject()
        for path in files.keys.sorted() {
            object[path] = .string(Base64.encode(files[path] ?? []))
        }
        return JSON.object(object).bytes
    }

    /// How large an archive may be.
    public static let archiveBytesMax = 64 << 20

    /// Compiles an archive; it gives the same digest as the files did.
    public static func compile(archive: [UInt8]) throws -> Catalog {
        try compile(files: try files(ofArchive: archive))
    }

    /// The files of an archive, not compiled; throws where it is none.
    public static func files(ofArchive archive: [UInt8]) throws -> [String: [UInt8]] {
        let document = try JSON.parse(
            archive, limits: JSONLimits(documentBytesMax: archiveBytesMax))
        var files: [String: [UInt8]] = [:]
        for (path, value) in document.objectValue ?? [:] {
            files[path] = value.stringValue.flatMap { Base64.decode($0) } ?? []
        }
        return files
    }
}
