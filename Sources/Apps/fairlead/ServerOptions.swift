import ArgumentParser
import AsyncHTTPClient
import FairleadAPI
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadClient
import FairleadConnectors
import FairleadRuntime
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
        /// It is told so.
        case refused
        /// It reads, or changes what only concerns the store, by itself.
        case allowed
    }

    /// Gives a client to the body: over the network, by the server's socket, or to this process.
    func connected<Value: Sendable>(
        alone: Alone = .allowed, _ body: @escaping @Sendable (FairleadClient) async throws -> Value
    ) async throws -> Value {
        let token = ProcessInfo.processInfo.environment["FAIRLEAD_TOKEN"]
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
        let socket = FairleadClient(.socket(SocketFile.path(besideStore: path)), token: token, http: http)
        if (try? await socket.call(.health)) != nil { return try await body(socket) }
        guard alone == .allowed else {
            throw Unavailable(
                "no server runs on \(path): start `fairlead serve`, or name one by --server")
        }
        return try await withOwnServer(path, token, http, body)
    }

    /// Answers by itself, over a socket that only this process knows.
    private func withOwnServer<Value: Sendable>(
        _ path: String, _ token: String?, _ http: HTTPClient,
        _ body: @escaping @Sendable (FairleadClient) async throws -> Value
    ) async throws -> Value {
        let installation = try await Installation(
            catalog: try Catalog.load(directory: options.catalog),
            store: try SQLiteStore(path: path, tenant: "default", created: SystemTime().now()),
            values: ProcessValues(), checkpointKey: try KeyFile.key(besideStore: path),
            logger: DemoLog.quiet)
        let folder = NSTemporaryDirectory() + "fairlead-" + TokenSecret().text.suffix(12)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let socket = folder + "/socket"
        let (ready, listening) = AsyncStream.makeStream(of: Void.self)
        let service = SocketServer(installation: installation, path: socket) {
            listening.yield(())
        }
        let client = FairleadClient(.socket(socket), token: token, http: http)
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
        try await installation.stop()
        guard let value else { throw Unavailable("the command could not open its socket") }
        return value
    }
}
