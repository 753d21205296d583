import DMN
import DMNFormats
import FairleadCanonical
import Foundation

/// The tables of a folder, each checked for gaps, overlaps and rules that never decide.
struct Corpus {
    /// How long one table may take, in seconds, and what part of them must be decided within it.
    static let secondsMax = 1.0

    private let files: [String]

    init(_ folder: String) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        files = names.filter(ModelFiles.isModel).sorted().map { folder + "/" + $0 }
    }

    /// How many there are, how many were decided within the bound, and how long the slowest took;
    /// reading and compiling are left aside.
    func figures() throws -> JSON {
        var decided = 0
        var slowest = 0.0
        for file in files {
            let graph = try DecisionGraph(try ModelFiles().read(file))
            for name in graph.decisionNames {
                var isDecided = false
                let seconds = Timed.seconds {
                    isDecided = graph.analysis(name)?.undecided == nil
                }
                slowest = max(slowest, seconds)
                if isDecided, seconds <= Self.secondsMax { decided += 1 }
            }
        }
        return .object([
            "tables": .integer(Int64(files.count)), "decided": .integer(Int64(decided)),
            "slowestMilliseconds": .integer(Int64(slowest * 1_000)),
        ])
    }
}
