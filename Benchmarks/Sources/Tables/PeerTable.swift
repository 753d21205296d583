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
    private let inputs: [JSON]
    private let expected: [Int]

    init(_ folder: String) throws {
        let graph = try DecisionGraph(try ModelFiles().read(folder + "/feel.dmn"))
        guard let decision = graph["route"],
            let inputs = try Self.json(folder + "/inputs.json").arrayValue,
            let expected = try Self.json(folder + "/expected.json").arrayValue
        else { throw CocoaError(.fileReadCorruptFile) }
        self.decision = decision
        self.inputs = inputs
        self.expected = expected.compactMap { $0.integerValue.map(Int.init) }
        frames = try inputs.map { try Self.frame($0, decision) }
    }

    private static func json(_ path: String) throws -> JSON {
        try JSON.parse(Array(try Data(contentsOf: URL(filePath: path))))
    }

    /// The values of the decision's inputs.
    private static func frame(_ json: JSON, _ decision: CompiledDecision) throws -> [Value?] {
        try decision.inputs.map { input in
            try json[input.name].map { try Value($0, as: input.type, at: input.name) }
        }
    }

    /// For how many inputs the rule is the one that is expected.
    func rightCount() throws -> Int {
        try zip(frames, expected).count { frame, rule in
            try decision.evaluate(frame).chosen == [rule + 1]
        }
    }

    /// Decisions a second, each from the bytes of its inputs to the bytes of its outcome.
    func jsonPerSecond() throws -> Double {
        let texts = inputs.map(\.bytes)
        var bytes: [UInt8] = []
        return try Timed.median {
            let passes = 20
            let seconds = try Timed.seconds {
                for _ in 0..<passes {
                    for text in texts {
                        let frame = try Self.frame(try JSON.parse(text), decision)
                        bytes.removeAll(keepingCapacity: true)
                        JSON(try decision.evaluate(frame).value).write(into: &bytes)
                        precondition(!bytes.isEmpty)
                    }
                }
            }
            return Double(passes * texts.count) / seconds
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
