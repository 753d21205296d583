import CSQLite
import Glibc
import Synchronization

/// SQLite's file layer, watched: every call goes on to the real one, and what changes a file of a
/// watched folder is told to its disk. It is the process's default from its first use on; for all
/// other files it does nothing.
enum WatchingVFS {
    fileprivate static let disks = Mutex<[WatchedDisk]>([])

    static func watch(_ disk: WatchedDisk) {
        precondition(isRegistered, "SQLite does not take the file layer")
        disks.withLock { $0.append(disk) }
    }

    static func forget(_ disk: WatchedDisk) {
        disks.withLock { $0.removeAll { $0 === disk } }
    }

    private static let isRegistered = sqlite3_vfs_register(layer, 1) == SQLITE_OK
}

/// Lies before the real layer's own file, in the memory that SQLite allocates.
private struct WatchedFile {
    /// What stands between it and the real file.
    static let bytes = 64

    final class Name {
        let disk: WatchedDisk
        let path: String

        init(_ disk: WatchedDisk, _ path: String) {
            self.disk = disk
            self.path = path
        }
    }

    var base = sqlite3_file(pMethods: nil)
    /// Nil: not watched.
    var name: Unmanaged<Name>?
}

private typealias FilePointer = UnsafeMutablePointer<sqlite3_file>

private func disk(of path: String) -> WatchedDisk? {
    WatchingVFS.disks.withLock { disks in disks.first { path.hasPrefix($0.prefix) } }
}

private func under(_ file: FilePointer?) -> FilePointer {
    guard let file else { preconditionFailure("SQLite names no file") }
    return (UnsafeMutableRawPointer(file) + WatchedFile.bytes)
        .assumingMemoryBound(to: sqlite3_file.self)
}

private func next(_ file: FilePointer?) -> sqlite3_io_methods {
    under(file).pointee.pMethods.pointee
}

private func own(_ file: FilePointer?) -> UnsafeMutablePointer<WatchedFile>? {
    UnsafeMutableRawPointer(file)?.assumingMemoryBound(to: WatchedFile.self)
}

private func tell(_ file: FilePointer?, _ event: (String) -> WatchedDisk.Event) {
    guard let name = own(file)?.pointee.name?.takeUnretainedValue() else { return }
    name.disk.append(event(name.path))
}

// Written once, before anything opens a file; SQLite only reads them.
private nonisolated(unsafe) let real: UnsafeMutablePointer<sqlite3_vfs> = sqlite3_vfs_find(nil)

private nonisolated(unsafe) let layer: UnsafeMutablePointer<sqlite3_vfs> = {
    let layer = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    layer.initialize(to: real.pointee)
    layer.pointee.iVersion = 1
    layer.pointee.pNext = nil
    layer.pointee.zName = UnsafePointer(strdup("fairlead-watching"))
    layer.pointee.szOsFile = Int32(WatchedFile.bytes) + real.pointee.szOsFile
    layer.pointee.xOpen = { _, name, file, flags, outFlags in
        own(file)?.initialize(to: WatchedFile())
        let code = real.pointee.xOpen(real, name, under(file), flags, outFlags)
        if under(file).pointee.pMethods != nil {
            own(file)?.pointee.base.pMethods = UnsafePointer(methods)
        }
        if code == SQLITE_OK, let path = name.map({ String(cString: $0) }),
            let disk = disk(of: path)
        {
            own(file)?.pointee.name = .passRetained(WatchedFile.Name(disk, path))
        }
        return code
    }
    layer.pointee.xDelete = { _, name, isSynchronised in
        let code = real.pointee.xDelete(real, name, isSynchronised)
        if code == SQLITE_OK, let path = name.map({ String(cString: $0) }) {
            disk(of: path)?.append(.delete(file: path))
        }
        return code
    }
    return layer
}()

private nonisolated(unsafe) let methods: UnsafeMutablePointer<sqlite3_io_methods> = {
    let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    methods.initialize(to: sqlite3_io_methods())
    // With shared memory, without mapped files: those would be written past this layer.
    methods.pointee.iVersion = 2
    methods.pointee.xClose = { file in
        own(file)?.pointee.name?.release()
        own(file)?.pointee.name = nil
        return next(file).xClose(under(file))
    }
    methods.pointee.xRead = { next($0).xRead(under($0), $1, $2, $3) }
    methods.pointee.xWrite = { file, bytes, count, place in
        let code = next(file).xWrite(under(file), bytes, count, place)
        if code == SQLITE_OK {
            let bytes = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            tell(file) { .write(file: $0, at: Int(place), Array(bytes)) }
        }
        return code
    }
    methods.pointee.xTruncate = { file, size in
        let code = next(file).xTruncate(under(file), size)
        if code == SQLITE_OK { tell(file) { .truncate(file: $0, to: Int(size)) } }
        return code
    }
    methods.pointee.xSync = { file, flags in
        let code = next(file).xSync(under(file), flags)
        if code == SQLITE_OK { tell(file) { .synchronise(file: $0) } }
        return code
    }
    methods.pointee.xFileSize = { next($0).xFileSize(under($0), $1) }
    methods.pointee.xLock = { next($0).xLock(under($0), $1) }
    methods.pointee.xUnlock = { next($0).xUnlock(under($0), $1) }
    methods.pointee.xCheckReservedLock = { next($0).xCheckReservedLock(under($0), $1) }
    methods.pointee.xFileControl = { next($0).xFileControl(under($0), $1, $2) }
    methods.pointee.xSectorSize = { next($0).xSectorSize(under($0)) }
    methods.pointee.xDeviceCharacteristics = { next($0).xDeviceCharacteristics(under($0)) }
    methods.pointee.xShmMap = { next($0).xShmMap(under($0), $1, $2, $3, $4) }
    methods.pointee.xShmLock = { next($0).xShmLock(under($0), $1, $2, $3) }
    methods.pointee.xShmBarrier = { next($0).xShmBarrier(under($0)) }
    methods.pointee.xShmUnmap = { next($0).xShmUnmap(under($0), $1) }
    return methods
}()
