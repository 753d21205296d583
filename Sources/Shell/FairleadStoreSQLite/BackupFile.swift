import FairleadStore
import Glibc

/// A file that is written under a temporary name, and gets its own when it is whole and on disk:
/// killed in between, it leaves nothing under its own name.
struct BackupFile: ~Copyable {
    let temporaryPath: String
    private let path: String
    private let descriptor: Int32

    /// Begins a file at `PATH.part`; what an earlier backup that was killed left there goes.
    init(path: String) throws(StoreError) {
        let temporaryPath = path + ".part"
        let descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(system: errno, "\(temporaryPath) cannot be opened")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw StoreError(.locked, "another backup is writing \(temporaryPath)")
        }
        ftruncate(descriptor, 0)
        self.path = path
        self.temporaryPath = temporaryPath
        self.descriptor = descriptor
    }

    deinit {
        Glibc.close(descriptor)
    }

    /// Gives the file its name, once its bytes and its name are on disk.
    consuming func finish() throws(StoreError) {
        guard fsync(descriptor) == 0 else {
            throw StoreError(system: errno, "\(temporaryPath) cannot be synchronised")
        }
        guard rename(temporaryPath, path) == 0 else {
            throw StoreError(system: errno, "\(path) cannot be named")
        }
        try synchroniseFolder(of: path)
    }

    /// Takes away what was written.
    consuming func abandon() {
        unlink(temporaryPath)
    }
}

/// Puts the names in a file's folder on disk.
func synchroniseFolder(of path: String) throws(StoreError) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
        throw StoreError(system: errno, "\(folder) cannot be opened")
    }
    defer { Glibc.close(descriptor) }
    guard fsync(descriptor) == 0 else {
        throw StoreError(system: errno, "\(folder) cannot be synchronised")
    }
}
