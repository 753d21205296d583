import CSQLite
import FairleadCanonical
import FairleadStore

/// A prepared statement: arguments count from 1, columns from 0.
struct Statement {
    private let pointer: OpaquePointer
    private let handle: OpaquePointer

    init(_ pointer: OpaquePointer, of handle: OpaquePointer) {
        self.pointer = pointer
        self.handle = handle
    }

    func bind(_ index: Int32, _ value: Int64) {
        check(sqlite3_bind_int64(pointer, index, value))
    }

    func bind(_ index: Int32, _ value: Int) {
        bind(index, Int64(value))
    }

    func bind(_ index: Int32, _ value: Instant) {
        bind(index, value.milliseconds)
    }

    func bind(_ index: Int32, _ value: Instant?) {
        guard let value else { return check(sqlite3_bind_null(pointer, index)) }
        bind(index, value.milliseconds)
    }

    func bind(_ index: Int32, _ value: String) {
        var value = value
        value.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) { characters in
                // An empty string has no address: null would bind NULL.
                let address = characters.baseAddress
                check(
                    address == nil
                        ? csqlite_bind_text(pointer, index, "", 0)
                        : csqlite_bind_text(pointer, index, address, Int32(characters.count)))
            }
        }
    }

    func bind(_ index: Int32, _ value: String?) {
        guard let value else { return check(sqlite3_bind_null(pointer, index)) }
        bind(index, value)
    }

    func bind(_ index: Int32, _ value: [UInt8]) {
        value.withUnsafeBytes { bytes in
            check(
                bytes.isEmpty
                    ? sqlite3_bind_zeroblob(pointer, index, 0)
                    : csqlite_bind_blob(pointer, index, bytes.baseAddress, Int32(bytes.count)))
        }
    }

    func bind(_ index: Int32, _ value: Digest) {
        value.withUnsafeBytes { bytes in
            check(csqlite_bind_blob(pointer, index, bytes.baseAddress, Int32(bytes.count)))
        }
    }

    /// Goes to the next row; false at the end.
    func step() throws(StoreError) -> Bool {
        let code = sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(sqlite: code, handle: handle, "a statement failed")
        }
    }

    /// Runs a statement without rows, and makes it ready for the next time.
    func run() throws(StoreError) {
        defer { reset() }
        _ = try step()
    }

    /// Ends the reading, so that the connection sees later commits.
    func reset() {
        sqlite3_reset(pointer)
    }

    func finalize() {
        sqlite3_finalize(pointer)
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(pointer, column)
    }

    func instant(_ column: Int32) -> Instant {
        Instant(milliseconds: integer(column))
    }

    func optionalInstant(_ column: Int32) -> Instant? {
        isNull(column) ? nil : instant(column)
    }

    func text(_ column: Int32) -> String {
        guard let characters = sqlite3_column_text(pointer, column) else { return "" }
        let byteCount = Int(sqlite3_column_bytes(pointer, column))
        return String(
            decoding: UnsafeBufferPointer(start: characters, count: byteCount), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    func bytes(_ column: Int32) -> [UInt8] {
        [UInt8](raw(column))
    }

    /// The bytes in SQLite's own memory: valid until the next step or reset.
    func raw(_ column: Int32) -> UnsafeRawBufferPointer {
        let address = sqlite3_column_blob(pointer, column)
        return UnsafeRawBufferPointer(
            start: address, count: Int(sqlite3_column_bytes(pointer, column)))
    }

    private func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(pointer, column) == SQLITE_NULL
    }

    private func check(_ code: Int32) {
        // Too long for SQLite is far beyond our limits; an index out of range is a mistake here.
        precondition(code == SQLITE_OK, "binding an argument failed: SQLite \(code)")
    }
}
