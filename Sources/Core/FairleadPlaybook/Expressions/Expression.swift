public import FEEL

/// A FEEL expression of the catalog: compiled where it stands, with its types checked, and
/// evaluated strictly: what is missing is an error with its place, never a null that decides.
public final class Expression: Sendable {
    public let position: SourcePosition
    /// The names that it reads with the entries it goes to, such as `["account", "tier"]`.
    public let reads: [[String]]
    private let program: Program
    /// The names that it reads, each once, in the order of the frame.
    public let names: [String]

    /// Compiles a text; `expecting` is the type that its value must have.
    init(
        _ text: String, at position: SourcePosition, in scope: Scope, expecting: FEELType?
    ) throws(CompileError) {
        let origin = SourceOrigin(
            file: position.file, line: position.line, column: position.column)
        let source = SourceText(text, origin: origin)
        let whole = try Program(source, scope: scope, mode: .strict, expecting: expecting)
        self.position = position
        reads = whole.reads.map { [$0.root] + $0.fields }
        let roots = Set(whole.reads.map(\.root))
        var lean = Scope(
            scope.variables.filter { roots.contains($0.name) }.map { ($0.name, $0.type) },
            functions: scope.functions)
        for type in scope.types { lean.declare(type: type.name, type.type) }
        // Again, for a frame that holds nothing but what is read.
        program = try Program(source, scope: lean, mode: .strict, expecting: expecting)
        names = lean.variables.map(\.name)
    }

    public var text: String { program.source.text }

    /// The type of its value.
    public var type: FEELType { program.type }

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
        var frame: [Value?] = []
        frame.reserveCapacity(names.count)
        for name in names { frame.append(value(name)) }
        do throws(EvaluationError) {
            return .success(try program.evaluate(frame: frame, environment))
        } catch {
            return .failure(error)
        }
    }
}
