import FEEL

/// Compiles the boxed expressions of one element of a model.
struct ExpressionCompiler {
    typealias Typed = (expression: CompiledExpression, type: FEELType)

    let types: ItemTypeCompiler
    let model: Int
    let mode: Mode
    /// The name of the element, for errors.
    let name: String
    private(set) var diagnostics: [Diagnostic] = []

    init(types: ItemTypeCompiler, model: Int, mode: Mode, name: String) {
        self.types = types
        self.model = model
        self.mode = mode
        self.name = name
    }

    /// Compiles an expression in a scope.
    /// - Parameter expecting: what it must give, where that is known.
    mutating func compile(
        _ expression: BoxedExpression, _ scope: Scope, expecting wanted: ValueType? = nil
    ) -> Typed {
        let declared = expression.type.flatMap { resolve($0) }
        let (compiled, type) = part(expression, scope, expecting: declared ?? wanted)
        guard let declared else { return (compiled, type) }
        return typed((compiled, type), declared, expression.place)
    }

    /// An expression whose value must be of a type; where it is known to be, there is nothing to
    /// do when it is evaluated.
    func typed(_ expression: Typed, _ type: ValueType, _ place: SourcePlace) -> Typed {
        let known = types.staticType(type)
        if mode == .strict, expression.type == known, types.isPlain(type) { return expression }
        return (.typed(expression.expression, type, place), known)
    }

    private mutating func resolve(_ reference: TypeReference) -> ValueType? {
        if let found = types.type(reference, in: model) { return found }
        diagnostics.append(
            Diagnostic(
                mode == .strict ? .error : .warning, .unknownName,
                "no type is named \(reference.name)", at: reference.place))
        return nil
    }

    private func staticType(_ type: ValueType?) -> FEELType {
        type.map { types.staticType($0) } ?? .any
    }

    private mutating func part(
        _ expression: BoxedExpression, _ scope: Scope, expecting wanted: ValueType?
    ) -> Typed {
        let place = expression.place
        switch expression.kind {
        case .literal(let source): return literal(source, scope, expecting: wanted)
        case .table(let table): return compile(table, scope, place)
        case .context(let entries, let result):
            return context(entries, result, scope, expecting: wanted)
        case .invocation(let callee, let bindings):
            return invocation(callee, bindings, scope, place)
        case .function(let definition):
            let (function, type) = compile(definition, scope, result: nil)
            return (.function(function), type)
        case .relation(let columns, let rows): return relation(columns, rows, scope)
        case .list(let items):
            let parts = items.map { compile($0, scope) }
            let item = parts.dropFirst().reduce(parts.first?.type ?? .any) { $0.joined($1.type) }
            return (.list(parts.map(\.expression)), .list(item))
        case .conditional(let condition, let then, let otherwise):
            let parts = [
                compile(condition, scope, expecting: .feel(.boolean)),
                compile(then, scope, expecting: wanted),
                compile(otherwise, scope, expecting: wanted),
            ]
            return (
                .conditional(
                    parts[0].expression, parts[1].expression, parts[2].expression, place),
                parts[1].type.joined(parts[2].type)
            )
        case .filter, .iteration, .quantified: return walk(expression, scope)
        }
    }

    // MARK: Leaves

    private mutating func literal(
        _ source: SourceText, _ scope: Scope, expecting wanted: ValueType?
    ) -> Typed {
        let expected = mode == .strict ? wanted.map { types.staticType($0) } : nil
        do throws(CompileError) {
            let program = try Program(source, scope: scope, mode: mode, expecting: expected)
            add(program.warnings)
            return (.literal(program), program.type)
        } catch { return broken(error, source.place) }
    }

    /// What cannot be compiled: an error in strict mode, null in conformant mode.
    private mutating func broken(_ error: CompileError, _ place: SourcePlace) -> Typed {
        add(error.diagnostics)
        let message = error.diagnostics.first?.message ?? "the expression has no meaning"
        return (
            .broken(
                EvaluationError(
                    Fault(.missing, message), at: error.diagnostics.first?.place ?? place)), .any
        )
    }

    private mutating func add(_ findings: [Diagnostic]) {
        for var finding in findings {
            if mode == .conformant { finding.severity = .warning }
            diagnostics.append(finding)
        }
    }

