import DMN
import FEEL
import FairleadCanonical
import FairleadDomain
import Foundation

/// Makes a decision for each line of a file, and prints what it gives as a line of JSON.
struct DecisionLines {
    private let decision: CompiledDecision
    private let environment: Environment
    private let reader: VariableReader

    init(_ decision: CompiledDecision, _ environment: Environment) {
        self.decision = decision
        self.environment = environment
        reader = VariableReader(decision.inputs)
    }

    /// Ends the command where there is no such file, or where nothing is decided for a line, which
    /// then has a line on the other output; the others are decided.
    func decide(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            Terminal.complain("there is no file \(path)")
            throw Exit.unavailable
        }
        var isGood = true
        var output = ByteWriter()
        data.withUnsafeBytes { bytes in
            for (at, line) in bytes.split(separator: 0x0A).enumerated() {
                do {
                    let values = try reader.values(UnsafeRawBufferPointer(rebasing: line))
                    try decision.evaluate(values, environment).value.writeJSON(into: &output)
                } catch {
                    isGood = false
                    Terminal.complain("line \(at + 1): \(error)")
                    output.append("null")
                }
                output.append(0x0A)
            }
        }
        FileHandle.standardOutput.write(Data(output.bytes))
        if !isGood { throw Exit.found }
    }
}
