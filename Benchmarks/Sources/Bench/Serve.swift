import ArgumentParser
import FairleadAPI
import FairleadCanonical
import FairleadDomain
import FairleadLedger
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import Foundation
import Hummingbird
import Logging

enum What: String, ExpressibleByArgument { case fairlead, limit }

/// The server that is measured, or the limit of the stack that it stands on: the same HTTP and
/// JSON, and one durable row for each request.
struct ServeCommand: BlockingCommand {
    static let configuration = CommandConfiguration(commandName: "serve")

    @Option var what = What.fairlead
    @Option var port: Int
    @Option var store: String
    @Option var catalog = "Catalog"
    @Option var tier = "starter"
    @Option(help: "Accounts that are known, with their facts, before the first request.")
    var accounts = 0

    func work() async throws {
        switch what {
        case .limit: try await serve(router: StackLimit(path: store).router()) { [:] }
        case .fairlead:
            let world = try World(catalog: catalog, store: store, tier: tier)
            try await world.start()
            try await world.warm(accounts: accounts)
            // Fully decided is: sealed and in the outbox. What systems answer is counted after.
            world.outside.hold(true)
            let before = try world.store.heads().map(\.number)
            try await serve(router: API(world.services).router(.network)) {
                let decided = try await Self.untilDecided(world.store)
                world.outside.hold(false)
                _ = await world.host.quiet()
                defer { world.outside.hold(true) }
                return [
                    "decidedMilliseconds": .integer(decided),
                    "records": .object(try Self.records(after: before, in: world.store)),
                    "fileBytes": .integer(
                        Int64(
                            (try? FileManager.default.attributesOfItem(atPath: store)[.size]
                                as? Int) ?? 0)),
                ]
            }
        }
    }

    /// Milliseconds until nothing is written any more: what was acknowledged is decided too.
    private static func untilDecided(_ store: SQLiteStore) async throws -> Int64 {
        let start = ContinuousClock.now
        var heads = try store.heads()
        var changed = start
        while ContinuousClock.now - changed < .milliseconds(100) {
            try await Task.sleep(for: .milliseconds(5))
            let now = try store.heads()
            if now != heads { changed = ContinuousClock.now }
            heads = now
        }
        return Int64((changed - start) / .milliseconds(1))
    }

    /// How many records of each type were made since.
    private static func records(
        after heads: [Int64], in store: SQLiteStore
    ) throws -> JSONObject {
        var counts: [String: Int64] = [:]
        for (shard, last) in heads.enumerated() {
            var from = last + 1
            while true {
                let page = try store.segments(shard: shard, from: from, limit: 500)
                for segment in page {
                    for entry in segment.entries {
                        counts[try Entry.parse(entry.bytes).type, default: 0] += 1
                    }
                    from = segment.last + 1
                }
                if page.count < 500 { break }
            }
        }
        var object = JSONObject()
        for (type, count) in counts.sorted(by: { $0.key < $1.key }) {
            object[type] = .integer(count)
        }
        return object
    }

    /// Says when it listens, and at a line on standard input what it did; then it ends.
    private func serve<Context: RequestContext & InitializableFromSource>(
        router: Router<Context>, figures: @escaping @Sendable () async throws -> JSONObject
    ) async throws where Context.Source == ApplicationRequestContextSource {
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname("127.0.0.1", port: port), serverName: "bench"),
            onServerRunning: { _ in say("ready") },
            logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            group.addTask {
                while let line = await Self.line() {
                    let start = ContinuousClock.now
                    var object = try await figures()
                    object["asked"] = .string(line)
                    object["settleMilliseconds"] = .integer(
                        Int64((ContinuousClock.now - start) / .milliseconds(1)))
                    say(JSON.object(object).text)
                    if line == "end" { Foundation.exit(0) }
                }
                Foundation.exit(0)
            }
            try await group.next()
        }
    }

    private static func line() async -> String? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: readLine()) }
        }
    }
}

/// A line that whoever reads gets at once.
private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

/// One durable row for each request: requests that wait while a commit is under way share the next.
actor StackLimit {
    private let store: SQLiteStore
    private let committer = DispatchQueue(label: "limit")
    private var waiting: [(StoredBlob, CheckedContinuation<Void, Never>)] = []
    private var isCommitting = false

    init(path: String) throws {
        store = try SQLiteStore(path: path, tenant: "limit", created: Instant(milliseconds: 0))
    }

    func write(_ blob: StoredBlob) async {
        await withCheckedContinuation { continuation in
            waiting.append((blob, continuation))
            flush()
        }
    }

    private func flush() {
        guard !isCommitting, !waiting.isEmpty else { return }
        isCommitting = true
        let batch = waiting
        waiting = []
        committer.async { [store] in
            try? store.commit(CommitBatch(blobs: batch.map(\.0)))
            for (_, continuation) in batch { continuation.resume() }
            Task { await self.done() }
        }
    }

    private func done() {
        isCommitting = false
        flush()
    }

    nonisolated func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("/v1/hooks/billing") { request, _ in
            var request = request
            let body = try await request.collectBody(upTo: 1 << 20)
            let bytes = Array(body.readableBytesView)
            guard let json = try? JSON.parse(bytes), json["id"]?.stringValue != nil else {
                return HTTPResponse.Status.badRequest
            }
            await self.write(
                StoredBlob(
                    digest: Digest.sha256(domain: DigestDomain("limit"), bytes), bytes: bytes))
            return .ok
        }
        return router
    }
}
