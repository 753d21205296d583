import FairleadTesting
import Foundation
import Glibc
import Synchronization

/// The built binary, run as a user runs it, in a folder of its own.
struct CommandLine: Sendable {
    struct Outcome: Sendable {
        let status: Int32
        let output: String
        let complaint: String
    }

    let folder: URL
    /// Built with these tests, and beside them.
    private let binary: URL = {
        let tests = Bundle.main.executableURL?.deletingLastPathComponent()
        let beside = tests?.appending(path: "fairlead")
        if let beside, FileManager.default.isExecutableFile(atPath: beside.path) { return beside }
        return packageRoot.appending(path: ".build/debug/fairlead")
    }()

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "fairlead-test-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// A process that was started; its output goes to files, so that no pipe can fill up.
    func start(
        _ arguments: [String], token: String? = nil, input: String = "",
        values: [String: String] = [:]
    ) throws -> Running {
        let process = Process()
        process.executableURL = binary
        process.arguments = arguments
        process.currentDirectoryURL = folder
        var environment = ProcessInfo.processInfo.environment.merging(values) { $1 }
        environment["FAIRLEAD_TOKEN"] = token
        environment["FAIRLEAD_CATALOG"] = nil
        process.environment = environment
        let name = "run-\(UUID().uuidString)"
        let files = [".in", ".out", ".err"].map { folder.appending(path: name + $0) }
        try Data(input.utf8).write(to: files[0])
        try Data().write(to: files[1])
        try Data().write(to: files[2])
        process.standardInput = try FileHandle(forReadingFrom: files[0])
        process.standardOutput = try FileHandle(forWritingTo: files[1])
        process.standardError = try FileHandle(forWritingTo: files[2])
        return try Running(process, output: files[1], complaint: files[2])
    }

    func run(
        _ arguments: [String], token: String? = nil, input: String = ""
    ) async throws -> Outcome {
        try await start(arguments, token: token, input: input).outcome()
    }

    /// An account and a payment of it that failed, a line each.
    static let events = """
        {"specversion":"1.0","id":"1","source":"/crm","type":"account.updated","data":{"claims":\
        [{"account":{"system":"crm","kind":"account","id":"a"},"same":[{"system":"billing",\
        "kind":"customer","id":"b"}]}]}}
        {"specversion":"1.0","id":"2","source":"/billing","type":"payment.failed","data":{"payment":\
        {"id":"p","status":"failed"},"parties":[{"system":"billing","kind":"customer","id":"b"}]}}
        """

    /// Posts events to a server that was just started: nobody answers before it holds the store.
    func post(
        _ events: String, _ arguments: [String], token: String?
    ) async throws -> Outcome {
        var posted: Outcome
        repeat {
            posted = try await run(
                ["event", "post", "-"] + arguments, token: token, input: events)
        } while posted.status == 3
        return posted
    }

    /// A running process and its end.
    final class Running: Sendable {
        private let process: Mutex<Process>
        private let ended: AsyncStream<Int32>
        private let output: URL
        private let complaint: URL

        init(_ process: sending Process, output: URL, complaint: URL) throws {
            let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
            self.ended = ended
            self.output = output
            self.complaint = complaint
            process.terminationHandler = {
                continuation.yield($0.terminationStatus)
                continuation.finish()
            }
            try process.run()
            self.process = Mutex(process)
        }

        /// Ends it without a word, as a machine that loses its power does.
        func kill() {
            process.withLock { process in
                if process.isRunning { _ = Glibc.kill(process.processIdentifier, SIGKILL) }
            }
        }

        /// Asks it to end, as an operator's SIGTERM does.
        func terminate() { process.withLock { $0.terminate() } }

        func outcome() async throws -> Outcome {
            var status: Int32 = -1
            for await value in ended { status = value }
            return Outcome(
                status: status, output: try String(contentsOf: output, encoding: .utf8),
                complaint: try String(contentsOf: complaint, encoding: .utf8))
        }
    }
}
