import Hummingbird
import Logging
import NIOCore
import Synchronization

/// The HTTP server of one system: it can be stopped and started again on the same port.
final class SystemListener: Sendable {
    private struct State: Sendable {
        var port: Int
        var running: Task<Void, any Error>?
    }

    private let host: String
    private let name: String
    private let requestBytesMax: Int
    private let state: Mutex<State>

    init(host: String, port: Int, name: String, requestBytesMax: Int) {
        self.host = host
        self.name = name
        self.requestBytesMax = requestBytesMax
        state = Mutex(State(port: port))
    }

    /// The port; 0 until the first start where none was given.
    var port: Int {
        state.withLock { $0.port }
    }

    /// Returns once connections are accepted.
    func start(
        respond: @escaping @Sendable (ReceivedRequest) async -> SentAnswer
    ) async throws {
        guard state.withLock({ $0.running == nil }) else { return }
        let (ready, started) = AsyncThrowingStream<Int, any Error>.makeStream()
        var logger = Logger(label: "estate.\(name)")
        logger.logLevel = .critical
        let application = Application(
            responder: SystemResponder(requestBytesMax: requestBytesMax, respond: respond),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in
                started.yield(channel.localAddress?.port ?? 0)
            },
            logger: logger)
        let running = Task {
            do {
                try await application.run()
                started.finish()
            } catch {
                started.finish(throwing: error)
                throw error
            }
        }
        for try await port in ready {
            state.withLock { state in
                state.port = port
                state.running = running
            }
            return
        }
        throw EstateError(
            code: "notListening", message: "\(name) stopped before it listened", cause: nil)
    }

    /// Closes the port and every connection.
    func stop() async {
        let running = state.withLock { state in
            defer { state.running = nil }
            return state.running
        }
        running?.cancel()
        _ = await running?.result
    }
}

/// Keeps the connection's channel, so that an answer can be dropped with its connection.
private struct ChannelContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

private struct SystemResponder: HTTPResponder {
    typealias Context = ChannelContext

    let requestBytesMax: Int
    let respond: @Sendable (ReceivedRequest) async -> SentAnswer

    func respond(to request: Request, context: ChannelContext) async throws -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: requestBytesMax)
        } catch {
            return Response(status: .contentTooLarge)
        }
        let received = ReceivedRequest(
            method: request.method.rawValue,
            path: request.uri.path,
            query: request.uri.query ?? "",
            authorization: request.headers[.authorization],
            idempotencyKey: request.headers.first {
                $0.name.canonicalName == "idempotency-key"
            }?.value,
            contentType: request.headers[.contentType] ?? "",
            body: Array(body.readableBytesView))
        switch await respond(received) {
        case .bytes(let status, let bytes):
            return Response(
                status: HTTPResponse.Status(code: status),
                headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .closed:
            try? await context.channel.close()
            return Response(status: .internalServerError)
        }
    }
}
