import DMN
import DMNFormats
import FEEL
import FairleadCanonical

/// The decisions of a file, compiled with the models that it imports.
struct DecisionFile {
    let graph: DecisionGraph

    init(_ path: String) throws(CompileError) {
        graph = try DecisionGraph(try ModelFiles().read(path))
    }

    /// Reads a file; what is wrong with it is told, and ends the command.
    static func read(_ path: String) throws -> DecisionFile {
        do throws(CompileError) {
            return try DecisionFile(path)
        } catch {
            for finding in error.diagnostics { Terminal.complain("\(finding)") }
            throw Exit.found
        }
    }

    /// What compilation and analysis found.
    var findings: [FEEL.Diagnostic] { graph.warnings + graph.findings() }
}
