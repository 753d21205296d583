import AsyncHTTPClient
import FairleadCanonical
import FairleadEstate
import NIOCore
import NIOHTTP1
import Synchronization

/// A clock that moves only when a test moves it.
final class ManualClock: Sendable {
    static let start: Int64 = 1_763_683_200_000  // 2025-11-21T00:00:00Z

    private let milliseconds = Mutex(ManualClock.start)

    var now: Instant { Instant(milliseconds: milliseconds.withLock { $0 }) }

    func advance(milliseconds more: Int64) {
        milliseconds.withLock { $0 += more }
    }
}

/// What a system answered.
struct Answered {
    let status: Int
    let body: JSON

    /// The items of a list, of either dialect.
    var items: [JSON] { (body["items"] ?? body["data"])?.arrayValue ?? [] }
}

/// Calls an estate's systems as a connector would.
struct EstateClient {
    /// Fails at once where nobody listens.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration.singletonConfiguration
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    let estate: Estate

    func get(_ system: EstateSystem, _ path: String) async throws -> Answered {
        try await call(system, "GET", path)
    }

    func post(
        _ system: EstateSystem, _ path: String, _ body: JSON, key: String? = nil
    ) async throws -> Answered {
        try await call(
            system, "POST", path, body: body.bytes, type: "application/json", key: key)
    }

    func form(
        _ path: String, _ fields: String, key: String? = nil
    ) async throws -> Answered {
        try await call(
            .billing, "POST", path, body: Array(fields.utf8),
            type: "application/x-www-form-urlencoded", key: key)
    }

    func call(
        _ system: EstateSystem, _ method: String, _ path: String, body: [UInt8]? = nil,
        type: String = "application/json", key: String? = nil, token: String? = nil
    ) async throws -> Answered {
        var request = HTTPClientRequest(url: estate.endpoint(of: system) + path)
        request.method = HTTPMethod(rawValue: method)
        let token = token ?? estate.token(of: system)
        if !token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let body {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await Self.client.execute(request, timeout: .seconds(20))
        let buffer = try await response.body.collect(upTo: 10_000_000)
        let bytes = Array(buffer.readableBytesView)
        return Answered(
            status: Int(response.status.code), body: bytes.isEmpty ? .null : try JSON.parse(bytes))
    }
}

/// Runs a test with a listening estate of seed 7, and stops it whatever happens.
func withEstate(
    _ configure: (inout EstateConfiguration) -> Void = { _ in },
    _ body: (Estate, EstateClient, ManualClock) async throws -> Void
) async throws {
    var configuration = EstateConfiguration()
    configuration.sleep = { _ in await Task.yield() }
    configure(&configuration)
    let clock = ManualClock()
    let estate = Estate(seed: 7, now: { clock.now }, configuration: configuration)
    try await estate.start()
    do {
        try await body(estate, EstateClient(estate: estate), clock)
    } catch {
        await estate.stop()
        throw error
    }
    await estate.stop()
}
