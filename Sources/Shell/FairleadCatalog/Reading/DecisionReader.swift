import DMN
import DMNFormats
import FEEL
import FairleadPlaybook

/// Compiles the decision models of `decisions/` in any format, and analyses their tables: a gap, an
/// overlap or a rule that never decides is found here, not on the day when it matters.
enum DecisionReader {
    /// The model of a file with those that it imports; nil if it cannot be compiled.
    static func graph(
        _ path: String, of files: [String: [UInt8]], _ diagnostics: inout Diagnostics
    ) -> DecisionGraph? {
        do throws(CompileError) {
            let graph = try DecisionGraph(try ModelFiles(files).read(path))
            for finding in graph.warnings + graph.findings() {
                diagnostics.add(Diagnostic(finding, in: path))
            }
            return graph
        } catch {
            for finding in error.diagnostics { diagnostics.add(Diagnostic(finding, in: path)) }
            return nil
        }
    }
}

extension FairleadPlaybook.Diagnostic {
    /// A finding of a decision model's compiler.
    init(_ finding: FEEL.Diagnostic, in file: String) {
        self.init(
            finding.severity == .error ? .error : .warning,
            at: SourcePosition(
                file: finding.place.file ?? file, line: finding.place.line,
                column: finding.place.column),
            finding.message, hint: finding.hint)
    }
}

extension SourcePosition {
    /// Where a decision stands.
    init(of decision: CompiledDecision, in file: String) {
        let place = decision.place
        self.init(file: place.file ?? file, line: place.line, column: place.column)
    }
}
