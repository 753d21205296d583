public import FEEL

/// A FEEL expression of the catalog: compiled where it stands, with its types checked, and
/// evaluated strictly: what is missing is an error with its place, never a null that decides.
public final class Expression: Sendable {
    public let position: SourcePosition
    /// The names that it reads with the entries it goes to, such as `["account", "tier"]`.
    public let reads: [[String]]
    private let program: Program
    /// The names that it reads, each once, in the order written.
    public let names: [String]
    /// The names in the order in which the program holds their values.
    private let variables: [String]

    /// Compiles a text; `expecting` is the type that its value must have.
    init(
        _ text: String, at position: SourcePosition, in scope: Scope, expecting: FEELType?
    ) throws(CompileError) {
        let origin = SourceOrigin(
            file: position.file, line: position.line, column: position.column)
        self.program = try Program(
            SourceText(text, origin: origin), scope: scope, mode: .strict, expecting: expecting)
        self.position = position
        self.reads = program.reads.map { [$0.root] + $0.fields }
        var names: [String] = []
        for path in program.reads where !names.contains(path.root) { names.append(path.root) }
        self.names = names
        variables = program.variables
    }

    public var text: String { program.source.text }

    /// The type of its value.
    public var type: FEELType { program.type }

    /// Whether it names a function of the host at all.
    public var callsHost: Bool { program.callsHost }

    /// The host's functions that it calls.
    public var calls: [HostCallSite] { program.calls }

    /// Names that are not null where it is true: `ticket != null and …` says so of `ticket`.
    var presupposed: [String] { Expression.presupposed(by: program.syntax) }

    private static func presupposed(by syntax: Syntax) -> [String] {
        switch syntax.kind {
        case .and(let parts): return parts.flatMap { presupposed(by: $0) }
        case .comparison(.notEqual, let left, let right):
            guard case .name(let name) = left.kind, case .literal(.null) = right.kind else {
                return []
            }
            return [name]
        default: return []
        }
    }

    /// The texts of the arguments where it is nothing but a call of this function, its arguments
    /// by place.
    func arguments(ofCall function: String) -> [String]? {
        guard case .call(let called, let arguments) = program.syntax.kind,
            case .name(function) = called.kind, arguments.allSatisfy({ $0.name == nil })
        else { return nil }
        return arguments.map(\.value.canonicalText)
    }

    var warnings: [FEEL.Diagnostic] { program.warnings }

    /// Its value, where `value` gives what a name stands for; nil: nothing of that name is set.
    ///
    /// An error of code `missing` says that something is not set. Deterministic: the same values
    /// and environment give the same value.
    public func evaluate(
        _ environment: Environment, _ value: (String) -> Value?
    ) -> Result<Value, EvaluationError> {
        do throws(EvaluationError) {
            return .success(
                try program.evaluate(environment) { value(variables[$0]) })
        } catch {
            return .failure(error)
        }
    }
}
