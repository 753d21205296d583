import FairleadCanonical
import Glibc

/// A crash journal in a file that is mapped into memory: what is written there needs no call to
/// the system, and is there when the process is not.
///
/// The file holds the slots of the threads; the deaths so far as JSON, a length and that many
/// bytes; and a byte that the last breath of a process writes: the slot of the thread that
/// faulted. A process that was killed from outside does not breathe it: what it had in hand has
/// done nothing wrong.
public final class FileCrashJournal: CrashJournal {
    static let fileBytes = deathsOffset + 65_536
    /// Inputs remembered; beyond it those with the fewest deaths are forgotten.
    static let inputsMax = 100

    public private(set) var deaths: [String: Int]
    public let slots: [CrashSlot]
    private let memory: UnsafeMutableRawBufferPointer

    private static let deathsOffset = CrashSlot.count * CrashSlot.byteCount
    private static let breathOffset = fileBytes - 1

    /// Opens or makes the file. What was in hand when the last process died is counted now.
    public init(path: String) throws(CrashJournalError) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CrashJournalError(path: path, errno: errno) }
        defer { close(file) }
        guard ftruncate(file, Self.fileBytes) == 0 else {
            throw CrashJournalError(path: path, errno: errno)
        }
        let mapped = mmap(nil, Self.fileBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        guard let mapped, mapped != MAP_FAILED else {
            throw CrashJournalError(path: path, errno: errno)
        }
        memory = UnsafeMutableRawBufferPointer(start: mapped, count: Self.fileBytes)
        deaths = [:]
        let kept = try? JSON.parse(Self.read(memory, at: Self.deathsOffset))
        for (input, count) in kept?.objectValue ?? [:] {
            deaths[input] = count.integerValue.map(Int.init)
        }
        slots = (0..<CrashSlot.count).map { [memory] number in
            let start = number * CrashSlot.byteCount
            return CrashSlot(
                number: number,
                memory: UnsafeMutableRawBufferPointer(
                    rebasing: memory[start..<start + CrashSlot.byteCount]))
        }
        let breath = Int(memory[Self.breathOffset])
        if slots.indices.contains(breath - 1), let input = slots[breath - 1].input {
            deaths[input, default: 0] += 1
            writeDeaths()
        }
        memory[Self.breathOffset] = 0
        for slot in slots { slot.end() }
        LastBreath.watch(memory.baseAddress.map { $0 + Self.breathOffset })
    }

    deinit {
        LastBreath.watch(nil)
        munmap(memory.baseAddress, memory.count)
    }

    public func forget(_ input: String) {
        guard !deaths.isEmpty, deaths.removeValue(forKey: input) != nil else { return }
        writeDeaths()
    }

    private func writeDeaths() {
        let kept = deaths.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .prefix(Self.inputsMax)
        var object = JSONObject()
        for (input, count) in kept { object[input] = .integer(Int64(count)) }
        var bytes = JSON.object(object).bytes
        // Names too long together: the oldest way out, for they are only counted anew.
        if bytes.count > Self.breathOffset - Self.deathsOffset - 4 { bytes = [] }
        write(bytes, at: Self.deathsOffset)
    }

    /// The length last, so that a death in between leaves what was there or nothing.
    private func write(_ bytes: [UInt8], at offset: Int) {
        memory.storeBytes(of: 0, toByteOffset: offset, as: UInt32.self)
        UnsafeMutableRawBufferPointer(rebasing: memory[(offset + 4)...]).copyBytes(from: bytes)
        memory.storeBytes(of: UInt32(bytes.count), toByteOffset: offset, as: UInt32.self)
    }

    private static func read(_ memory: UnsafeMutableRawBufferPointer, at offset: Int) -> [UInt8] {
        let count = Int(memory.load(fromByteOffset: offset, as: UInt32.self))
        guard count <= breathOffset - offset - 4 else { return [] }
        return Array(memory[(offset + 4)..<(offset + 4 + count)])
    }
}

/// The file of the crash journal cannot be used.
public struct CrashJournalError: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let errno: Int32

    public var description: String { "\(path): \(String(cString: strerror(errno)))" }
}
