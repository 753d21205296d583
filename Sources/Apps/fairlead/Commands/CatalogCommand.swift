import ArgumentParser
import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadClient
import FairleadPlaybook
import FairleadRuntime

struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog", abstract: "Compile and test what governs.",
        subcommands: [Check.self, Test.self, Activate.self])

    struct Activate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring a catalog into force on a running server.",
            discussion: "Open cases keep theirs until `fairlead case migrate`. A server brings the "
                + "folder of its --catalog into force when it starts.")

        @OptionGroup var server: ServerOptions
        @ArgumentParser.Argument(help: "The catalog's folder.") var folder = "Catalog"

        func run() async throws {
            let catalog: Catalog
            do {
                catalog = try Catalog.load(directory: folder)
            } catch {
                for finding in error.diagnostics { print(finding.text) }
                throw Exit.found
            }
            let archive = catalog.archive
            let answer = try await server.connected(alone: .refused) { client in
                try await client.send(
                    .activateCatalog, body: archive,
                    headers: [("Content-Type", "application/json")])
            }
            print(server.json ? answer.text : "In force: \(answer.words("catalog") ?? "")")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Compile the catalog.")

        @ArgumentParser.Argument(help: "The catalog's folder.") var folder = "Catalog"
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let findings: [Diagnostic]
            var digest: String?
            do {
                let catalog = try Catalog.load(directory: folder)
                findings =
                    catalog.warnings + (DecisionFile.today.map { catalog.outOfForce(on: $0) } ?? [])
                    + ((try? ZoneArchive.ofThisMachine()).map { catalog.unknownZones($0) } ?? [])
                digest = catalog.digest.description
            } catch {
                findings = error.diagnostics
            }
            let isGood = digest != nil && !findings.contains { $0.severity == .error }
            if json {
                print(
                    JSON.object([
                        "good": .bool(isGood),
                        "catalog": digest.map { .string($0) } ?? .null,
                        "findings": .array(findings.map { .string($0.text) }),
                    ]).text)
            } else {
                for finding in findings { print(finding.text) }
                if let digest { print("The catalog compiles: \(digest)") }
            }
            if !isGood { throw Exit.found }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the tests beside the decision tables.")

        @ArgumentParser.Argument(help: "The catalog's folder.") var folder = "Catalog"
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let catalog: Catalog
            do {
                catalog = try Catalog.load(directory: folder)
            } catch {
                for finding in error.diagnostics { print(finding.text) }
                throw Exit.found
            }
            try TestText.show(catalog.test(), json: json)
        }
    }
}

extension String {
    /// With spaces at its end up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}
