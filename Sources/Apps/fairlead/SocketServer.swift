import FairleadAPI
import Foundation
import Glibc
import Hummingbird
import Logging
import ServiceLifecycle

/// The socket by which the command line reaches the server of a store.
enum SocketFile {
    static func path(besideStore path: String) -> String { path + "-socket" }
}

/// The API on a Unix socket that only its owner may open: who does, runs the machine.
struct SocketServer: Service {
    let installation: Installation
    let path: String
    var onListening: @Sendable () async -> Void = {}

    /// What the kernel allows for a socket's path, its end included (unix(7)).
    static let pathBytesMax = 107

    func run() async throws {
        guard path.utf8.count <= Self.pathBytesMax else {
            throw Unavailable("a socket's path has at most \(Self.pathBytesMax) bytes: \(path)")
        }
        // One that a dead server left: the store's lock, which we hold, says that it is dead.
        try? FileManager.default.removeItem(atPath: path)
        let path = path
        let onListening = onListening
        let application = Application(
            router: API(installation.services).router(.socket),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: path), serverName: "fairlead"),
            onServerRunning: { _ in
                // The folder's umask let nobody else in before.
                chmod(path, 0o600)
                await onListening()
            }, logger: installation.services.logger)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await application.run()
    }
}
