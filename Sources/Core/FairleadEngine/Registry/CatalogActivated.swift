public import FairleadCanonical
import FairleadDomain

/// A version of the governance catalog came into force.
public struct CatalogActivated: RegistryRecord {
    public static let type = "catalog-activated"

    public let catalog: Digest

    public init(catalog: Digest) {
        self.catalog = catalog
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "catalog": JSON(catalog)
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        catalog = try reader.digest("catalog")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
        state.catalog = catalog
        if !state.catalogs.contains(catalog) { state.catalogs.append(catalog) }
    }
}
