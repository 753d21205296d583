import ArgumentParser
import AsyncHTTPClient
import FairleadCanonical
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends requests at a rate, whatever comes back, and says how long each waited for its answer
/// from the moment at which it was due.
struct LoadCommand: BlockingCommand {
    static let configuration = CommandConfiguration(commandName: "load")

    @Option var port: Int
    @Option var file: String
    @Option(help: "Requests a second.") var rate: Double
    @Option(help: "From which line of the file.") var first = 0
    @Option var count: Int

    func work() async throws {
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n").dropFirst(first).prefix(count)
        // As many connections as there are answers awaited: else the sender would be measured.
        let client = HTTPClient(
            configuration: HTTPClient.Configuration(
                connectionPool: .init(
                    idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: 512)))
        let requests = lines.map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/v1/hooks/billing")
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.headers.add(name: "Stripe-Signature", value: String(parts[0]))
            request.body = .bytes(ByteBuffer(string: String(parts[1])))
            return request
        }
        let measured = Measured()
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, request) in requests.enumerated() {
                let due = start + .seconds(Double(number) / rate)
                try await Task.sleep(until: due, clock: .continuous)
                group.addTask {
                    do {
                        let response = try await client.execute(
                            request, timeout: .seconds(30))
                        _ = try await response.body.collect(upTo: 1 << 20)
                        if response.status.code >= 300 { measured.fail() }
                    } catch {
                        measured.fail()
                    }
                    measured.took((ContinuousClock.now - due) / .microseconds(1))
                }
            }
            try await group.waitForAll()
        }
        try await client.shutdown()
        let (sorted, failures) = measured.figures
        func at(_ share: Double) -> JSON {
            .number(String(format: "%.3f", sorted[Int(Double(sorted.count - 1) * share)] / 1_000))
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        print(
            JSON.object([
                "count": .integer(Int64(sorted.count)),
                "failures": .integer(Int64(failures)),
                "rate": .number(String(format: "%.0f", Double(sorted.count) / seconds)),
                "p50ms": at(0.5), "p99ms": at(0.99),
            ]).text)
    }
}

/// Waits in microseconds, and how many requests came to nothing.
private final class Measured: Sendable {
    private let state = Mutex<(waits: [Double], failures: Int)>(([], 0))

    func took(_ microseconds: Double) { state.withLock { $0.waits.append(microseconds) } }

    func fail() { state.withLock { $0.failures += 1 } }

    var figures: (sorted: [Double], failures: Int) {
        state.withLock { ($0.waits.sorted(), $0.failures) }
    }
}
