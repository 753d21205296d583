import ArgumentParser
import FairleadAPI
import FairleadCatalog
import FairleadConnectors
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite
import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "The server: API, webhooks, workers.")

    @OptionGroup var options: StoreOptions
    @Option(help: "HOST:PORT.") var listen = "127.0.0.1:8080"
    @Flag(help: "TLS ends at a proxy in front: allows an address beyond loopback.")
    var behindProxy = false

    func run() async throws {
        guard let address = ListenAddress(listen) else {
            throw ValidationError("--listen is HOST:PORT; \(listen) is not")
        }
        guard address.isLoopback || behindProxy else {
            throw ValidationError("beyond loopback the server wants TLS: --behind-proxy")
        }
        let path = try options.path()
        LoggingSystem.bootstrap { JSONLogHandler(label: $0) }
        let logger = Logger(label: "fairlead")
        let catalog = try Catalog.load(directory: options.catalog)
        guard case .store(let store) = try await OwnStore.open(path) else {
            throw Unavailable("a server runs on \(path) already")
        }
        let installation = try await Installation(
            catalog: catalog, store: store, values: ProcessValues(),
            checkpointKey: try KeyFile.key(besideStore: path), crashJournal: path + "-inhand",
            logger: logger)
        try await installation.whileRunning {
            try await serve(installation, address, path, logger)
        }
    }

    private func serve(
        _ installation: Installation, _ address: ListenAddress, _ path: String, _ logger: Logger
    ) async throws {
        let server = Server(installation: installation, host: address.host, port: address.port) {
            logger.info("listening", metadata: ["port": "\($0)"])
        }
        let socket = SocketServer(
            installation: installation, path: SocketFile.path(besideStore: path))
        let group = ServiceGroup(
            services: [
                server, Sweeping(installation: installation), socket,
                Watch(host: installation.host),
            ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}

/// Ends the process when the runtime had to stop: it begins anew from what is durable.
private struct Watch: Service {
    let host: RuntimeHost

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            for try await error in failures() { throw error }
        }
    }

    private func failures() -> AsyncThrowingStream<StoreError, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task { continuation.yield(await host.stopped()) }
            continuation.onTermination = { _ in task.cancel() }
        }
    }
}
