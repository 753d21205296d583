import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadRuntime
import FairleadStore
import Hummingbird
import NIOCore
import ServiceLifecycle

/// Entries as they become durable, as server-sent events (HTML standard §9.2).
///
/// The store is what is read, always from where this reader stands; a commit only wakes it. So
/// there is no gap between what was and what comes, and a slow reader costs no memory.
struct StreamCall: Sendable {
    let services: APIServices

    static let segmentsAtOnce = 50

    func open(_ call: APICall) async throws(Problem) -> Response {
        let start: StreamVector
        if let text = call.header("last-event-id") {
            guard let vector = StreamVector(text: text) else {
                throw .malformed(
                    "last-event-id", "this is no id of this stream", place: "Last-Event-ID")
            }
            start = vector
        } else {
            do {
                start = StreamVector(try services.store.heads())
            } catch {
                throw Problem(503, "store-unavailable", "the store does not answer")
            }
        }
        guard services.metrics.openStream(max: APILimits.streamsMax) else {
            throw Problem(
                429, "streams", "at most \(APILimits.streamsMax) streams are open at once",
                retryAfterSeconds: 10)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody { writer in
                var output = writer
                defer { services.metrics.closeStream() }
                try await run(call, from: start) { text in
                    try await output.write(ByteBuffer(string: text))
                }
                try await output.finish(nil)
            })
    }

    private enum Signal: Sendable { case committed, heartbeat, ended }

    private func run(
        _ call: APICall, from start: StreamVector, _ write: (String) async throws -> Void
    ) async throws {
        let (signals, continuation) = AsyncStream.makeStream(
            of: Signal.self, bufferingPolicy: .bufferingNewest(2))
        let feeders = [
            Task { await feed(continuation) }, Task { await beat(continuation) },
        ]
        defer { for feeder in feeders { feeder.cancel() } }
        var vector = start
        try await write(": welcome\n\n")
        try await catchUp(call, &vector, write)
        for await signal in signals.cancelOnGracefulShutdown() {
            switch signal {
            case .committed: try await catchUp(call, &vector, write)
            case .heartbeat:
                guard await isStillWelcome(call) else { return }
                try await write(": heartbeat\n\n")
            case .ended: return
            }
        }
    }

    /// Wakes the reader at each commit, again and again if it was cut off.
    private func feed(_ continuation: AsyncStream<Signal>.Continuation) async {
        while !Task.isCancelled {
            for await _ in await services.host.subscribe() { continuation.yield(.committed) }
            guard await services.host.failure == nil else {
                continuation.yield(.ended)
                return
            }
            continuation.yield(.committed)
        }
    }

    private func beat(_ continuation: AsyncStream<Signal>.Continuation) async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(APILimits.streamHeartbeatSeconds))
            continuation.yield(.heartbeat)
        }
    }

    /// A token that is revoked or expired ends its stream, too.
    private func isStillWelcome(_ call: APICall) async -> Bool {
        guard call.header("authorization") != nil else { return true }
        let viewer = try? await Authenticator(services: services).viewer(
            headers: call.headers, door: .network)
        return viewer?.may("stream:read") == true
    }

    private func catchUp(
        _ call: APICall, _ vector: inout StreamVector, _ write: (String) async throws -> Void
    ) async throws {
        for head in try services.store.heads() {
            while vector.numbers[head.shard] < head.number {
                let segments = try services.store.segments(
                    shard: head.shard, from: vector.numbers[head.shard] + 1,
                    limit: Self.segmentsAtOnce)
                if segments.isEmpty { break }
                for segment in segments {
                    try await send(segment, call, &vector, write)
                }
            }
        }
    }

    private func send(
        _ segment: Segment, _ call: APICall, _ vector: inout StreamVector,
        _ write: (String) async throws -> Void
    ) async throws {
        for number in segment.first...segment.last
        where number > vector.numbers[segment.shard] {
            vector.see(EntryPlace(shard: segment.shard, number: number))
            guard let envelope = try Views.envelope(number, of: segment),
                wants(envelope.type, envelope.caseID, call)
            else { continue }
            let entry = try services.views.entry(number, of: segment)
                .answer(to: call.viewer.may("ledger:read") ? call.viewer.sees : .none)
            try await write(
                "id: \(vector.text)\nevent: \(envelope.type)\n"
                    + "data: \(String(decoding: entry.bytes, as: UTF8.self))\n\n")
        }
    }

    /// Who may issue tokens and was refused what is for those who read the ledger.
    private static let ledgerOnly = ["token-issued", "token-revoked", "access-refused"]

    private func wants(_ type: String, _ caseID: String?, _ call: APICall) -> Bool {
        if Self.ledgerOnly.contains(type), !call.viewer.may("ledger:read") { return false }
        if let wanted = call.query["case"], wanted != caseID { return false }
        if let wanted = call.query["type"], wanted != type { return false }
        return true
    }
}
