import ArgumentParser
import AsyncHTTPClient
import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadClient
import FairleadConnectors
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import Foundation
import Hummingbird
import Logging
import ServiceLifecycle

/// Which server a command speaks to: one named by `--server`, or the one on this machine's store.
struct ServerOptions: ParsableArguments {
    @OptionGroup var options: StoreOptions
    @Option(
        help: ArgumentHelp(
            "The server, such as http://127.0.0.1:8080; the token is in FAIRLEAD_TOKEN.",
            discussion: "Without it, the one that runs on --store, by the socket beside it."))
    var server: String?
    @Flag(help: "Print JSON.") var json = false

    /// What a command does where no server runs on the store.
    enum Alone {
        /// It is told so: other people's systems would be changed.
        case refused
        /// It reads the store by itself.
        case reading
        /// It changes what only concerns the store, and makes one if there is none.
        case writing
    }

    /// Gives a client to the body: over the network, by the server's socket, or to this process.
    func connected<Value: Sendable>(
        alone: Alone = .reading, _ body: @escaping @Sendable (FairleadClient) async throws -> Value
    ) async throws -> Value {
        let given = ProcessInfo.processInfo.environment["FAIRLEAD_TOKEN"]
        let token = given?.isEmpty == true ? nil : given
        let http = HTTPClient.forCommands()
        do {
            let value: Value
            if let server {
                value = try await body(FairleadClient(.url(server), token: token, http: http))
            } else {
                value = try await local(http, token, alone, body)
            }
            try await http.shutdown()
            return value
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    private func local<Value: Sendable>(
        _ http: HTTPClient, _ token: String?, _ alone: Alone,
        _ body: @escaping @Sendable (FairleadClient) async throws -> Value
    ) async throws -> Value {
        let path = try options.path()
        let socket = FairleadClient(
            .socket(SocketFile.path(besideStore: path)), token: token, http: http)
        if await OwnStore.isThere(socket) { return try await body(socket) }
        guard alone == .writing || FileManager.default.fileExists(atPath: path) else {
            throw Unavailable("there is no store at \(path); --store or --server names another")
        }
        switch try await OwnStore.open(path) {
        case .server: return try await body(socket)
        case .store(let store):
            guard alone != .refused else {
                store.close()
                throw Unavailable(
                    "no server runs on \(path): start `fairlead serve`, or name one by --server")
            }
            return try await withOwnServer(store, token, http, body)
        }
    }

    /// Answers by itself, over a socket that only this process knows.
    private func withOwnServer<Value: Sendable>(
        _ store: SQLiteStore, _ token: String?, _ http: HTTPClient,
        _ body: @escaping @Sendable (FairleadClient) async throws -> Value
    ) async throws -> Value {
        let installation = try await Installation(
            catalog: try Catalog.load(directory: options.catalog), store: store,
            values: ProcessValues(),
            checkpointKey: try KeyFile.key(besideStore: try options.path()),
            logger: DemoLog.quiet)
        do {
            let value = try await serve(installation, token, http, body)
            try await installation.stop()
            return value
        } catch {
            try? await installation.stop()
            throw error
        }
    }

    private func serve<Value: Sendable>(
        _ installation: Installation, _ token: String?, _ http: HTTPClient,
        _ body: @escaping @Sendable (FairleadClient) async throws -> Value
    ) async throws -> Value {
        let folder = NSTemporaryDirectory() + "fairlead-" + TokenSecret().text.suffix(12)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (ready, listening) = AsyncStream.makeStream(of: Void.self)
        let service = SocketServer(installation: installation, path: folder + "/socket") {
            listening.yield(())
        }
        let client = FairleadClient(.socket(folder + "/socket"), token: token, http: http)
        let value: Value? = try await withThrowingTaskGroup(of: Value?.self) { group -> Value? in
            group.addTask {
                try await service.run()
                return nil
            }
            group.addTask {
                for await _ in ready { return try await body(client) }
                return nil
            }
            defer { group.cancelAll() }
            while let value = try await group.next() {
                if let value { return value }
            }
            return nil
        }
        guard let value else { throw Unavailable("the command could not open its socket") }
        return value
    }
}
