import FairleadCanonical
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A system that answers as a test says, one scripted answer after the other.
final class ScriptedServer: Sendable {
    struct Scripted: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body = "{}"
        /// After half of the body the answer stops for ever.
        var stalls = false
    }

    struct Seen: Sendable {
        let method: String
        let uri: String
        let headers: [String: String]
        let body: String
    }

    private let script = Mutex<[Scripted]>([])
    private let requests = Mutex<[Seen]>([])
    private let gate = Gate()

    /// Lets what stalls go on.
    func goOn() { gate.open() }

    var seen: [Seen] { requests.withLock { $0 } }

    /// Runs while `body` does, which gets the base address.
    static func run(
        _ script: [Scripted], _ body: @Sendable (ScriptedServer, String) async throws -> Void
    ) async throws {
        let server = ScriptedServer()
        server.script.withLock { $0 = script }
        let (ports, found) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "scripted")
        logger.logLevel = .critical
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in
                try await server.answer(request)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in found.yield(channel.localAddress?.port ?? 0) },
            logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            try await body(server, "http://127.0.0.1:\(port)")
            server.gate.open()
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let bytes = try await request.body.collect(upTo: 1_048_576)
        var headers: [String: String] = [:]
        for field in request.headers { headers[field.name.canonicalName] = field.value }
        requests.withLock {
            $0.append(
                Seen(
                    method: request.method.rawValue, uri: request.uri.string, headers: headers,
                    body: String(buffer: bytes)))
        }
        let scripted = script.withLock { $0.isEmpty ? Scripted() : $0.removeFirst() }
        var fields = HTTPFields()
        for (name, value) in scripted.headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        let gate = gate
        let body = ResponseBody { writer in
            let half = scripted.body.utf8.count / 2
            try await writer.write(ByteBuffer(bytes: Array(scripted.body.utf8.prefix(half))))
            if scripted.stalls { await gate.pass() }
            try await writer.write(ByteBuffer(bytes: Array(scripted.body.utf8.dropFirst(half))))
            try await writer.finish(nil)
        }
        return Response(
            status: .init(code: scripted.status), headers: fields, body: body)
    }
}

/// Holds whoever comes until it is opened.
private final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func pass() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
