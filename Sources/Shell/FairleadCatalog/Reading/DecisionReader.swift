import DMN
import DMNFormats
import FEEL
import FairleadPlaybook

/// Compiles the decision models of `decisions/`, and analyses their tables: a gap, an overlap or a
/// rule that never decides is found here, not on the day when it matters.
enum DecisionReader {
    /// The model of a file of Markdown; nil if it cannot be compiled.
    static func model(
        _ bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics
    ) -> DecisionModel? {
        do throws(CompileError) {
            let model = try DecisionModel(MarkdownDecisions.read(bytes: bytes, file: file))
            for finding in model.warnings + model.findings() {
                diagnostics.add(Diagnostic(finding, in: file))
            }
            return model
        } catch {
            for finding in error.diagnostics { diagnostics.add(Diagnostic(finding, in: file)) }
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
    /// Where a decision's heading stands.
    init(of decision: CompiledDecision, in file: String) {
        let place = decision.definition.place
        self.init(file: file, line: place.line, column: place.column)
    }
}
