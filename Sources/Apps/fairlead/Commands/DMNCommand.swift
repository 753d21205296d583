import ArgumentParser
import DMN
import DMNFormats
import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadRuntime
import Foundation

struct DMNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dmn", abstract: "Decision models, written as DMN or in Markdown.",
        subcommands: [
            Check.self, Eval.self, DifferenceCommand.self, ConvertCommand.self,
            ConformanceCommand.self,
        ])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compile a file's decisions, and look for gaps and overlaps.")

        @ArgumentParser.Argument(help: "The file.") var file: String
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let findings: [FEEL.Diagnostic]
            var decisions: [String]?
            do throws(CompileError) {
                let read = try DecisionFile(file)
                findings = read.findings
                decisions = read.graph.decisionNames
            } catch {
                findings = error.diagnostics
            }
            let isGood = decisions != nil && !findings.contains { $0.severity == .error }
            if json {
                print(
                    JSON.object([
                        "good": .bool(isGood),
                        "decisions": .array((decisions ?? []).map(JSON.string)),
                        "findings": .array(findings.map { .string("\($0)") }),
                    ]).text)
            } else {
                for finding in findings { print(finding) }
                if isGood { print("Good: " + (decisions ?? []).joined(separator: ", ")) }
            }
            if !isGood { throw Exit.found }
        }
    }

    struct Eval: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a decision.")

        @ArgumentParser.Argument(help: "The file.") var file: String
        @Option(help: "The inputs, as a JSON object.") var input: String
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
            let inputs = try inputs(of: graph)
            let environment = Environment(
                now: SystemTime().now().dateTime, zones: SystemZones())
            do throws(DecisionError) {
                show(name, try compiled.explain(inputs, environment))
            } catch {
                Terminal.complain("\(error)")
                throw Exit.found
            }
        }

        private func inputs(of model: DecisionGraph) throws -> Context {
            guard let given = try? JSON.parse(input), let object = given.objectValue else {
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
            for line in DecisionText(explanation: .object(answer)).lines { print(line) }
        }
    }
}