    private mutating func compile(
        _ definition: TableDefinition, _ scope: Scope, _ place: SourcePlace
    ) -> Typed {
        var table = definition
        var conversions = TableConversions(types: types.types)
        for (at, clause) in table.inputs.enumerated() {
            let named = clause.reference.flatMap { resolve($0) }
            conversions.inputs.append(converted(named))
            if let named {
                table.inputs[at].type = types.staticType(named)
                // The analysis of a table wants to know what cannot come.
                if clause.allowed == nil, mode == .strict {
                    table.inputs[at].allowed = types.allowedValues(named)
                }
            }
        }
        for (at, clause) in table.outputs.enumerated() {
            let named = clause.reference.flatMap { resolve($0) }
            conversions.outputs.append(converted(named))
            conversions.outputValues.append(named.map { types.listedValues($0) } ?? [])
            if named != nil { table.outputs[at].type = staticType(named) }
        }
        var compiler = TableCompiler(scope: scope, mode: mode, conversions: conversions)
        let compiled = compiler.compile(table, named: name, at: place)
        guard let compiled else { return broken(CompileError(compiler.diagnostics), place) }
        add(compiler.diagnostics)
        return (.table(compiled), mode == .strict ? table.resultType : .any)
    }

    /// The type that a column's values are converted to; `nil` where the column's own type says all
    /// that must hold.
    private func converted(_ type: ValueType?) -> ValueType? {
        guard let type, mode == .strict, types.isPlain(type) else { return type }
        return nil
    }

    // MARK: Boxes

    private mutating func context(
        _ entries: [BoxedExpression.Entry], _ result: BoxedExpression?, _ scope: Scope,
        expecting wanted: ValueType?
    ) -> Typed {
        var inner = scope
        var compiled: [CompiledExpression.Entry] = []
        var fields: [ContextType.Field] = []
        for entry in entries {
            let type = entry.variable.type.flatMap { resolve($0) }
            var (value, found) = compile(entry.value, inner, expecting: type)
            if let type { (value, found) = typed((value, found), type, entry.value.place) }
            inner.declare(entry.variable.name, found)
            let slot = inner.position(of: entry.variable.name) ?? 0
            compiled.append(.init(name: entry.variable.name, slot: slot, value: value))
            fields.append(ContextType.Field(entry.variable.name, found))
        }
        guard let result else {
            let type = ContextType(fields, isOpen: mode == .conformant)
            return (.context(compiled, result: nil), .context(type))
        }
        let (value, type) = compile(result, inner, expecting: wanted)
        return (.context(compiled, result: value), type)
    }

    private mutating func invocation(
        _ callee: BoxedExpression, _ bindings: [BoxedExpression.Binding], _ scope: Scope,
        _ place: SourcePlace
    ) -> Typed {
        var inner = scope
        func declare(_ name: String, _ value: Typed) -> CompiledExpression.Entry {
            inner.declare(name, value.type)
            return .init(
                name: name, slot: inner.position(of: name) ?? 0, value: value.expression)
        }
        var source = SourceText("__callee", origin: SourceOrigin(file: place.file))
        var function: CompiledExpression.Entry?
        if case .literal(let text) = callee.kind {
            source = text
        } else {
            function = declare("__callee", compile(callee, scope))
        }
        var arguments: [CompiledExpression.Entry] = []
        for (at, binding) in bindings.enumerated() {
            var value: Typed
            if let expression = binding.value {
                value = compile(expression, scope)
            } else {
                value = literal(SourceText("null"), scope, expecting: nil)
            }
            if let type = binding.parameter.type.flatMap({ resolve($0) }) {
                value = typed(value, type, binding.parameter.place)
            }
            arguments.append(declare("__argument\(at)", value))
        }
        do throws(CompileError) {
            let call = try Program(
                calling: source,
                zip(bindings, arguments).map { ($0.parameter.name, $1.name) }, scope: inner,
                mode: mode)
            add(call.warnings)
            return (
                .invocation(.init(callee: function, arguments: arguments, call: call)), call.type
            )
        } catch { return broken(error, place) }
    }

