import FairleadStore
import Glibc

/// The lock that one server holds on a store's file: `PATH-lock`, with the holder's process id.
///
/// The file stays when the lock is let go, for removing it would let two servers lock two files
/// of one name; the kernel lets the lock go when the process dies, however it dies.
final class LockFile: Sendable {
    private let descriptor: Int32

    /// Takes the lock of the store at a path, or says who holds it (`locked`).
    init(storePath: String) throws(StoreError) {
        let path = storePath + "-lock"
        // Not the property yet: once it is set, a throw runs `deinit` on another's lock.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw StoreError(system: errno, "\(path) cannot be opened")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            let holder = LockFile.holder(descriptor)
            Glibc.close(descriptor)
            guard reason == EWOULDBLOCK else {
                throw StoreError(system: reason, "\(path) cannot be locked")
            }
            throw StoreError(
                .locked, "process \(holder) holds \(storePath): one server at a time")
        }
        ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        _ = text.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        self.descriptor = descriptor
    }

    deinit {
        ftruncate(descriptor, 0)
        Glibc.close(descriptor)
    }

    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let digits = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? "unknown" : String(decoding: digits, as: UTF8.self)
    }
}

extension StoreError {
    /// What the operating system says went wrong.
    init(system code: Int32, _ message: String) {
        self.init(.unavailable, message, cause: String(cString: strerror(code)))
    }
}
