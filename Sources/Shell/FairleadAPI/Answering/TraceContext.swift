import FairleadCanonical
import Hummingbird

/// What names a request in logs and answers (W3C Trace Context, level 1).
struct TraceContext: Sendable {
    /// Ours: 16 hexadecimal digits.
    let requestID: String
    /// The sender's, or a new one: 32 digits.
    let traceID: String
    private let flags: String

    init(_ headers: HTTPFields) {
        requestID = Self.random(bytes: 8)
        let parts =
            headers.first { $0.name.rawName.lowercased() == "traceparent" }?.value
            .split(separator: "-").map(String.init) ?? []
        if parts.count == 4, parts[0] == "00", Self.isID(parts[1], 32), Self.isID(parts[2], 16),
            Hexadecimal.bytes(of: parts[3])?.count == 1
        {
            traceID = parts[1]
            flags = parts[3]
        } else {
            traceID = Self.random(bytes: 16)
            flags = "00"
        }
    }

    /// Puts the names into an answer.
    func mark(_ response: inout Response) {
        response.set("X-Request-Id", requestID)
        response.set("traceparent", "00-\(traceID)-\(requestID)-\(flags)")
    }

    private static func isID(_ text: String, _ digits: Int) -> Bool {
        text.utf8.count == digits && Hexadecimal.bytes(of: text)?.contains { $0 != 0 } == true
    }

    private static func random(bytes count: Int) -> String {
        // The system is asked once for eight bytes: it answers no faster for one.
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        for _ in 0..<count / 8 {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return Hexadecimal.text(of: bytes)
    }
}
