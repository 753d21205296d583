import ArgumentParser
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEstate
import FairleadPlaybook
import FairleadTesting
import Foundation
import Testing

@testable import fairlead

/// Roles × commands × fields: the command line shows and does no more than the API.
@Suite(.serialized, .timeLimit(.minutes(15))) struct `Who may type what` {
    private static let catalog = packageRoot.appending(path: "Catalog").path

    /// The permission that each command asks for. `CASE` and such stand for ids.
    private static let commands: [(words: [String], permission: String)] = [
        (["queue"], "cases:read"),
        (["case", "list"], "cases:read"),
        (["case", "show", "CASE"], "cases:read"),
        (["case", "timeline", "CASE"], "cases:read"),
        (["case", "graph", "CASE"], "cases:read"),
        (["decision", "explain", "DECISION"], "decisions:read"),
        (["approval", "list"], "approvals:read"),
        (["task", "list"], "tasks:read"),
        (["exception", "list"], "exceptions:read"),
        (["exception", "show", "NOBODY"], "exceptions:read"),
        (["continuity", "list"], "cases:read"),
        (["continuity", "declare", "NOBODY", "--reason", "x"], "continuity:manage"),
        (["continuity", "lift", "NOBODY", "--reason", "x"], "continuity:manage"),
        (["case", "split", "NOBODY", "--entry", "0/1", "--reason", "x"], "cases:correlate"),
        (["case", "merge", "NOBODY", "--into", "x", "--reason", "x"], "cases:correlate"),
        (["case", "migrate", "--all", "--dry-run"], "cases:migrate"),
        (["catalog", "activate", catalog], "catalog:activate"),
        (["token", "list"], "tokens:manage"),
        (["approval", "grant", "NOBODY", "--reason", "x"], "approvals:decide"),
        (["approval", "refuse", "NOBODY", "--reason", "x"], "approvals:decide"),
        (["task", "claim", "NOBODY"], "tasks:work"),
        (["task", "complete", "NOBODY", "--note", "x"], "tasks:work"),
        (["task", "release", "NOBODY", "--reason", "x"], "tasks:work"),
        (["task", "assign", "NOBODY", "--to", "x", "--reason", "x"], "tasks:assign"),
        (["task", "delegate", "NOBODY", "--to", "x", "--reason", "x"], "tasks:work"),
        (["task", "hand-over", "NOBODY", "--to", "x", "--reason", "x"], "tasks:work"),
        (["availability", "list"], "availability:set"),
        (["availability", "set", "--until", "2020-01-01T00:00:00Z"], "availability:set"),
        (["availability", "end", "NOBODY"], "availability:set"),
        (["exception", "retry", "NOBODY", "--reason", "x"], "exceptions:settle"),
        (["exception", "resolve", "NOBODY", "--reason", "x"], "exceptions:settle"),
        (["identity", "unlink", "crm/account/nobody", "--reason", "x"], "identity:manage"),
        (["token", "create", "--principal", "x", "--role", "auditor"], "tokens:manage"),
        (["token", "revoke", "NOBODY"], "tokens:manage"),
        (["event", "post", "events.json"], "events:write"),
    ]

    /// What asks for no role: whoever runs them owns the machine, its files or nothing.
    private static let ofTheMachine: Set = [
        "serve", "demo", "checkpoint", "verify", "replay", "backup", "simulate", "catalog check",
        "catalog test", "dmn check", "dmn convert", "dmn diff", "dmn eval", "dmn tck", "dmn test",
        "playbook list", "playbook show",
    ]

    @Test func `every command has its row`() {
        func leaves(_ type: any ParsableCommand.Type, _ words: [String]) -> [String] {
            let below = type.configuration.subcommands
            if below.isEmpty { return [words.joined(separator: " ")] }
            return below.flatMap { leaves($0, words + [$0._commandName]) }
        }
        let all = Set(leaves(Fairlead.self, []))
        let rows = Self.commands.map { row in
            let one = row.words[0]
            let two = row.words.prefix(2).joined(separator: " ")
            return all.contains(one) ? one : two
        }
        #expect(all.symmetricDifference(Self.ofTheMachine.union(rows)) == [])
    }

    @Test(.requirement("S0.53", part: "on the command line and in the log, every role"))
    func `a command shows and does what the role may, and no more`() async throws {
        try await ServedEstate.during(rounds: 1) { world in
            let server = try await world.serve()
            try await world.load(0)
            await world.estate.settled()
            let roles = try Catalog.load(directory: Self.catalog).governance.roles
            try Data(Self.event.utf8).write(to: world.line.folder.appending(path: "events.json"))
            let ids = try await Self.known(world.line)
            let secrets = try await Self.secrets(world.line, ids)
            for (name, role) in roles.sorted(by: { $0.key < $1.key }) {
                let token = try await Self.token(world.line, name)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (words, permission) in Self.commands {
                        group.addTask {
                            let said = try await Self.said(world.line, words, ids, token)
                            let may = role.permissions.contains(permission)
                            #expect(
                                (said.forbidden == 0) == may, "\(name) \(words): \(said.text)")
                            for (label, text) in secrets where !role.sees.names.contains(label) {
                                #expect(
                                    !said.text.contains(text), "\(name) sees \(text): \(words)")
                            }
                            #expect(!said.text.contains(token))
                        }
                    }
                    try await group.waitForAll()
                }
            }
            server.terminate()
            let log = try await server.outcome().complaint
            #expect(log.contains("listening"))
            for (_, text) in secrets { #expect(!log.contains(text), "the log shows \(text)") }
            #expect(!log.contains("fl_"), "the log shows a token")
        }
    }

    private static let event =
        #"{"specversion":"1.0","id":"own-1","source":"/crm","type":"account.updated","data":{}}"#

    /// What a command says, as text and as JSON, and how often it was refused for want of a
    /// permission.
    private static func said(
        _ line: CommandLine, _ words: [String], _ ids: [String: String], _ token: String
    ) async throws -> (text: String, forbidden: Int) {
        var text = ""
        var forbidden = 0
        for more in [[], ["--json"]] {
            let filled = words.map { ids[$0] ?? $0 }
            let outcome = try await line.run(
                filled + more + ["--catalog", catalog], token: token)
            text += outcome.output + outcome.complaint
            if outcome.complaint.contains("needs the permission") {
                forbidden += 1
                #expect(outcome.status == 1, "\(words)")
            }
            #expect(outcome.status != 2 && outcome.status != 3, "\(words) \(outcome.complaint)")
        }
        return (text, forbidden)
    }

    /// Waits for a case whose first decision was made, and names it.
    private static func known(_ line: CommandLine) async throws -> [String: String] {
        let token = try await token(line, "auditor")
        while true {
            let list = try await json(line, ["case", "list"], token)
            for item in list["items"]?.arrayValue ?? [] {
                let id = item["id"]?.stringValue ?? ""
                let matter = try await json(line, ["case", "show", id], token)
                guard let decision = matter["decisions"]?[0]?["id"]?.stringValue,
                    matter["facts"]?["account"] != nil, matter["facts"]?["receivables"] != nil
                else { continue }
                return ["CASE": id, "DECISION": decision, "NOBODY": "x63-999"]
            }
        }
    }

    /// Values of the case that stand for a label, as somebody sees them who sees everything.
    private static func secrets(
        _ line: CommandLine, _ ids: [String: String]
    ) async throws -> [(label: String, text: String)] {
        let token = try await token(line, "auditor")
        let matter = try await json(line, ["case", "show", ids["CASE"] ?? ""], token)
        let account = matter["facts"]?["account"]?["value"]
        let owed = matter["facts"]?["receivables"]?["value"]?[0]
        return [
            ("commercial", try #require(account?["arr"]?["amount"]?.stringValue)),
            ("personal", try #require(account?["billingContact"]?.stringValue)),
            ("personal", try #require(account?["owner"]?.stringValue)),
            ("finance", try #require(owed?["amountOpen"]?["amount"]?.stringValue)),
            ("finance", try #require(owed?["dueOn"]?.stringValue)),
        ]
    }

    private static func json(
        _ line: CommandLine, _ words: [String], _ token: String
    ) async throws -> JSON {
        let outcome = try await line.run(
            words + ["--json", "--catalog", catalog], token: token)
        try #require(outcome.status == 0, "\(words): \(outcome.complaint)")
        return try JSON.parse(outcome.output)
    }

    private static func token(_ line: CommandLine, _ role: String) async throws -> String {
        let issued = try await line.run(
            ["token", "create", "--principal", "\(role) of the test", "--role", role, "--json"]
                + (role == "integration" ? ["--integration", "--source", "/crm"] : [])
                + ["--catalog", catalog])
        return try #require(try JSON.parse(issued.output)["token"]?.stringValue)
    }
}
