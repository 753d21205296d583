import FairleadCanonical

/// Why a draft cannot be sealed, or bytes are not an entry or a checkpoint. It quotes no value.
public struct LedgerError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// The bytes are not JSON.
        case notJSON
        /// The bytes are JSON but not in the canonical form that was hashed.
        case notCanonical
        /// The envelope is of a version that this release does not know.
        case unknownVersion
        case memberMissing
        case memberUnknown
        case memberInvalid
        /// `body` or `versions` hold a value that records may not hold.
        case valueNotAllowed
        /// Two payloads of one label, or two heads of one chain.
        case duplicate
        /// Something is larger than `LedgerLimits` allows.
        case limit
        /// A checkpoint's signature is not that of its public key over these bytes.
        case signatureInvalid
        /// A checkpoint is signed with another key than the one that is trusted.
        case keyNotTrusted
    }

    public let code: Code
    /// The way to what is wrong, such as `body.lines[2].amount`; empty for the whole.
    public let path: String
    public let message: String

    init(_ code: Code, _ path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    init(_ error: CanonicalError, in member: String) {
        let hasBracket = error.path.isEmpty || error.path.hasPrefix("[")
        self.init(
            .valueNotAllowed, member + (hasBracket ? "" : ".") + error.path, error.message)
    }
}

extension LedgerError: CustomStringConvertible {
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
