import FEEL
import FairleadDomain

// Compiling expressions, and binding them to what is wanted.
extension PlaybookReader {
    /// A condition: its value is true or false; null is refused by its type.
    mutating func condition(_ node: SourceNode?, in scope: PlaybookScope) -> Expression? {
        guard let node else { return nil }
        return expression(node, in: scope, expecting: .boolean)
    }

    mutating func expression(
        _ node: SourceNode, in scope: PlaybookScope, expecting: FEELType? = nil
    ) -> Expression? {
        guard let text = node.text("an expression", &diagnostics) else { return nil }
        return expression(text, at: node.position, in: scope, expecting: expecting)
    }

    mutating func expression(
        _ text: String, at position: SourcePosition, in scope: PlaybookScope,
        expecting: FEELType? = nil
    ) -> Expression? {
        Expression.compile(
            text, at: position, in: scope.feel, expecting: expecting, &diagnostics)
    }

    /// The arguments that an operation is given: those declared with it, then those of the
    /// activity, which stand for a declared one of the same name.
    mutating func arguments(
        _ declared: [ArgumentSource], and fields: MappingReader, of operation: String,
        in scope: PlaybookScope, at position: SourcePosition, by what: String,
        rendered: String? = nil
    ) -> [Argument] {
        var sources = declared
        for member in fields.members("with", &diagnostics) {
            sources.removeAll { $0.name == member.key }
            sources.append(ArgumentSource(name: member.key, value: member.value))
        }
        return arguments(
            sources, of: operation, in: scope, at: position, by: what, rendered: rendered)
    }

    /// Arguments compiled against the operation's declaration. `rendered` is one that somebody
    /// else gives.
    mutating func arguments(
        _ sources: [ArgumentSource], of operation: String, in scope: PlaybookScope,
        at position: SourcePosition, by what: String, rendered: String? = nil
    ) -> [Argument] {
        guard let declaration = vocabulary.operations[operation] else {
            diagnostics.error("unknown operation '\(operation)'", at: position)
            return []
        }
        let known = declaration.arguments.map(\.name)
        var arguments: [Argument] = []
        for source in sources {
            guard let wanted = declaration.arguments.first(where: { $0.name == source.name }),
                source.name != rendered
            else {
                diagnostics.error(
                    "'\(operation)' has no argument '\(source.name)' to give",
                    at: source.value.position,
                    hint: NearestName.hint(for: source.name, among: known))
                continue
            }
            guard let type = vocabulary.types.type(wanted.type) else {
                diagnostics.error(
                    "'\(operation)' wants '\(source.name)' of the unknown type '\(wanted.type)'",
                    at: position)
                continue
            }
            let expected = wanted.optional ? type.orNull : type
            if let value = expression(source.value, in: scope, expecting: expected) {
                arguments.append(
                    Argument(
                        name: source.name, value: value,
                        businessDay: businessDay(value, in: scope)))
            }
        }
        for wanted in declaration.arguments where !wanted.optional && wanted.name != rendered {
            if sources.contains(where: { $0.name == wanted.name }) { continue }
            diagnostics.error(
                "\(what) lacks the argument '\(wanted.name)' of '\(operation)'", at: position)
        }
        if let rendered, !known.contains(rendered) {
            diagnostics.error("'\(operation)' has no argument '\(rendered)'", at: position)
        }
        return arguments
    }

    private func businessDay(
        _ value: Expression, in scope: PlaybookScope
    ) -> Argument.BusinessDay? {
        guard let texts = value.arguments(ofCall: HostFunction.businessDay),
            (2...3).contains(texts.count)
        else { return nil }
        // What is wrong with the parts was said of the whole.
        var none = Diagnostics()
        func part(_ text: String, _ type: FEELType) -> Expression? {
            Expression.compile(text, at: value.position, in: scope.feel, expecting: type, &none)
        }
        guard let after = part(texts[0], .daysTime), let zone = part(texts[1], .string) else {
            return nil
        }
        if texts.count == 2 { return .init(after: after, zone: zone, calendar: nil) }
        return part(texts[2], .string).map { .init(after: after, zone: zone, calendar: $0) }
    }
}

extension Expression {
    /// Compiles a text and reports what is wrong with it, at its place in the file.
    static func compile(
        _ text: String, at position: SourcePosition, in scope: Scope, expecting: FEELType?,
        _ diagnostics: inout Diagnostics
    ) -> Expression? {
        do throws(CompileError) {
            let expression = try Expression(text, at: position, in: scope, expecting: expecting)
            for warning in expression.warnings {
                diagnostics.add(Diagnostic(warning, of: position))
            }
            return expression
        } catch {
            for finding in error.diagnostics { diagnostics.add(Diagnostic(finding, of: position)) }
            return nil
        }
    }
}

extension Diagnostic {
    /// A finding of FEEL's in a text that begins at `position`.
    init(_ finding: FEEL.Diagnostic, of position: SourcePosition) {
        // Further lines of a block are indented like its first.
        let isFirstLine = finding.place.line == position.line
        let column = finding.place.column + (isFirstLine ? 0 : position.column - 1)
        self.init(
            finding.severity == .error ? .error : .warning,
            at: SourcePosition(file: position.file, line: finding.place.line, column: column),
            finding.message, hint: finding.hint)
    }
}
