public import FairleadCanonical
import FairleadDomain

/// The store was restored from a backup: what happened between the two is not known here.
public struct StoreRestored: RegistryRecord {
    public static let type = "store-restored"

    /// When the backup was made.
    public let copied: Instant

    public init(copied: Instant) { self.copied = copied }

    public var fields: JSONObject { ["copied": JSON(copied)] }

    public init(_ reader: RecordReader) throws(RecordError) {
        copied = try reader.instant("copied")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) { state.restored = mark.time }
}
