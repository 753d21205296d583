import FairleadCanonical
import FairleadEstate
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// One webhook as it arrived.
struct ReceivedHook: Sendable {
    let path: String
    let headers: [String: String]
    let bytes: [UInt8]
    let body: JSON
}

/// Receives webhooks on a free port, answering the first of them with the given statuses.
final class WebhookReceiver: Sendable {
    private struct State: Sendable {
        var hooks: [ReceivedHook] = []
        var statuses: [Int] = []
    }

    private let state = Mutex(State())
    private let running = Mutex<Task<Void, any Error>?>(nil)

    var hooks: [ReceivedHook] { state.withLock { $0.hooks } }

    /// Statuses for the next webhooks, in order; afterwards 200.
    func answer(with statuses: [Int]) {
        state.withLock { $0.statuses = statuses }
    }

    /// Listens, and returns the base address.
    func start() async throws -> String {
        let (ports, found) = AsyncStream<Int>.makeStream()
        let router = Router()
        router.post("v1/hooks/:connector") { [self] request, _ in
            let buffer = try await request.body.collect(upTo: 1_000_000)
            let bytes = Array(buffer.readableBytesView)
            let hook = ReceivedHook(
                path: request.uri.path,
                headers: Dictionary(
                    request.headers.map { ($0.name.canonicalName, $0.value) },
                    uniquingKeysWith: { first, _ in first }),
                bytes: bytes, body: try JSON.parse(bytes))
            let status = state.withLock { state in
                state.hooks.append(hook)
                return state.statuses.isEmpty ? 200 : state.statuses.removeFirst()
            }
            return HTTPResponse.Status(code: status)
        }
        var logger = Logger(label: "receiver")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { found.yield($0.localAddress?.port ?? 0) }, logger: logger)
        running.withLock { $0 = Task { try await application.run() } }
        for await port in ports { return "http://127.0.0.1:\(port)" }
        return ""
    }

    func stop() async {
        let running = running.withLock { $0 }
        running?.cancel()
        _ = await running?.result
    }
}

/// Runs a test with a listening estate that posts to a receiver.
func withReceiver(
    _ configure: (inout EstateConfiguration) -> Void = { _ in },
    _ body: (Estate, EstateClient, WebhookReceiver) async throws -> Void
) async throws {
    let receiver = WebhookReceiver()
    let base = try await receiver.start()
    do {
        try await withEstate {
            $0.webhookTarget = base
            configure(&$0)
        } _: { estate, client, _ in
            try await body(estate, client, receiver)
        }
    } catch {
        await receiver.stop()
        throw error
    }
    await receiver.stop()
}
