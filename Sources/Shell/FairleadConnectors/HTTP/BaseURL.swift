import FairleadConnector

/// The one host that a connector speaks to: what comes in arguments can change neither it nor
/// the path before an operation's own.
struct BaseURL: Sendable, Hashable {
    /// `https://api.example.com/prefix`, without a slash at the end.
    let text: String

    /// Refuses everything but `https`, or `http` to this machine; and user names, queries,
    /// fragments.
    init(_ text: String) throws(ValueUnavailable) {
        func refuse(_ why: String) -> ValueUnavailable {
            ValueUnavailable(code: "base-url", message: "the base URL \(why)")
        }
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else { throw refuse("is not https") }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            !rest.contains(where: { "@?#\\".contains($0) })
        else { throw refuse("holds more than host, port and path") }
        let authority = rest.prefix { $0 != "/" }
        let host =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        guard !host.isEmpty else { throw refuse("names no host") }
        guard isSecure || ["127.0.0.1", "localhost", "[::1]"].contains(String(host)) else {
            throw refuse("is plain http beyond this machine")
        }
        var trimmed = Substring(text)
        while trimmed.hasSuffix("/") { trimmed = trimmed.dropLast() }
        self.text = String(trimmed)
    }
}

/// Percent-encoding by RFC 3986 §2.1: everything but the unreserved characters.
enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
