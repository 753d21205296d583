/// How long SQLite's log may become, in pages.
struct LogLimits: Sendable {
    /// Pages that are moved at a time (1 MiB): a commit meanwhile waits for the disk as long as
    /// these take.
    var stepPages = 256
    /// Pages in the log beyond which it is begun anew (64 MiB).
    var anewPages = 16_384
    /// A commit beyond so many pages waits until they are moved (256 MiB). Only a reader of an old
    /// state, such as a backup under way, makes the log longer than that.
    var waitPages = 65_536
}
