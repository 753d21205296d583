import DMN
import DMNFormats
import FEEL
import FairleadCanonical
import FairleadDomain
import Foundation

/// The table that a peer is measured on: 30 rules over five inputs, in DMN, and its 1,000 inputs.
struct PeerTable {
    let decision: CompiledDecision
    let frames: [[Value?]]
    private let texts: [[UInt8]]
    private let reader: VariableReader
    private let expected: [Int]

    init(_ folder: String) throws {
        let graph = try DecisionGraph(try ModelFiles().read(folder + "/feel.dmn"))
        guard let decision = graph["route"],
            let inputs = try Self.json(folder + "/inputs.json").arrayValue,
            let expected = try Self.json(folder + "/expected.json").arrayValue
        else { throw CocoaError(.fileReadCorruptFile) }
        self.decision = decision
        let reader = VariableReader(decision.inputs)
        let texts = inputs.map(\.bytes)
        self.reader = reader
        self.texts = texts
        self.expected = expected.compactMap { $0.integerValue.map(Int.init) }
        frames = try texts.map { try $0.withUnsafeBytes { try reader.values($0) } }
    }

    private static func json(_ path: String) throws -> JSON {
        try JSON.parse(Array(try Data(contentsOf: URL(filePath: path))))
    }

    /// For how many inputs the rule is the one that is expected.
    func rightCount() throws -> Int {
        try zip(frames, expected).count { frame, rule in
            try decision.evaluate(frame).chosen == [rule + 1]
        }
    }

    /// Decisions a second, each from the bytes of its inputs to the bytes of its outcome.
    func jsonPerSecond() throws -> Double {
        let passes = 20
        return try Timed.median {
            try Double(passes * texts.count) / Timed.seconds { try decideJSON(passes: passes) }
        }
    }

    func decideJSON(passes: Int) throws {
        var bytes = ByteWriter()
        for _ in 0..<passes {
            for text in texts {
                let values = try text.withUnsafeBytes { try reader.values($0) }
                bytes.removeAll()
                try decision.evaluate(values).value.writeJSON(into: &bytes)
                precondition(bytes.count > 0)
            }
        }
    }

    /// What it takes to tell of one decision why each rule matched or not, and what would change
    /// the outcome.
    func explainMicroseconds() throws -> Double {
        let contexts = frames.map { frame in
            Context(zip(decision.inputs.map(\.name), frame.map { $0 ?? .null }))
        }
        return try Timed.median {
            try Timed.seconds {
                for context in contexts.prefix(100) {
                    let explanation = try decision.explain(context)
                    precondition(explanation.rules.count == 30)
                }
            } * 1e4
        }
    }
}
