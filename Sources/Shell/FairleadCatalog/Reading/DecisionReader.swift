import DMN
import FEEL
import FairleadPlaybook

/// Compiles the decision models of `decisions/`, and analyses their tables: a gap, an overlap or a
/// rule that never decides is found here, not on the day when it matters.
enum DecisionReader {
    static func definitions(
        _ bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics
    ) -> [DecisionDefinition]? {
        nil
    }

    static func decisions(
        _ definitions: [DecisionDefinition], file: String, functions: [String],
        _ diagnostics: inout Diagnostics
    ) -> [Decision] {
        do throws(CompileError) {
            let model = try DecisionModel(definitions)
            for finding in model.warnings + model.findings() {
                diagnostics.add(Diagnostic(finding, in: file))
            }
            return model.decisions.compactMap { compiled in
                Decision(
                    compiled.name, of: model, isFunction: functions.contains(compiled.name))
            }
        } catch {
            for finding in error.diagnostics { diagnostics.add(Diagnostic(finding, in: file)) }
            return []
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
