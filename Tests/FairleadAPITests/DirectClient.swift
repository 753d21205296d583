import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Synchronization

/// Calls the router without a server, over one channel: Hummingbird's own test client keeps a
/// channel for each call, which a million of them fill the memory with.
struct DirectClient: Sendable {
    private let respond: @Sendable (Request) async throws -> Response

    init(_ world: APIWorld) {
        let responder = API(world.services).router(.network).buildResponder()
        let channel = NIOAsyncTestingChannel()
        let logger = world.services.logger
        respond = { request in
            let source = ApplicationRequestContextSource(channel: channel, logger: logger)
            return try await responder.respond(to: request, context: .init(source: source))
        }
    }

    func call(
        _ method: APIRoute.Method, _ uri: String, token: String?, _ body: [UInt8]?,
        headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        if let token { fields[.authorization] = "Bearer " + token }
        if let body { fields[.contentLength] = String(body.count) }
        let head = HTTPRequest(
            method: method == .get ? .get : .post, scheme: "http", authority: "localhost",
            path: uri, headerFields: fields)
        let response = try await respond(
            Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body ?? []))))
        let kept = Kept()
        try await response.body.write(kept)
        let bytes = kept.bytes.withLock { $0 }
        return Reply(
            status: response.status.code, json: (try? JSON.parse(bytes)) ?? .null,
            text: String(decoding: bytes, as: UTF8.self), headers: response.headers)
    }

    private final class Kept: ResponseBodyWriter {
        let bytes = Mutex<[UInt8]>([])

        func write(_ buffer: ByteBuffer) async throws {
            bytes.withLock { $0 += buffer.readableBytesView }
        }

        func finish(_ trailers: HTTPFields?) async throws {}
    }
}
