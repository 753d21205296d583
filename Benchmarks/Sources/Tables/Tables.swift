import ArgumentParser
import DMN
import DMNFormats
import FEEL
import FairleadCanonical
import FairleadDomain
import Foundation

/// What `make bench` says of decision tables: a peer's table of 30 rules, and what many rules cost.
@main struct Tables: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "bench-tables")

    @Option(help: "The folder of the peer's table: feel.dmn, inputs.json, expected.json.")
    var peer: String
    @Option(help: "How often all inputs are decided, for a profiler; else it is measured.")
    var passes: Int?
    @Option(help: "Of a generated table with so many rules instead.") var rules: Int?

    func run() throws {
        let peerTable = try PeerTable(peer)
        if let passes {
            if let rules {
                let table = try WideTable(rules: rules)
                try Timed.decide(table.decision, table.frames, passes: passes)
            } else {
                try Timed.decide(peerTable.decision, peerTable.frames, passes: passes)
            }
            return
        }
        var figures: JSONObject = [
            "right": .integer(Int64(try peerTable.rightCount())),
            "nanoseconds": .integer(
                Int64(try Timed.decision(peerTable.decision, peerTable.frames))),
            "jsonPerSecond": .integer(Int64(try peerTable.jsonPerSecond())),
            "explainMicroseconds": .integer(Int64(try peerTable.explainMicroseconds())),
        ]
        var wide: [JSON] = []
        for rules in [100, 10_000] {
            let table = try WideTable(rules: rules)
            try table.check()
            let each = try Timed.decision(table.decision, table.frames)
            wide.append(
                .object([
                    "rules": .integer(Int64(rules)), "nanoseconds": .integer(Int64(each)),
                    "compileMilliseconds": .integer(Int64(table.compileMilliseconds)),
                ]))
        }
        figures["wide"] = .array(wide)
        print(JSON.object(figures).text)
    }
}

/// Decides all inputs of a table again and again.
enum Timed {
    /// Nanoseconds for each decision: the median of nine rounds of at least a tenth of a second.
    static func decision(_ decision: CompiledDecision, _ frames: [[Value?]]) throws -> Double {
        var passes = 1
        while try seconds({ try decide(decision, frames, passes: passes) }) < 0.1 { passes *= 2 }
        return try median {
            try seconds { try decide(decision, frames, passes: passes) } * 1e9
                / Double(passes * frames.count)
        }
    }

    static func decide(
        _ decision: CompiledDecision, _ frames: [[Value?]], passes: Int
    ) throws {
        for _ in 0..<passes {
            for frame in frames { keep(try decision.evaluate(frame)) }
        }
    }

    /// Takes a result as somebody would who looks at it, so that it is made.
    @inline(never)
    private static func keep(_ result: borrowing DecisionResult) {}

    static func median(_ body: () throws -> Double) rethrows -> Double {
        var values: [Double] = []
        for _ in 0..<9 { values.append(try body()) }
        return values.sorted()[4]
    }

    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
