import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadClient

struct ExceptionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exception", abstract: "What automation could not finish.",
        subcommands: [List.self, Show.self, Retry.self, Resolve.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open exceptions.")

        @OptionGroup var server: ServerOptions
        @Option(help: "A reason code, such as effect-failed.") var code: String?
        @Option(help: "The role that answers for it.") var owner: String?
        @Option(help: "open, resolved or retried.") var state: String?

        func run() async throws {
            var query: [String: String] = [:]
            query["code"] = code
            query["queue"] = owner
            query["state"] = state
            let wanted = query
            let raised = try await server.connected { client in
                try await client.all(.listExceptions, query: wanted)
            }
            if server.json { return print(JSON.list(raised).text) }
            var table = Table("id", "owner", "severity", "due", "code", "about", "case", "message")
            for exception in raised {
                table.add(
                    exception.words("id"), exception.words("owner"), exception.words("severity"),
                    exception.minute("due"), exception.words("code"), exception.words("about"),
                    exception.words("case"), exception.words("message"))
            }
            print(table.text)
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "An open exception, with what is to be done.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The exception's id.") var id: String

        func run() async throws {
            let id = id
            let raised = try await server.connected { client in
                try await client.all(.listExceptions).first { $0.words("id") == id }
            }
            guard let raised else {
                print("There is no open exception \(id).")
                throw Exit.found
            }
            if server.json { return print(raised.text) }
            print("\(id)  \(raised.words("title") ?? raised.words("code") ?? "")")
            print("  " + Terminal.plain(raised.words("message") ?? ""))
            for name in ["code", "kind", "severity", "owner", "about", "case"] {
                if let value = raised.words(name) { print("  \(name): \(value)") }
            }
            if let due = raised.minute("due") { print("  due: \(due)") }
            for (index, step) in (raised["remedy"]?.arrayValue ?? []).enumerated() {
                print("  \(index + 1). \(step.stringValue ?? "")")
            }
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Try again what failed: one, or all that a filter means.",
            discussion: "Of many, nothing is tried again that may be done already and that its "
                + "system does not make once; those are named.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The exception's id; none with --all.") var id: String?
        @Option(help: "Why.") var reason: String
        @Flag(help: "All open ones that the filters below mean.") var all = false
        @Option(help: "A reason code.") var code: String?
        @Option(help: "The role that answers for it.") var owner: String?
        @Option(help: "A playbook.") var playbook: String?
        @Option(help: "A connector, or one operation of it.") var operation: String?
        @Option(help: "Raised before this time.") var raisedBefore: String?
        @Flag(help: "Only count them.") var dryRun = false

        func validate() throws {
            if all == (id != nil) { throw ValidationError("an id, or --all with filters") }
        }

        func run() async throws {
            if let id {
                return try await server.change(
                    .retryException, id, ["reason": .string(reason)], "Retried")
            }
            var filter = JSONObject()
            let filters = [
                ("code", code), ("owner", owner), ("playbook", playbook),
                ("operation", operation), ("raisedBefore", raisedBefore),
            ]
            for (name, value) in filters {
                if let value { filter[name] = .string(value) }
            }
            let body: JSON = [
                "reason": .string(reason), "filter": .object(filter), "dryRun": .bool(dryRun),
            ]
            let answer = try await server.connected(alone: .refused) { client in
                try await client.call(.retryExceptions, body: body)
            }
            if server.json { return print(answer.text) }
            let refused = answer["refused"]?.arrayValue ?? []
            print(
                "\(answer.words("matched") ?? "0") meant, "
                    + "\(answer["retried"]?.arrayValue?.count ?? 0) retried, "
                    + "\(refused.count) refused")
            for one in refused {
                print("  \(one.words("id") ?? "")  \(one.words("detail") ?? "")")
            }
            if answer["more"]?.boolValue == true { print("There are more: call again.") }
        }
    }

    struct Resolve: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say that it is dealt with.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The exception's id.") var id: String
        @Option(help: "Why.") var reason: String
        @Option(help: "Whom the event is about, where that was the question.")
        var account: String?

        func run() async throws {
            var body: JSONObject = ["reason": .string(reason)]
            if let account { body["account"] = .string(account) }
            try await server.change(.resolveException, id, .object(body), "Resolved")
        }
    }
}
