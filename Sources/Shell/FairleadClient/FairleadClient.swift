public import AsyncHTTPClient
public import FairleadAPITypes
public import FairleadCanonical
import NIOCore
import NIOHTTP1

/// Speaks to a Fairlead server, over the network or over the socket beside its store.
public struct FairleadClient: Sendable {
    /// The greatest answer that is read.
    public static let answerBytesMax = 64 << 20
    public static let timeoutSeconds: Int64 = 60

    public let address: ServerAddress
    private let token: String?
    private let http: HTTPClient

    /// The client is the caller's, who shuts it down.
    public init(_ address: ServerAddress, token: String?, http: HTTPClient) {
        self.address = address
        self.token = token
        self.http = http
    }

    /// Makes a call of the table; throws a `Problem` if the server refuses it, and
    /// `ServerUnavailable` if there is no answer.
    public func call(
        _ operation: APIOperation, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: JSON? = nil,
        headers: [(name: String, value: String)] = []
    ) async throws -> JSON {
        var headers = headers
        if body != nil { headers.append(("Content-Type", "application/json")) }
        return try await send(
            operation, parameters, query: query, body: body?.bytes, headers: headers)
    }

    /// Sends bytes as they are, such as CloudEvents in one of their media types.
    public func send(
        _ operation: APIOperation, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: [UInt8]?,
        headers: [(name: String, value: String)] = []
    ) async throws -> JSON {
        let request = request(operation, parameters, query, body, headers)
        let response = try await execute(request, seconds: Self.timeoutSeconds)
        let bytes: [UInt8]
        do {
            let buffer = try await response.body.collect(upTo: Self.answerBytesMax)
            bytes = Array(buffer.readableBytesView)
        } catch {
            throw ServerUnavailable("answer", "the answer broke off", cause: "\(error)")
        }
        return try read(bytes, status: Int(response.status.code))
    }

    /// All items of a list, page after page, at most so many.
    public func all(
        _ operation: APIOperation, _ parameters: [String: String] = [:],
        query: [String: String] = [:], itemsMax: Int = 10_000
    ) async throws -> [JSON] {
        var items: [JSON] = []
        var query = query
        repeat {
            let page = try await call(operation, parameters, query: query)
            items += page["items"]?.arrayValue ?? []
            query["cursor"] = page["next"]?.stringValue
        } while query["cursor"] != nil && items.count < itemsMax
        return Array(items.prefix(itemsMax))
    }

    /// The stream of entries, from after an event's id if one is given. It ends with the server.
    public func stream(
        query: [String: String] = [:], after lastEventID: String? = nil
    ) async throws -> AsyncThrowingStream<ServerSentEvent, any Error> {
        var headers: [(name: String, value: String)] = []
        if let lastEventID { headers.append(("Last-Event-ID", lastEventID)) }
        let request = request(.stream, [:], query, nil, headers)
        // A stream has no end that could be waited for: only its silence is bounded.
        let response = try await execute(request, seconds: 24 * 3_600)
        guard response.status.code == 200 else {
            let buffer = try await response.body.collect(upTo: 1 << 20)
            _ = try read(Array(buffer.readableBytesView), status: Int(response.status.code))
            throw ServerUnavailable("stream", "the answer is no stream")
        }
        return ServerSentEvent.read(response.body)
    }

    private func request(
        _ operation: APIOperation, _ parameters: [String: String], _ query: [String: String],
        _ body: [UInt8]?, _ headers: [(name: String, value: String)]
    ) -> HTTPClientRequest {
        let route = operation.route
        var path = ""
        for part in route.path.split(separator: "/") {
            let isParameter = part.hasPrefix("{")
            let name = String(isParameter ? part.dropFirst().dropLast() : part)
            path += "/" + (isParameter ? PercentEncoding.encode(parameters[name] ?? "") : name)
        }
        let pairs = query.sorted { $0.key < $1.key }.map {
            PercentEncoding.encode($0.key) + "=" + PercentEncoding.encode($0.value)
        }
        if !pairs.isEmpty { path += "?" + pairs.joined(separator: "&") }
        var request = HTTPClientRequest(url: address.base + path)
        request.method = route.method == .get ? .GET : .POST
        if let token { request.headers.add(name: "Authorization", value: "Bearer " + token) }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
        return request
    }

    private func execute(
        _ request: HTTPClientRequest, seconds: Int64
    ) async throws -> HTTPClientResponse {
        do {
            return try await http.execute(request, timeout: .seconds(seconds))
        } catch {
            throw ServerUnavailable(
                "connect", "no server answers at \(address.text)", cause: "\(error)")
        }
    }

    private func read(_ bytes: [UInt8], status: Int) throws -> JSON {
        let limits = JSONLimits(documentBytesMax: Self.answerBytesMax, depthMax: 128)
        guard let json = try? JSON.parse(bytes, limits: limits) else {
            throw ServerUnavailable(
                "answer", "\(address.text) answered \(status), and not as Fairlead does")
        }
        if status < 400 { return json }
        throw Problem(json)
            ?? Problem(status, "unknown", "the server answered \(status)")
    }
}

extension ServerAddress {
    var text: String {
        switch self {
        case .url(let text): text
        case .socket(let path): path
        }
    }
}

extension HTTPClient {
    /// A client for one command: who does not listen at once is not there.
    public static func forCommands() -> HTTPClient {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
