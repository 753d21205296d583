import DMN
import DMNFormats
import FairleadCanonical
import Foundation

/// How many of the tables of a folder are checked for gaps, overlaps and rules that never decide
/// within a second each, and how long the slowest took; reading and compiling are left aside.
@main enum Corpus {
    /// How long one table may take.
    static let secondsMax = 1.0

    static func main() throws {
        guard let folder = CommandLine.arguments.dropFirst().first else {
            preconditionFailure("bench-corpus FOLDER")
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        let files = names.filter(ModelFiles.isModel).sorted()
        var decided = 0
        var slowest = 0.0
        for file in files {
            let graph = try DecisionGraph(try ModelFiles().read(folder + "/" + file))
            let start = ContinuousClock.now
            let isDecided = graph.decisionNames.allSatisfy {
                graph.analysis($0)?.undecided == nil
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            slowest = max(slowest, seconds)
            if isDecided, seconds <= secondsMax { decided += 1 }
        }
        let figures: JSON = [
            "tables": .integer(Int64(files.count)), "decided": .integer(Int64(decided)),
            "slowestMilliseconds": .integer(Int64(slowest * 1_000)),
        ]
        print(figures.text)
    }
}
