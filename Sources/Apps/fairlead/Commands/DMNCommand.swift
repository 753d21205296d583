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
        commandName: "dmn", abstract: "Decision models, written in Markdown.",
        subcommands: [Check.self, Eval.self, ConformanceCommand.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compile a file's decisions, and look for gaps and overlaps.")

        @ArgumentParser.Argument(help: "The file.") var file: String
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let findings: [FEEL.Diagnostic]
            var decisions: [String]?
            do throws(CompileError) {
                let model = try DecisionModel(
                    MarkdownDecisions.read(bytes: try DecisionFile.bytes(file), file: file))
                findings = model.warnings + model.findings()
                decisions = model.decisions.map(\.name)
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
            let model: DecisionModel
            do throws(CompileError) {
                model = try DecisionModel(
                    MarkdownDecisions.read(bytes: try DecisionFile.bytes(file), file: file))
            } catch {
                for finding in error.diagnostics { Terminal.complain("\(finding)") }
                throw Exit.found
            }
            guard let name = decision ?? model.decisions.last?.name, model[name] != nil else {
                throw ValidationError(
                    "there is no such decision; there are "
                        + model.decisions.map(\.name).joined(separator: ", "))
            }
            let inputs = try inputs(of: model)
            let environment = Environment(
                now: SystemTime().now().dateTime, zones: SystemZones())
            do throws(DecisionError) {
                show(name, try model.explain(name, inputs, environment))
            } catch {
                Terminal.complain("\(error)")
                throw Exit.found
            }
        }

        private func inputs(of model: DecisionModel) throws -> Context {
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

/// A file with decisions: Markdown, so far.
enum DecisionFile {
    static func bytes(_ path: String) throws(CompileError) -> [UInt8] {
        var message = "the file cannot be read"
        if path.hasSuffix(".md") || path.hasSuffix(".markdown") {
            if let data = FileManager.default.contents(atPath: path) { return Array(data) }
        } else {
            message = "this release reads decisions in Markdown, files ending in .md"
        }
        let place = SourcePlace(file: path, line: 1, column: 1, length: 1, lineText: "")
        throw CompileError([Diagnostic(.error, .syntax, message, at: place)])
    }
}
