import AsyncHTTPClient
import FairleadCanonical
import FairleadConnector
import FairleadConnectors
import FairleadDomain
import FairleadTesting
import Logging
import Synchronization
import Testing

/// Keeps what is logged.
private struct KeepingHandler: LogHandler {
    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let line = "\(event.message) \(event.metadata ?? [:])"
        lines.all.withLock { $0.append(line) }
    }
}

@Suite struct SecrecyTests {
    @Test func `neither secrets nor arguments nor the system's words reach log or message`()
        async throws
    {
        let lines = KeepingHandler.Lines()
        let script: [ScriptedServer.Scripted] = [
            .init(body: #"{"id":"t1","name":"Jo Smith"}"#),
            .init(status: 400, body: #"{"error":{"code":"no","message":"Jo Smith owes 5"}}"#),
            .init(status: 500, body: "Jo Smith"), .init(body: "Jo Smith"),
        ]
        try await ScriptedServer.run(script) { _, base in
            let client = HTTPClient.forConnectors()
            let connector = HTTPConnector(
                Written.connector(HTTPConnectorTests.rules, base: base),
                values: ProcessValues(overlaid: ["SAMPLE_TOKEN": "sekret-1"]), client: client,
                now: { noon },
                logger: Logger(label: "test") { _ in KeepingHandler(lines: lines) })
            var messages: [String] = []
            for _ in script {
                let item = WorkItem.sample("sample.byFind", ["of": "Jo Smith"])
                messages.append("\(await connector.perform(item))")
            }
            try await client.shutdown()
            let logged = lines.all.withLock { $0 }
            #expect(logged.count == script.count)
            for text in logged + messages {
                for hidden in ["sekret-1", "Bearer", "Jo Smith", "127.0.0.1"] {
                    #expect(!text.contains(hidden), "\(text)")
                }
            }
        }
    }
}
