import DMN
import DMNFormats
import FEEL

/// Decisions of a file, compiled: of Markdown, or of a model with those that it imports.
enum DecisionFile {
    case markdown(DecisionModel)
    case model(DecisionGraph)

    init(_ path: String) throws(CompileError) {
        guard let format = ModelText.Format(file: path) else {
            let place = SourcePlace(file: path, line: 1, column: 1, length: 1, lineText: "")
            throw CompileError([
                Diagnostic(
                    .error, .syntax, "decisions are in files ending in .dmn, .yaml or .md",
                    at: place)
            ])
        }
        let bytes = try ModelFiles.bytes(path)
        if format == .markdown,
            !ModelText.isModel(markdown: String(decoding: bytes, as: UTF8.self))
        {
            self = .markdown(
                try DecisionModel(MarkdownDecisions.read(bytes: bytes, file: path)))
        } else {
            self = .model(try DecisionGraph(try ModelFiles.read(path)))
        }
    }

    /// In the order in which they are made.
    var decisionNames: [String] {
        switch self {
        case .markdown(let model): model.decisions.map(\.name)
        case .model(let graph): graph.decisionNames
        }
    }

    var inputs: [Scope.Variable] {
        switch self {
        case .markdown(let model): model.inputs
        case .model(let graph): graph.inputs
        }
    }

    /// What compilation and analysis found.
    var findings: [FEEL.Diagnostic] {
        switch self {
        case .markdown(let model): model.warnings + model.findings()
        case .model(let graph): graph.warnings + graph.findings()
        }
    }

    func explain(
        _ decision: String, _ inputs: Context, _ environment: Environment
    ) throws(DecisionError) -> Explanation {
        switch self {
        case .markdown(let model): return try model.explain(decision, inputs, environment)
        case .model(let graph):
            let given = inputs.entries.map { GivenValue($0.key, $0.value) }
            return try graph.explain(decision, given, environment)
        }
    }
}
