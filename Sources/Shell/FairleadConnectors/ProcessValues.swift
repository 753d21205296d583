public import FairleadConnector
import Foundation

/// Values from the environment and from files, read at each use, so that a rotated secret is
/// taken up without a restart.
public struct ProcessValues: ValueSource {
    /// A file with a secret or an address is short.
    public static let fileBytesMax = 16_384

    /// Stand before the environment's own, such as the addresses of a demo's systems.
    private let overlaid: [String: String]

    public init(overlaid: [String: String] = [:]) {
        self.overlaid = overlaid
    }

    public func value(of reference: ConfiguredValue) throws(ValueUnavailable) -> String {
        switch reference {
        case .literal(let value): return value
        case .environment(let name):
            // `ProcessInfo` would copy the whole environment for one name.
            guard let value = overlaid[name] ?? getenv(name).map({ String(cString: $0) }),
                !value.isEmpty
            else {
                throw ValueUnavailable(
                    code: "value-unavailable", message: "\(reference.text) is not set")
            }
            return value
        case .file(let path):
            guard let handle = FileHandle(forReadingAtPath: path),
                let data = try? handle.read(upToCount: Self.fileBytesMax + 1),
                data.count <= Self.fileBytesMax,
                let text = String(bytes: data, encoding: .utf8)
            else {
                throw ValueUnavailable(
                    code: "value-unavailable",
                    message: "\(reference.text) cannot be read, or is no short UTF-8 text")
            }
            // Editors and `echo` end a file with a line break that is no part of the secret.
            let value = text.trimmingCharacters(in: .newlines)
            guard !value.isEmpty else {
                throw ValueUnavailable(
                    code: "value-unavailable", message: "\(reference.text) is empty")
            }
            return value
        }
    }
}
