public import FairleadCanonical
import FairleadDomain

/// A version of the governance catalog came into force.
public struct CatalogActivated: RegistryRecord {
    public static let type = "catalog-activated"

    public let catalog: Digest
    /// The time-zone data that came into force with it, where it is kept.
    public let zones: Digest?

    public init(catalog: Digest, zones: Digest?) {
        self.catalog = catalog
        self.zones = zones
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "catalog": JSON(catalog),
            "zones": zones.map { JSON($0) },
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        catalog = try reader.digest("catalog")
        zones = reader.optionalText("zones") == nil ? nil : try reader.digest("zones")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.catalog = catalog
        state.zones = zones
        if !state.catalogs.contains(catalog) { state.catalogs.append(catalog) }
    }
}
