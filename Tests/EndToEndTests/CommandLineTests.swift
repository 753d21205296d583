import FairleadCanonical
import FairleadTesting
import Foundation
import Logging
import Testing

@testable import fairlead

@Suite(.serialized, .timeLimit(.minutes(15))) struct `The command line` {
    private let catalog = ["--catalog", packageRoot.appending(path: "Catalog").path]

    @Test func `its exit codes say what happened`() async throws {
        let line = try CommandLine()
        defer { line.remove() }
        for (arguments, status) in [
            (["--version"], 0), (["nonsense"], 2), (["token", "create"], 2),
            (["serve", "--listen", "0.0.0.0:1"], 2), (["serve", "--listen", "nowhere"], 2),
            (["case", "list"] + catalog, 3), (["event", "post", "missing"], 3),
            (["approval", "grant", "a1-1", "--reason", "x"] + catalog, 3),
            (["case", "list", "--server", "http://127.0.0.1:1"], 3),
            (["token", "create", "--principal", "Ada", "--role", "nobody"] + catalog, 1),
            (["verify"], 0), (["verify", "--store", "x"], 2),
        ] as [([String], Int32)] {
            let outcome = try await line.run(arguments)
            #expect(outcome.status == status, "\(arguments): \(outcome.complaint)")
            #expect((status == 0) == outcome.complaint.isEmpty, "\(arguments)")
        }
    }

    @Test(.requirement("S0.28", part: "from the command line to the ledger"))
    func `a server and the commands beside it share one store`() async throws {
        let line = try CommandLine()
        defer { line.remove() }
        let first = try await line.run(
            ["token", "create", "--principal", "Ada", "--role", "auditor", "--json"] + catalog)
        let auditor = try #require(try JSON.parse(first.output)["token"]?.stringValue)
        let server = try line.start(["serve", "--listen", "127.0.0.1:0"] + catalog)
        let issued = try await line.run(
            ["token", "create", "--principal", "desk", "--role", "integration", "--integration"]
                + ["--source", "/crm", "--source", "/billing", "--json"] + catalog)
        #expect(issued.status == 0, "\(issued.complaint)")
        let sender = try #require(try JSON.parse(issued.output)["token"]?.stringValue)
        let posted = try await line.post(CommandLine.events, ["--json"] + catalog, token: sender)
        #expect(posted.status == 0, "\(posted.complaint)")
        #expect(try JSON.parse(posted.output)["results"]?.arrayValue?.count == 2)
        let unsent = try await line.run(
            ["event", "post", "-"] + catalog, token: auditor, input: CommandLine.events)
        #expect(unsent.status == 1)

        let cases = try await line.run(["case", "list", "--json"] + catalog, token: auditor)
        let id = try #require(try JSON.parse(cases.output)["items"]?[0]?["id"]?.stringValue)
        for arguments in [
            ["case", "show", id], ["case", "graph", id], ["case", "graph", id, "--dot"],
            ["case", "timeline", id], ["queue"], ["task", "list"],
            ["task", "list", "--assignee", "Ada"], ["approval", "list"],
            ["exception", "list"], ["checkpoint", "kept.json"],
        ] {
            let token = arguments[0] == "checkpoint" ? nil : auditor
            let outcome = try await line.run(
                arguments + (arguments[0] == "checkpoint" ? [] : catalog), token: token)
            #expect(outcome.status == 0, "\(arguments): \(outcome.complaint)")
            #expect(!outcome.output.isEmpty)
            #expect(!outcome.output.contains(auditor))
        }
        server.terminate()
        let end = try await server.outcome()
        #expect(end.status == 0, "\(end.complaint)")
        #expect(!end.complaint.contains(auditor) && !end.complaint.contains(sender))
        let alone = try await line.run(["case", "list", "--json"] + catalog, token: auditor)
        #expect(alone.status == 0)
        let verified = try await line.run(["verify", "--checkpoint", "kept.json", "--json"])
        #expect(verified.status == 0)
        #expect(try JSON.parse(verified.output)["intact"] == true)
    }

    @Test func `what is beside a store is its owner's alone`() async throws {
        let line = try CommandLine()
        defer { line.remove() }
        _ = try await line.run(
            ["token", "create", "--principal", "Ada", "--role", "admin"] + catalog)
        for file in ["fairlead.db", "fairlead.db-key"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: line.folder.appending(path: file).path)
            let permissions = try #require(attributes[.posixPermissions] as? Int)
            #expect(permissions & 0o077 == 0, "\(file)")
        }
    }

    @Test(.requirement("S0.53", part: "in logs"))
    func `a log shows only what is known to be open`() throws {
        var handler = JSONLogHandler(label: "test")
        handler[metadataKey: "customer"] = "Acme Corp"
        let event = LogEvent(
            level: .info, message: "answered",
            metadata: ["operation": "getCase", "amount": "38400.00"], source: "test",
            file: "f", function: "f", line: 1)
        let json = try JSON.parse(handler.line(event))
        #expect(json["operation"] == "getCase")
        #expect(json["masked"] == ["amount", "customer"])
        #expect(!json.text.contains("38400") && !json.text.contains("Acme"))
    }

    @Test func `a table keeps its columns and lets nothing move the cursor`() {
        var table = Table("id", "what", "")
        table.add("1", "a\u{1B}[2Jb\nc", nil)
        table.add("1000", String(repeating: "x", count: 100), "end")
        let lines = table.text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1] == "1     a [2Jb c")
        #expect(lines[2].hasSuffix("…  end"))
        #expect(Table("a").text == "Nothing.")
    }

    @Test func `a graph quotes what it is given`() {
        let graph = CaseGraph([
            "id": "c1-1", "stages": [["name": "under\"stand", "state": "entered"]],
            "activities": [
                ["id": "a", "stage": "under\"stand", "state": "done", "after": []],
                ["id": "b", "stage": "under\"stand", "state": "running", "after": ["a"]],
            ],
            "effects": [["activity": "b", "operation": "erp.createTask", "state": "done"]],
        ])
        #expect(graph.dot.contains(#"label="under\"stand: entered""#))
        #expect(graph.dot.contains(#""a" -> "b";"#))
        #expect(graph.dot.contains(#"b: running\nerp.createTask done"#))
        #expect(graph.tree.contains("└─ b  running  after a  → erp.createTask done"))
    }
}
