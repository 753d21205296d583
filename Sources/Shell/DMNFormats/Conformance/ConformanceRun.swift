import DMN
import FEEL
import Foundation

/// What became of the suites of the DMN TCK below a folder.
public struct ConformanceRun: Sendable {
    public struct Failure: Sendable {
        public let file: String
        public let id: String
        /// What was expected and what came, or the error.
        public let message: String
    }

    public struct Suite: Sendable {
        /// Relative to the folder that was given.
        public let path: String
        public var cases = 0
        public var passed = 0
        public var failures: [Failure] = []
    }

    public private(set) var suites: [Suite] = []
    /// Whether a case that asks for an error passes only where there was one.
    public let asksForErrors: Bool
    private let environment: Environment

    public var cases: Int { suites.reduce(0) { $0 + $1.cases } }
    public var passed: Int { suites.reduce(0) { $0 + $1.passed } }

    /// Runs every suite below a folder: each folder with files of test cases beside models.
    public init(folder: URL, environment: Environment, asksForErrors: Bool = false) throws {
        self.environment = environment
        self.asksForErrors = asksForErrors
        var folders: [String: [String]] = [:]
        let root = folder.path(percentEncoded: false)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root)
        for path in paths where path.hasSuffix(".xml") || path.hasSuffix(".dmn") {
            let parts = path.split(separator: "/")
            let parent = parts.dropLast().joined(separator: "/")
            folders[parent, default: []].append(String(parts.last ?? ""))
        }
        for (path, names) in folders.sorted(by: { $0.key < $1.key })
        where names.contains(where: { $0.hasSuffix(".xml") }) {
            let place = folder.appending(path: path)
            suites.append(run(path.isEmpty ? "." : path, place, names.sorted()))
        }
    }

    private func run(_ path: String, _ folder: URL, _ names: [String]) -> Suite {
        var suite = Suite(path: path)
        var models: [String: ModelDefinition] = [:]
        var troubles: [String: String] = [:]
        for name in names where name.hasSuffix(".dmn") {
            do {
                models[name] = try DMNXML.read(bytes: Self.bytes(folder, name), file: name)
            } catch { troubles[name] = "\(error)" }
        }
        for name in names where name.hasSuffix(".xml") {
            let file: ConformanceFile
            do {
                file = try ConformanceFile(bytes: Self.bytes(folder, name), file: name)
            } catch {
                // A file that cannot be read is a case that fails, lest it pass unseen.
                suite.cases += 1
                suite.failures.append(Failure(file: name, id: "", message: "\(error)"))
                continue
            }
            let model =
                models[file.modelName] ?? models[String(name.dropLast(4)) + ".dmn"]
                ?? Self.only(models)
            let others = names.compactMap { models[$0] }.filter { $0 != model }
            let graph = model.flatMap { try? DecisionGraph([$0] + others, mode: .conformant) }
            for test in file.cases {
                suite.cases += 1
                let trouble =
                    graph.map { check(test, $0) } ?? troubles[file.modelName] ?? "no model"
                if let trouble {
                    suite.failures.append(Failure(file: name, id: test.id, message: trouble))
                } else {
                    suite.passed += 1
                }
            }
        }
        return suite
    }

    private static func bytes(_ folder: URL, _ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func only(_ models: [String: ModelDefinition]) -> ModelDefinition? {
        models.count == 1 ? models.values.first : nil
    }

    /// What is wrong with a case; `nil` where it passes.
    private func check(_ test: ConformanceCase, _ graph: DecisionGraph) -> String? {
        var troubles: [String] = []
        for expected in test.expectations {
            var found = Value.null
            var faults: [EvaluationError] = []
            do throws(DecisionError) {
                let result = try graph.evaluate(
                    test.invocable ?? expected.name, test.inputs, environment)
                found = result.value
                if test.invocable != nil, let output = found.context?[expected.name] {
                    found = output
                }
                faults = result.faults
            } catch {
                faults = [EvaluationError(Fault(.host, "\(error)"), at: Self.nowhere)]
            }
            let isError = !expected.isError || !asksForErrors || !faults.isEmpty
            guard !ConformanceValue.agrees(found, expected.value) || !isError else { continue }
            let why = faults.first.map { " (\($0.message))" } ?? ""
            let wanted = expected.isError && asksForErrors ? " and an error" : ""
            troubles.append("\(expected.name): \(found), not \(expected.value)\(wanted)\(why)")
        }
        return troubles.isEmpty ? nil : troubles.joined(separator: "; ")
    }

    private static let nowhere = SourcePlace(
        file: nil, line: 1, column: 1, length: 1, lineText: "")
}
