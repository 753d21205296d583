import AsyncHTTPClient
import FairleadCanonical
import FairleadConnector
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends the requests of one connector, within its limits.
final class Transport: Sendable {
    private let definition: ConnectorDefinition
    private let values: any ValueSource
    private let client: HTTPClient
    private let limit: ConcurrencyLimit

    init(
        _ definition: ConnectorDefinition, values: any ValueSource, client: HTTPClient
    ) {
        self.definition = definition
        self.values = values
        self.client = client
        limit = ConcurrencyLimit(
            passedMax: definition.limits.concurrencyMax, waitingMax: definition.limits.waitingMax)
    }

    func send(_ prepared: PreparedRequest) async -> Exchange {
        guard await limit.enter() else {
            return .notSent(code: "too-many-waiting", afterMilliseconds: 1_000)
        }
        defer { limit.leave() }
        let request: HTTPClientRequest
        do {
            request = try complete(prepared)
        } catch {
            return .notSent(code: error.code, afterMilliseconds: nil)
        }
        return await execute(request)
    }

    /// Address and secrets are read now, and stay in this request.
    private func complete(
        _ prepared: PreparedRequest
    ) throws(ValueUnavailable) -> HTTPClientRequest {
        let base = try BaseURL(try values.value(of: definition.baseURL))
        var request = HTTPClientRequest(url: base.text + prepared.target)
        request.method = .RAW(value: prepared.method)
        for (name, value) in prepared.headers { request.headers.add(name: name, value: value) }
        if let (name, value) = try credentials() {
            guard HeaderName.isValidValue(value) else {
                throw ValueUnavailable(
                    code: "value-unavailable", message: "a secret cannot be sent in a header")
            }
            request.headers.add(name: name, value: value)
        }
        if !prepared.body.isEmpty { request.body = .bytes(ByteBuffer(bytes: prepared.body)) }
        return request
    }

    private func credentials() throws(ValueUnavailable) -> (name: String, value: String)? {
        switch definition.authentication {
        case .none: return nil
        case .bearer(let token): return ("Authorization", "Bearer \(try values.value(of: token))")
        case .header(let name, let value): return (name, try values.value(of: value))
        case .basic(let user, let password):
            let pair = "\(try values.value(of: user)):\(try values.value(of: password))"
            return ("Authorization", "Basic \(Base64.encode(Array(pair.utf8)))")
        }
    }

    /// The client's own deadline ends with the head of the answer; ours ends with its last byte.
    private func execute(_ request: HTTPClientRequest) async -> Exchange {
        let timeoutMilliseconds = definition.limits.timeoutMilliseconds
        return await withTaskGroup(of: Exchange.self) { group in
            group.addTask { await self.exchange(request) }
            group.addTask {
                try? await Task.sleep(for: .milliseconds(timeoutMilliseconds))
                return .lost(code: "timeout")
            }
            let first = await group.next() ?? .lost(code: "timeout")
            group.cancelAll()
            return first
        }
    }

    private func exchange(_ request: HTTPClientRequest) async -> Exchange {
        let deadline = NIODeadline.now() + .milliseconds(definition.limits.timeoutMilliseconds)
        do {
            let response = try await client.execute(request, deadline: deadline)
            let body = try await response.body.collect(upTo: definition.limits.responseBytesMax)
            let after = response.headers.first(name: "Retry-After").flatMap { Int64($0) }
            return .answered(
                Exchange.Reply(
                    status: Int(response.status.code),
                    // A day at most: who says more is not asked again today anyway.
                    retryAfterMilliseconds: after.map { min(max($0, 0), 86_400) * 1_000 },
                    body: Array(body.readableBytesView)))
        } catch let error as HTTPClientError {
            return Self.exchange(error)
        } catch is NIOTooManyBytesError {
            return .lost(code: "answer-too-large")
        } catch is NIOConnectionError {
            return .notSent(code: "connection-refused", afterMilliseconds: nil)
        } catch let error as IOError where error.errnoCode == 111 {
            // ECONNREFUSED of Linux.
            return .notSent(code: "connection-refused", afterMilliseconds: nil)
        } catch is CancellationError {
            return .lost(code: "cancelled")
        } catch {
            return .lost(code: "connection-lost")
        }
    }

    /// What surely happened before the first byte of the request, and what may have come after.
    private static func exchange(_ error: HTTPClientError) -> Exchange {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            .notSent(code: "connect-timeout", afterMilliseconds: nil)
        case .tlsHandshakeTimeout: .notSent(code: "tls-timeout", afterMilliseconds: nil)
        case .invalidURL, .emptyHost, .emptyScheme:
            .notSent(code: "base-url", afterMilliseconds: nil)
        case .deadlineExceeded, .readTimeout, .writeTimeout: .lost(code: "timeout")
        case .remoteConnectionClosed: .lost(code: "connection-lost")
        case .cancelled: .lost(code: "cancelled")
        default: .lost(code: "connection-lost")
        }
    }
}

extension HTTPClient {
    /// A client as connectors want it: no redirection is followed, nothing is tried twice on its
    /// own, no compressed answer can unfold beyond its limit. Shut it down at the end.
    public static func forConnectors() -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5)), decompression: .disabled)
        configuration.connectionPool.retryConnectionEstablishment = false
        // A connection kept for long is often closed by the other side just when it is used again,
        // and then nobody knows whether the request arrived.
        configuration.connectionPool.idleTimeout = .seconds(5)
        configuration.httpVersion = .http1Only
        return HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration)
    }
}
