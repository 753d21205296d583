import Crypto
public import FairleadCanonical

/// Why a webhook is not believed; it says nothing of the secret or of the signature expected.
public enum SignatureFailure: String, Error, Sendable, Hashable, CaseIterable {
    /// A header that the scheme needs is not there.
    case missing
    /// A header cannot be read: no time, no signature of a known version, too many of them.
    case malformed
    /// The signature is right, the signed time too long ago: a replay, or a clock that is off.
    case tooOld
    /// The signature is right, the signed time too far ahead.
    case inFuture
    /// No secret gives this signature.
    case wrong
}

extension WebhookScheme {
    /// Signatures in one header; Stripe sends one for each live secret.
    public static let signaturesMax = 16
    static let headerBytesMax = 4_096

    /// Whether the body was signed, by whom has one of the secrets, within the tolerance of now.
    /// Every comparison takes the same time whatever the bytes.
    ///
    /// `headers` in any case of their names. Nil: believed.
    public func failure(
        headers: [(name: String, value: String)], body: [UInt8], secrets: [[UInt8]],
        now: Instant
    ) -> SignatureFailure? {
        let signed: (seconds: Int64, signatures: [[UInt8]])
        switch form {
        case .stripe:
            guard let header = Self.header("Stripe-Signature", headers) else { return .missing }
            guard let parts = Self.stripeParts(header) else { return .malformed }
            signed = parts
        case .generic(let signatureHeader, let prefix, let timestampHeader):
            guard let header = Self.header(signatureHeader, headers),
                let time = Self.header(timestampHeader, headers)
            else { return .missing }
            guard let seconds = Self.seconds(time),
                let signatures = Self.signatures(header, prefix: prefix)
            else { return .malformed }
            signed = (seconds, signatures)
        }
        guard Self.isAuthentic(signed.signatures, signed.seconds, body, secrets) else {
            return .wrong
        }
        // Compared in seconds, as the sender counts them; both edges are inside.
        let nowSeconds = now.milliseconds / 1_000
        if signed.seconds < nowSeconds - toleranceSeconds { return .tooOld }
        if signed.seconds > nowSeconds + toleranceSeconds { return .inFuture }
        return nil
    }

    private static func isAuthentic(
        _ signatures: [[UInt8]], _ seconds: Int64, _ body: [UInt8], _ secrets: [[UInt8]]
    ) -> Bool {
        let signedBytes = Array("\(seconds).".utf8) + body
        var isRight = false
        for secret in secrets where !secret.isEmpty {
            let key = SymmetricKey(data: secret)
            for signature in signatures
            where HMAC<SHA256>.isValidAuthenticationCode(
                signature, authenticating: signedBytes, using: key)
            {
                isRight = true
            }
        }
        return isRight
    }

    /// The one header of this name; several are as good as none.
    private static func header(
        _ name: String, _ headers: [(name: String, value: String)]
    ) -> String? {
        let lowered = name.lowercased()
        let values = headers.filter { $0.name.lowercased() == lowered }
        guard values.count == 1, values[0].value.utf8.count <= headerBytesMax else { return nil }
        return values[0].value
    }

    /// `t=1732184000,v1=hex,v1=hex,v0=…`: other versions are left alone.
    private static func stripeParts(
        _ header: String
    ) -> (seconds: Int64, signatures: [[UInt8]])? {
        var seconds: Int64?
        var signatures: [[UInt8]] = []
        // By bytes: to find the borders of characters takes longer than all the rest.
        for part in header.utf8.split(separator: UInt8(ascii: ",")) {
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let value = String(Substring(part[part.index(after: equals)...]))
            switch Substring(part[..<equals].drop { $0 == UInt8(ascii: " ") }) {
            case "t":
                guard seconds == nil, let time = Self.seconds(value) else { return nil }
                seconds = time
            case "v1":
                guard let signature = bytes(hex: value), signatures.count < signaturesMax else {
                    return nil
                }
                signatures.append(signature)
            default: break
            }
        }
        guard let seconds, !signatures.isEmpty else { return nil }
        return (seconds, signatures)
    }

    private static func signatures(_ header: String, prefix: String) -> [[UInt8]]? {
        var signatures: [[UInt8]] = []
        for part in header.split(separator: ",") {
            let text = String(part.drop { $0 == " " })
            guard text.hasPrefix(prefix), let signature = bytes(hex: text.dropFirst(prefix.count)),
                signatures.count < signaturesMax
            else { return nil }
            signatures.append(signature)
        }
        return signatures.isEmpty ? nil : signatures
    }

    /// Seconds since 1970: digits only, of this side of the year 5138.
    private static func seconds(_ text: some StringProtocol) -> Int64? {
        guard (1...11).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        // A leading zero would sign other bytes than we write.
        return text.utf8.first == 0x30 && text.utf8.count > 1 ? nil : Int64(text)
    }

    /// The 32 bytes of 64 hexadecimal digits.
    private static func bytes(hex: some StringProtocol) -> [UInt8]? {
        Digest(hex: hex.lowercased())?.bytes
    }
}
