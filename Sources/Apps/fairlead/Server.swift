import FairleadAPI
import Hummingbird
import Logging
import ServiceLifecycle

/// The HTTP server over an installation; it stops when it is asked to, and drains.
struct Server: Service {
    let installation: Installation
    let host: String
    let port: Int
    /// Called with the port that it listens at.
    var onListening: @Sendable (Int) async -> Void = { _ in }

    func run() async throws {
        let router = API(installation.services).router(.network)
        let onListening = onListening
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "fairlead"),
            onServerRunning: { channel in
                await onListening(channel.localAddress?.port ?? 0)
            }, logger: installation.services.logger)
        try await application.run()
    }
}

/// The catch-up sweeps as a service.
struct Sweeping: Service {
    let installation: Installation

    func run() async throws {
        await cancelWhenGracefulShutdown { await Sweeper(installation: installation).run() }
    }
}