    /// Compiles a function.
    /// - Parameter result: the type that its variable declares.
    mutating func compile(
        _ definition: FunctionDefinition, _ scope: Scope, result: TypeReference?
    ) -> (CompiledFunction, FEELType) {
        var inner = scope
        var parameters: [CompiledFunction.Parameter] = []
        var parameterTypes: [FEELType] = []
        for parameter in definition.parameters {
            let type = parameter.type.flatMap { resolve($0) }
            inner.declare(parameter.name, staticType(type))
            parameterTypes.append(staticType(type))
            parameters.append(
                .init(
                    name: parameter.name, slot: inner.position(of: parameter.name) ?? 0,
                    type: type))
        }
        var body: Typed
        if definition.language == .feel {
            body =
                definition.body.map { compile($0, inner) }
                ?? literal(SourceText("null"), inner, expecting: nil)
        } else {
            let fault = Fault(
                .host, "functions of \(definition.language.rawValue) are never run")
            body = (.broken(EvaluationError(fault, at: definition.place)), .any)
        }
        for reference in [definition.type, result] {
            guard let type = reference.flatMap({ resolve($0) }) else { continue }
            if case .function = types.staticType(type).required { continue }
            body = typed(body, type, definition.place)
        }
        let function = CompiledFunction(
            name: name, parameters: parameters, types: parameterTypes, result: body.type,
            body: body.expression, place: definition.place)
        return (function, .function(parameterTypes, result: body.type))
    }

    private mutating func relation(
        _ columns: [VariableDefinition], _ rows: [[BoxedExpression]], _ scope: Scope
    ) -> Typed {
        let wanted = columns.map { column in column.type.flatMap { resolve($0) } }
        var compiled: [[CompiledExpression]] = []
        var found = wanted.map { staticType($0) }
        for (number, row) in rows.enumerated() {
            var cells: [CompiledExpression] = []
            for (at, cell) in row.enumerated() where at < columns.count {
                let (value, type) = compile(cell, scope, expecting: wanted[at])
                if let wanted = wanted[at] {
                    cells.append(typed((value, type), wanted, cell.place).expression)
                } else {
                    cells.append(value)
                    found[at] = number == 0 ? type : found[at].joined(type)
                }
            }
            compiled.append(cells)
        }
        let names = columns.map(\.name)
        let fields = zip(names, found).map { ContextType.Field($0, $1) }
        return (
            .relation(columns: names, rows: compiled),
            .list(.context(ContextType(fields, isOpen: mode == .conformant)))
        )
    }

    // MARK: Lists

    private mutating func walk(_ expression: BoxedExpression, _ scope: Scope) -> Typed {
        var inner = scope
        let place = expression.place
        switch expression.kind {
        case .filter(let list, let match):
            let (items, type) = compile(list, scope)
            inner.declare(item: "item", type.item)
            let (test, _) = compile(match, inner, expecting: .feel(.boolean))
            let slot = inner.position(of: "item") ?? 0
            return (.filter(items, slot: slot, match: test, place), .list(type.item))
        case .iteration(let variable, let list, let body):
            let (items, _, slot) = iterator(variable, list, &inner)
            inner.declare("partial", .list(.any))
            let partial = inner.position(of: "partial") ?? 0
            let (value, type) = compile(body, inner)
            return (
                .iteration(variable.name, slot: slot, partial: partial, items, value, place),
                .list(type)
            )
        case .quantified(let every, let variable, let list, let condition):
            let (items, _, slot) = iterator(variable, list, &inner)
            let (test, _) = compile(condition, inner, expecting: .feel(.boolean))
            return (
                .quantified(every: every, variable.name, slot: slot, items, test, place),
                .boolean
            )
        default: return part(expression, scope, expecting: nil)
        }
    }

    private mutating func iterator(
        _ variable: VariableDefinition, _ list: BoxedExpression, _ scope: inout Scope
    ) -> (CompiledExpression, FEELType, slot: Int) {
        let (items, type) = compile(list, scope)
        let wanted = variable.type.flatMap { resolve($0) }
        let item = wanted.map { types.staticType($0) } ?? type.item
        scope.declare(variable.name, item)
        return (items, item, scope.position(of: variable.name) ?? 0)
    }
}

extension FEELType {
    /// The type of the items that a walk gives.
    fileprivate var item: FEELType {
        switch required {
        case .list(let item), .range(let item): item
        default: self
        }
    }

    /// A type that holds the values of both, where expressions go different ways.
    fileprivate func joined(_ other: FEELType) -> FEELType { self == other ? self : .any }
}
