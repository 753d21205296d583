import ArgumentParser
import DMN
import DMNFormats
import FEEL
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import Foundation

struct DMNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dmn", abstract: "Decision models, written as DMN or in Markdown.",
        subcommands: [
            Check.self, Eval.self, Test.self, DifferenceCommand.self, ConvertCommand.self,
            ConformanceCommand.self,
        ])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compile a file's decisions, and look for gaps and overlaps.")

        @ArgumentParser.Argument(help: "The file.") var file: String
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let findings: [FEEL.Diagnostic]
            var read: DecisionFile?
            do throws(CompileError) {
                let file = try DecisionFile(file)
                findings = file.findings
                read = file
            } catch {
                findings = error.diagnostics
            }
            let isGood = read != nil && !findings.contains { $0.severity == .error }
            let names = read?.graph.decisionNames ?? []
            let policies = read?.policies ?? []
            if json {
                print(
                    JSON.object([
                        "good": .bool(isGood),
                        "decisions": .array(names.map(JSON.string)),
                        "meaning": read.map { .string($0.graph.digest.description) } ?? .null,
                        "policies": .object(
                            JSONObject(
                                uniqueMembers: policies.map { ($0.decision, $0.document) })),
                        "findings": .array(findings.map { .string("\($0)") }),
                    ]).text)
            } else {
                for finding in findings { print(finding) }
                if isGood, let read {
                    print("Good: " + names.joined(separator: ", "))
                    for (decision, document) in policies {
                        print("  \(decision) by \(DecisionText.words(of: document))")
                    }
                    print("  meaning \(read.graph.digest)")
                }
            }
            if !isGood { throw Exit.found }
        }
    }

    struct Eval: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a decision.")

        @ArgumentParser.Argument(help: "The file.") var file: String
        @Option(help: "The inputs, as a JSON object.") var input: String?
        @Option(help: "A file with a JSON object in each line: an outcome is printed for each.")
        var inputs: String?
        @Option(help: "Which decision; the last one of the file if left out.")
        var decision: String?
        @Flag(help: "Say which rules matched, and what would change the outcome.")
        var explain = false
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let graph = try DecisionFile.read(file).graph
            let names = graph.decisionNames
            guard let name = decision ?? names.last, let compiled = graph[name] else {
                throw ValidationError(
                    "there is no such decision; there are " + names.joined(separator: ", "))
            }
            let environment = Environment(
                now: SystemTime().now().dateTime, zones: SystemZones())
            if let path = inputs {
                guard input == nil, !explain else {
                    throw ValidationError("--inputs stands without --input and --explain")
                }
                return try DecisionLines(compiled, environment).decide(path)
            }
            let inputs = try inputs(of: graph)
            do throws(DecisionError) {
                show(name, try compiled.explain(inputs, environment))
            } catch {
                Terminal.complain("\(error)")
                throw Exit.found
            }
        }

        private func inputs(of model: DecisionGraph) throws -> Context {
            guard let given = try? JSON.parse(input ?? ""), let object = given.objectValue else {
                throw ValidationError("--input is a JSON object")
            }
            var inputs = Context()
            for (key, value) in object {
                guard let variable = model.inputs.first(where: { $0.name == key }) else {
                    throw ValidationError(
                        "no input \(key); there are "
                            + model.inputs.map(\.name).joined(separator: ", "))
                }
                do throws(ConversionError) {
                    inputs[key] = try Value(value, as: variable.type, at: key)
                } catch {
                    throw ValidationError("\(error.path): \(error.message)")
                }
            }
            return inputs
        }

        private func show(_ name: String, _ explanation: Explanation) {
            let result = explanation.result
            var answer: JSONObject = [
                "decision": .string(name), "value": JSON(result.value),
                "matched": .array(result.matched.map { .integer(Int64($0)) }),
            ]
            if explain {
                let members = LabelledJSON.object(LabelledJSON.members(of: explanation, .none))
                let shown = members.shown(to: .none).json?.objectValue ?? [:]
                answer = answer.merging(shown)
            }
            if json { return print(JSON.object(answer).text) }
            print("\(name): \(JSON(result.value).words ?? "null")")
            if explain, let authority = explanation.authority {
                let members = LabelledJSON.members(of: authority, on: DecisionFile.today)
                let document = LabelledJSON.object(members).shown(to: .none).json ?? .null
                print("  by      " + DecisionText.words(of: document))
            }
            for line in DecisionText(explanation: .object(answer)).lines { print(line) }
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the tests beside a file, and tell which rules none of them reaches.")

        @ArgumentParser.Argument(help: "The file.") var file: String
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let graph = try DecisionFile.read(file).graph
            let report = CatalogTestReport(of: [(file, graph)]) { ModelFiles().bytes($0) }
            try TestText.show(report, json: json)
        }
    }
}
