public import FairleadCanonical
import FairleadDomain

/// A known principal asked for something that it may not do.
public struct AccessRefused: RegistryRecord {
    public static let type = "access-refused"

    public let code: String
    public let path: String

    public init(code: String, path: String) {
        self.code = code
        self.path = path
    }

    public var fields: JSONObject {
        JSONObject(present: [
            "code": .string(code),
            "path": .string(path),
        ])
    }

    public init(_ reader: RecordReader) throws(RecordError) {
        code = try reader.text("code")
        path = try reader.text("path")
    }

    public func apply(to state: inout RegistryState, at mark: Mark) {
    }
}
