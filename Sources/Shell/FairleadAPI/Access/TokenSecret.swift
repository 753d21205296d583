import FairleadAPITypes
public import FairleadCanonical

/// The secret of a bearer token: 256 random bits. It is shown once; only its digest is kept.
public struct TokenSecret: Sendable {
    /// `fl_` and 43 characters of base64url (RFC 4648 §5).
    public let text: String

    /// A new secret from the system's generator.
    public init() {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<APILimits.tokenBytes).map { _ in
            UInt8.random(in: .min ... .max, using: &generator)
        }
        let encoded = Base64.encode(bytes).map { character -> Character in
            switch character {
            case "+": "-"
            case "/": "_"
            default: character
            }
        }
        text = "fl_" + String(encoded.filter { $0 != "=" })
    }

    public var digest: Digest { Self.digest(of: text) }

    /// What the registry knows a secret by. A secret is found by this digest, so that comparing
    /// takes no time that depends on it.
    public static func digest(of secret: String) -> Digest {
        .sha256(domain: .token, Array(secret.utf8))
    }
}

extension DigestDomain {
    static let token = DigestDomain("fairlead.token.1")
}
