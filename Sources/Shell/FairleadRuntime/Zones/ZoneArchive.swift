public import FairleadCanonical
public import FairleadEngine
import Foundation
import Synchronization

/// The time-zone data of a system (IANA's, as compiled by zic), kept whole under its digest: so
/// that a decision is derived again with the data that it was made with, wherever that is done.
public final class ZoneArchive: RecordedZones {
    public enum Problem: Error, Sendable, Hashable {
        /// There is no data at this path.
        case missing(String)
        /// The bytes are no archive.
        case malformed
    }

    public let digest: Digest
    /// Magic, then for each zone in the order of their names: the length of the name, the name,
    /// the length of its data, its data (RFC 9636). Lengths have four bytes, the greatest first.
    public let bytes: [UInt8]
    private let files: [String: Range<Int>]
    private let read = Mutex<[String: ZoneFile]>([:])

    private static let magic = Array("fairlead.zones.1".utf8)
    static let digestDomain = DigestDomain("fairlead.zones.1")
    static let bytesMax = 16 << 20

    public init(bytes: [UInt8]) throws(Problem) {
        guard bytes.starts(with: Self.magic), bytes.count <= Self.bytesMax else {
            throw .malformed
        }
        var files: [String: Range<Int>] = [:]
        var at = Self.magic.count
        func part() -> Range<Int>? {
            guard at + 4 <= bytes.count else { return nil }
            let count = bytes[at..<at + 4].reduce(0) { $0 << 8 | Int($1) }
            guard at + 4 + count <= bytes.count else { return nil }
            defer { at += 4 + count }
            return at + 4..<at + 4 + count
        }
        while at < bytes.count {
            guard let name = part(), let data = part() else { throw .malformed }
            files[String(decoding: bytes[name], as: UTF8.self)] = data
        }
        self.bytes = bytes
        self.files = files
        digest = Digest.sha256(domain: Self.digestDomain, bytes)
    }

    /// The data of this machine: `TZDIR`, or where the system keeps it.
    public static func ofThisMachine() throws(Problem) -> ZoneArchive {
        let folder = ProcessInfo.processInfo.environment["TZDIR"] ?? "/usr/share/zoneinfo"
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            throw .missing(folder)
        }
        var zones: [(name: String, data: [UInt8])] = []
        for case let name as String in names {
            // The same again with leap seconds, or without; and what is no zone.
            if name.hasPrefix("right/") || name.hasPrefix("posix/") || name == "localtime" {
                continue
            }
            guard let data = FileManager.default.contents(atPath: folder + "/" + name),
                data.starts(with: Array("TZif".utf8))
            else { continue }
            zones.append((name, Array(data)))
        }
        guard !zones.isEmpty else { throw .missing(folder) }
        return try ZoneArchive(zones: zones)
    }

    convenience init(zones: [(name: String, data: [UInt8])]) throws(Problem) {
        var bytes = Self.magic
        for zone in zones.sorted(by: { $0.name < $1.name }) {
            for part in [Array(zone.name.utf8), zone.data] {
                for shift in [24, 16, 8, 0] {
                    bytes.append(UInt8(truncatingIfNeeded: part.count >> shift))
                }
                bytes += part
            }
        }
        try self.init(bytes: bytes)
    }

    public var names: [String] { files.keys.sorted() }

    public func offsetSeconds(zone: String, secondsSinceEpoch: Int) -> Int? {
        file(zone)?.offsetSeconds(at: Int64(secondsSinceEpoch))
    }

    private func file(_ zone: String) -> ZoneFile? {
        read.withLock { read in
            if let known = read[zone] { return known }
            guard let range = files[zone], let file = ZoneFile(bytes[range]) else { return nil }
            read[zone] = file
            return file
        }
    }
}
