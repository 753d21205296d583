/// Where a server is.
public enum ServerAddress: Sendable, Hashable {
    /// Such as `http://127.0.0.1:8080`.
    case url(String)
    /// The Unix socket beside a store.
    case socket(String)

    /// What requests' paths are put after.
    var base: String {
        switch self {
        case .url(let text): text.hasSuffix("/") ? String(text.dropLast()) : text
        case .socket(let path): "http+unix://" + PercentEncoding.encode(path)
        }
    }
}

/// Percent-encoding (RFC 3986 §2.1) of everything that is not unreserved.
enum PercentEncoding {
    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var encoded = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                encoded.append(Character(Unicode.Scalar(byte)))
            default:
                encoded.append("%")
                encoded.append(digits[Int(byte >> 4)])
                encoded.append(digits[Int(byte & 15)])
            }
        }
        return encoded
    }
}
