import ArgumentParser
import FairleadAPITypes
import FairleadCatalog
import FairleadClient
import FairleadPlaybook
import FairleadStore
import Foundation

/// Runs the command line and ends with the exit codes of the outside face: 0 done, 1 a check found
/// something or the request was refused, 2 wrong usage, 3 something needed is unavailable.
@main
enum EntryPoint {
    static func main() async {
        LineBuffering.begin()
        // What it makes is its owner's alone: stores, keys, sockets, copies.
        umask(0o077)
        do {
            var command = try Fairlead.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }

    private static func end(with error: any Error) -> Never {
        if let code = error as? ExitCode { exit(code.rawValue) }
        let (status, message) = describe(error)
        if status == 0 {
            print(message)
        } else if !message.isEmpty {
            Terminal.complain(message)
        }
        exit(status)
    }

    private static func describe(_ error: any Error) -> (status: Int32, message: String) {
        switch error {
        case let problem as Problem:
            let isTrouble = problem.status >= 500 || problem.status == 429
            return (
                isTrouble ? 3 : 1,
                "\(isTrouble ? "Not now" : "Refused"): \(problem.detail) (\(problem.code))"
            )
        case let error as ServerUnavailable: return (3, "Unavailable: \(error)")
        case let error as Unavailable: return (3, "Unavailable: \(error)")
        case let error as StoreError: return (3, "Unavailable: \(error)")
        case let error as CatalogError: return (1, "\(error)")
        default: break
        }
        switch Fairlead.exitCode(for: error) {
        case .success: return (0, Fairlead.fullMessage(for: error))
        case .validationFailure: return (2, Fairlead.fullMessage(for: error))
        default: return (3, "Unavailable: \(error)")
        }
    }
}
