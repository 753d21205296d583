import FairleadCanonical
import Glibc

/// A crash journal in a file that is mapped into memory: what is written there needs no call to
/// the system, and is there when the process is not.
///
/// The file has three parts: what is in hand and the deaths so far as JSON, each a length and that
/// many bytes; and a byte that the last breath of a process writes. A process that was killed from
/// outside does not breathe it: what it had in hand has done nothing wrong.
public final class FileCrashJournal: CrashJournal {
    /// Bytes of the name of an input; what is longer is cut, so that two may be taken for one.
    static let inputBytesMax = 4_092
    static let fileBytes = 65_536
    /// Inputs remembered; beyond it those with the fewest deaths are forgotten.
    static let inputsMax = 100

    public private(set) var deaths: [String: Int]
    private let memory: UnsafeMutableRawBufferPointer

    private static let deathsOffset = inputBytesMax + 4
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
        let inHand = Self.read(memory, at: 0)
        if memory[Self.breathOffset] != 0, !inHand.isEmpty {
            deaths[String(decoding: inHand, as: UTF8.self), default: 0] += 1
            writeDeaths()
        }
        memory[Self.breathOffset] = 0
        end()
        LastBreath.watch(memory.baseAddress.map { $0 + Self.breathOffset })
    }

    deinit {
        LastBreath.watch(nil)
        munmap(memory.baseAddress, memory.count)
    }

    public func begin(_ input: String) {
        write(Array(input.utf8.prefix(Self.inputBytesMax)), at: 0)
    }

    public func end() {
        memory.storeBytes(of: 0, toByteOffset: 0, as: UInt32.self)
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
        let end = offset == 0 ? deathsOffset : breathOffset
        guard count <= end - offset - 4 else { return [] }
        return Array(memory[(offset + 4)..<(offset + 4 + count)])
    }
}

/// Marks a byte of mapped memory when the process dies by a fault of its own.
private enum LastBreath {
    /// Traps of Swift, and what faults besides.
    private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

    /// Read in a signal handler, where no lock may be taken; set before any input is in hand.
    nonisolated(unsafe) private static var byte: UnsafeMutableRawPointer?

    static func watch(_ byte: UnsafeMutableRawPointer?) {
        self.byte = byte
        guard byte != nil else { return }
        for number in signals {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { number in
                LastBreath.byte?.storeBytes(of: 1, as: UInt8.self)
                // The fault comes again, and does what it does by default.
                signal(number, SIG_DFL)
            }
            sigaction(number, &action, nil)
        }
    }
}

/// The file of the crash journal cannot be used.
public struct CrashJournalError: Error, Sendable, CustomStringConvertible {
    public let path: String
    public let errno: Int32

    public var description: String { "\(path): \(String(cString: strerror(errno)))" }
}
