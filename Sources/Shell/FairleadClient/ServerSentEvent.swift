import AsyncHTTPClient
public import FairleadCanonical
import NIOCore

/// One event of the stream (HTML standard §9.2.6).
public struct ServerSentEvent: Sendable, Hashable {
    /// What `Last-Event-ID` resumes after.
    public let id: String
    /// The entry's type.
    public let type: String
    /// The entry.
    public let data: JSON

    /// One event's greatest size.
    static let eventBytesMax = 8 << 20

    static func read(
        _ body: HTTPClientResponse.Body
    ) -> AsyncThrowingStream<ServerSentEvent, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                do {
                    var parser = Parser()
                    for try await buffer in body {
                        for event in try parser.take(Array(buffer.readableBytesView)) {
                            continuation.yield(event)
                        }
                    }
                    continuation.finish()
                } catch is CancellationError {
                    continuation.finish()
                } catch {
                    continuation.finish(
                        throwing: ServerUnavailable(
                            "stream", "the stream broke off", cause: "\(error)"))
                }
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    /// Puts lines together to events; comments are left out.
    struct Parser {
        private var rest: [UInt8] = []
        private var id = ""
        private var type = ""
        private var data = ""

        mutating func take(_ bytes: [UInt8]) throws -> [ServerSentEvent] {
            rest += bytes
            guard rest.count <= eventBytesMax else {
                throw ServerUnavailable("stream", "an event is larger than allowed")
            }
            var events: [ServerSentEvent] = []
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeSubrange(...end)
                if let event = try take(line) { events.append(event) }
            }
            return events
        }

        private mutating func take(_ line: String) throws -> ServerSentEvent? {
            if line.isEmpty {
                defer { data = "" }
                guard !data.isEmpty else { return nil }
                return ServerSentEvent(id: id, type: type, data: try JSON.parse(data))
            }
            let parts = line.split(
                separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
            switch parts[0] {
            case "id": id = value
            case "event": type = value
            case "data": data += value
            default: break
            }
            return nil
        }
    }
}
