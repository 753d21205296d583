import FairleadAPITypes
import FairleadCanonical
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

/// What came back.
struct Reply: Sendable {
    let status: Int
    let json: JSON
    let text: String
    let headers: HTTPFields

    /// The code of a problem.
    var code: String? {
        json["type"]?.stringValue.map { String($0.dropFirst(Problem.typePrefix.count)) }
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.rawName.lowercased() == name.lowercased() }?.value
    }
}

extension TestClientProtocol {
    func call(
        _ method: APIRoute.Method = .get, _ uri: String, token: String? = nil,
        _ body: [UInt8]? = nil, headers: [String: String] = [:]
    ) async throws -> Reply {
        var fields = HTTPFields()
        var named = headers
        if let token { named["Authorization"] = "Bearer " + token }
        for (name, value) in named.sorted(by: { $0.key < $1.key }) {
            guard let field = HTTPFields.Element.Name(name) else { continue }
            fields[field] = value
        }
        return try await execute(
            uri: uri, method: method == .get ? .get : .post, headers: fields,
            body: body.map { ByteBuffer(bytes: $0) }
        ) { response in
            let bytes = Array(response.body.readableBytesView)
            return Reply(
                status: response.status.code, json: (try? JSON.parse(bytes)) ?? .null,
                text: String(decoding: bytes, as: UTF8.self), headers: response.headers)
        }
    }

    func get(_ uri: String, _ token: String?) async throws -> Reply {
        try await call(.get, uri, token: token)
    }

    func post(
        _ uri: String, _ token: String?, _ body: JSON?, headers: [String: String] = [:]
    ) async throws -> Reply {
        try await call(
            .post, uri, token: token, body?.bytes,
            headers: headers.merging(["Content-Type": "application/json"]) { own, _ in own })
    }

    func postEvents(
        _ token: String?, _ events: [JSON], headers: [String: String] = [:]
    ) async throws -> Reply {
        try await call(
            .post, "/v1/events", token: token, JSON.array(events).bytes,
            headers: headers.merging(
                ["Content-Type": "application/cloudevents-batch+json"]) { own, _ in own })
    }
}
