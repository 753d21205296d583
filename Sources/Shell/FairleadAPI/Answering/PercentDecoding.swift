/// Percent-encoded text (RFC 3986 §2.1), read strictly.
enum PercentDecoding {
    /// The text, or nil if it is not well-formed or no UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The pairs of a query; nil if one is malformed or stands twice. `+` is a space.
    static func query(_ text: some StringProtocol) -> [String: String]? {
        var pairs: [String: String] = [:]
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let raw = pair.count > 1 ? String(pair[1].map { $0 == "+" ? " " : $0 }) : ""
            guard let name = decode(pair[0]), let value = decode(raw), pairs[name] == nil
            else { return nil }
            pairs[name] = value
        }
        return pairs
    }
}
