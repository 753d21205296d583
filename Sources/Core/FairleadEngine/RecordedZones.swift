public import FEEL
public import FairleadCanonical

/// Time-zone data that is kept under its digest, which each decision records.
public protocol RecordedZones: ZoneData {
    var digest: Digest { get }
}
