import ArgumentParser
import DMNFormats
import FEEL
import FairleadCanonical
import FairleadEngine
import FairleadRuntime
import Foundation

/// `fairlead dmn tck`: the suites of the DMN Technology Compatibility Kit.
struct ConformanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tck", abstract: "Run the suites of the DMN TCK below a folder.")

    @ArgumentParser.Argument(help: "The folder.") var folder: String
    @Flag(help: "Where a case asks for an error, demand one.") var errorFlags = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        guard FileManager.default.fileExists(atPath: folder) else {
            throw ValidationError("there is no folder \(folder)")
        }
        // Suites are trusted, and may walk far.
        var limits = Limits()
        limits.stepsMax = 20_000_000
        let environment = Environment(
            now: SystemTime().now().dateTime, zones: SystemZones(), limits: limits)
        let run = try ConformanceRun(
            folder: URL(filePath: folder, directoryHint: .isDirectory), environment: environment,
            asksForErrors: errorFlags)
        if json {
            print(
                JSON.object([
                    "suites": .array(
                        run.suites.map { suite in
                            .object([
                                "path": .string(suite.path),
                                "cases": .integer(Int64(suite.cases)),
                                "passed": .integer(Int64(suite.passed)),
                            ])
                        }),
                    "cases": .integer(Int64(run.cases)),
                    "passed": .integer(Int64(run.passed)),
                ]).text)
        } else {
            for suite in run.suites {
                let mark = suite.passed == suite.cases ? "ok    " : "FAILED"
                print("\(mark) \(suite.path): \(suite.passed) of \(suite.cases)")
                for failure in suite.failures {
                    print("       \(failure.id): \(failure.message)")
                }
            }
            print("\(run.passed) of \(run.cases) cases passed")
        }
        if run.passed < run.cases { throw Exit.found }
    }
}
