import AsyncHTTPClient
import FairleadCanonical
import FairleadTesting
import Foundation
import Glibc
import NIOCore
import NIOHTTP1
import Testing

/// localstripe (PyPI), a stand-in for Stripe that nobody wrote for Fairlead: it speaks Stripe's
/// dialect and signs its webhooks. Its port is the reference script's own.
final class LocalStripe {
    static let script = "systems/stripe/serve.py"
    private static let address = "http://127.0.0.1:18420"
    private static let home = FileManager.default.temporaryDirectory.appending(
        path: "fairlead-localstripe", directoryHint: .isDirectory)
    private static let python = home.appending(path: "venv/bin/python")

    private let process: Process
    /// Tries again to connect until the request's time is over, as a server that starts needs.
    private let http = HTTPClient.shared

    /// Installs it in a folder of its own, where it is not yet.
    ///
    /// - Returns: Whether it can be run; not so without Python or without PyPI.
    static func isInstalled() async -> Bool {
        guard SharedMaterial.has(script) else { return false }
        if await outcome(of: python, ["-c", "import localstripe"]) == 0 { return true }
        let venv = home.appending(path: "venv").path
        _ = await outcome(of: URL(filePath: "/usr/bin/python3"), ["-m", "venv", venv])
        let install = ["-m", "pip", "install", "-q", "localstripe==1.15.10"]
        return await outcome(of: python, install) == 0
    }

    init() throws {
        process = try Self.started(Self.python, [SharedMaterial.url(Self.script).path])
    }

    /// Without a word: it inherits a mask that blocks SIGTERM, and keeps nothing that matters.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
    }

    func post(_ path: String, _ form: String) async throws -> JSON {
        var request = HTTPClientRequest(url: Self.address + path)
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer sk_test_12345")
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: form))
        let response = try await http.execute(request, timeout: .seconds(30))
        let body = try await response.body.collect(upTo: 1 << 20)
        return (try? JSON.parse(Array(body.readableBytesView))) ?? .null
    }

    private static func outcome(of program: URL, _ arguments: [String]) async -> Int32 {
        let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
        let process = try? started(program, arguments) {
            continuation.yield($0.terminationStatus)
            continuation.finish()
        }
        guard process != nil else { return -1 }
        for await status in ended { return status }
        return -1
    }

    private static func started(
        _ program: URL, _ arguments: [String],
        then: (@Sendable (Process) -> Void)? = nil
    ) throws -> Process {
        try FileManager.default.createDirectory(
            at: home.appending(path: "stripe/run"), withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["SYSTEMS_HOME": home.path]) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.terminationHandler = then
        try process.run()
        return process
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips the test, with the reason, where localstripe cannot be run.
    static var localStripe: Self {
        .enabled("localstripe needs \(LocalStripe.script) (FAIRLEAD_SHARED), Python and PyPI") {
            await LocalStripe.isInstalled()
        }
    }
}
