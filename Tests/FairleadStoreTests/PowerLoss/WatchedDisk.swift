import Synchronization

/// What happened to the files of one folder, in order: enough to say what a disk that loses its
/// power may hold at any moment.
final class WatchedDisk: Sendable {
    enum Event: Sendable {
        case write(file: String, at: Int, [UInt8])
        case truncate(file: String, to: Int)
        case synchronise(file: String)
        case delete(file: String)
        /// Something that the test did, such as the return of a commit.
        case mark(Mark)
    }

    enum Mark: Sendable, Hashable {
        case begun(commit: Int)
        case returned(commit: Int)
    }

    /// Of the folder's files; it ends with a slash.
    let prefix: String
    private let log = Mutex<[Event]>([])

    init(folder: String) { prefix = folder + "/" }

    var events: [Event] { log.withLock { $0 } }

    func append(_ event: Event) { log.withLock { $0.append(event) } }

    /// What the disk holds when the power goes after so many events: all that was synchronised,
    /// and of what came later each sector, or not, whatever the order in which it was written.
    ///
    /// `isHonest` false: the disk, or SQLite with `synchronous = OFF`, only pretends to.
    static func remains(
        of events: ArraySlice<Event>, isHonest: Bool = true,
        _ generator: inout some RandomNumberGenerator
    ) -> [String: [UInt8]] {
        var durable: [String: [UInt8]] = [:]
        var later: [String: [Event]] = [:]
        for event in events {
            switch event {
            case .write(let file, _, _), .truncate(let file, _):
                later[file, default: []].append(event)
                if durable[file] == nil { durable[file] = [] }
            case .synchronise(let file) where isHonest:
                for event in later[file] ?? [] { apply(event, to: &durable[file, default: []]) }
                later[file] = nil
            case .delete(let file):
                durable[file] = nil
                later[file] = nil
            case .synchronise, .mark: break
            }
        }
        for (file, events) in later.sorted(by: { $0.key < $1.key }) {
            for event in events {
                for part in sectors(of: event) where Bool.random(using: &generator) {
                    apply(part, to: &durable[file, default: []])
                }
            }
        }
        return durable
    }

    private static let sectorBytes = 512

    private static func sectors(of event: Event) -> [Event] {
        guard case .write(let file, let start, let bytes) = event else { return [event] }
        var parts: [Event] = []
        var place = 0
        while place < bytes.count {
            let end = min(bytes.count, place + sectorBytes - (start + place) % sectorBytes)
            parts.append(.write(file: file, at: start + place, Array(bytes[place..<end])))
            place = end
        }
        return parts
    }

    private static func apply(_ event: Event, to file: inout [UInt8]) {
        switch event {
        case .write(_, let start, let bytes):
            let missing = start + bytes.count - file.count
            if missing > 0 { file += [UInt8](repeating: 0, count: missing) }
            file.replaceSubrange(start..<(start + bytes.count), with: bytes)
        case .truncate(_, let size):
            if size < file.count { file.removeSubrange(size...) }
        case .synchronise, .delete, .mark: break
        }
    }
}
