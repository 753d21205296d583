import AsyncHTTPClient
import FairleadAPITypes
import FairleadClient
import FairleadRuntime
import FairleadStore
import FairleadStoreSQLite

/// Opening a store that somebody else may have at the moment: a server, or a command that is done
/// in an instant.
enum OwnStore {
    /// How long somebody who holds the lock and does not answer is waited for.
    static let waitSeconds = 15
    private static let attemptsPerSecond = 5

    enum Opened: Sendable {
        /// The store is this process's.
        case store(SQLiteStore)
        /// A server has it, and answers at its socket.
        case server
    }

    /// Throws `StoreError` if the store cannot be opened, or is held by who never answers.
    static func open(_ path: String) async throws -> Opened {
        let http = HTTPClient.forCommands()
        do {
            let opened = try await open(path, http)
            try await http.shutdown()
            return opened
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    private static func open(_ path: String, _ http: HTTPClient) async throws -> Opened {
        let server = FairleadClient(
            .socket(SocketFile.path(besideStore: path)), token: nil, http: http)
        var attempts = 0
        while true {
            do throws(StoreError) {
                return .store(
                    try SQLiteStore(
                        path: path, tenant: "default", created: SystemTime().now()))
            } catch {
                attempts += 1
                guard error.code == .locked, attempts < waitSeconds * attemptsPerSecond else {
                    throw error
                }
            }
            if await isThere(server) { return .server }
            try await Task.sleep(for: .milliseconds(1_000 / attemptsPerSecond))
        }
    }

    static func isThere(_ server: FairleadClient) async -> Bool {
        (try? await server.call(.health)) != nil
    }
}
