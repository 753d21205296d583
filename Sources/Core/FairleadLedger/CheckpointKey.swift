import Crypto
import FairleadCanonical

/// The private key that signs checkpoints: Ed25519 (RFC 8032).
public struct CheckpointKey: Sendable {
    public static let byteCount = 32

    private let key: Curve25519.Signing.PrivateKey

    /// A key from 32 random bytes, which the shell makes and keeps; nil if they are not 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount,
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        self.key = key
    }

    /// What others verify with.
    public var publicKey: CheckpointPublicKey {
        CheckpointPublicKey(Array(key.publicKey.rawRepresentation))
    }

    /// The 64 bytes of a signature.
    func signature(of message: [UInt8]) throws(LedgerError) -> [UInt8] {
        do {
            return Array(try key.signature(for: message))
        } catch {
            throw LedgerError(.signatureInvalid, "signature", "signing failed: \(error)")
        }
    }
}

extension CheckpointPublicKey {
    func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}
