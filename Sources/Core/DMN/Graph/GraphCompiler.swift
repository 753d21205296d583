import FEEL

/// Compiles models that may use each other into one graph.
struct GraphCompiler {
    let models: [ModelDefinition]
    let mode: Mode
    private(set) var diagnostics: [Diagnostic] = []
    var elements: [GraphElement] = []
    private(set) var typeCompiler: ItemTypeCompiler
    /// Variables beside those that are required, for each element.
    var implicit: [Int: [FrameSource.Entry]] = [:]

    init(_ models: [ModelDefinition], mode: Mode) {
        self.models = models
        self.mode = mode
        typeCompiler = ItemTypeCompiler(models, mode: mode)
    }

    mutating func report(
        _ code: Diagnostic.Code, _ message: String, _ place: SourcePlace, hint: String? = nil
    ) {
        let severity: Diagnostic.Severity = mode == .strict ? .error : .warning
        diagnostics.append(Diagnostic(severity, code, message, at: place, hint: hint))
    }

    mutating func add(_ error: CompileError) {
        for finding in error.diagnostics.prefix(max(0, 1_000 - diagnostics.count)) {
            diagnostics.append(finding)
        }
    }

    mutating func compile() throws(CompileError) -> ([GraphElement], [Int], ItemTypes) {
        if mode == .strict { diagnostics += models.flatMap(\.unknown) }
        typeCompiler.compile()
        addElements()
        diagnostics += typeCompiler.diagnostics
        checkNames()
        var requirements = requirements()
        addImplicitInputs(&requirements)
        let order = order(requirements)
        for at in order {
            elements[at].sources = sources(requirements[at], of: at)
            compile(at)
        }
        guard mode == .conformant || !diagnostics.contains(where: { $0.severity == .error })
        else { throw CompileError(diagnostics) }
        return (elements, order, typeCompiler.types)
    }

    // MARK: Elements

    private mutating func addElements() {
        for (model, definition) in models.enumerated() {
            for input in definition.inputs {
                add(model, input.id, input.variable, .input)
            }
            for decision in definition.decisions {
                add(model, decision.id, decision.variable, .decision(nil))
            }
            for knowledge in definition.knowledge {
                add(model, knowledge.id, knowledge.variable, .knowledge(nil))
            }
            for service in definition.services {
                add(
                    model, service.id, service.variable,
                    .service(GraphService(inputs: [], outputs: [], result: nil)))
            }
        }
    }

    private mutating func add(
        _ model: Int, _ id: String, _ variable: VariableDefinition, _ kind: GraphElement.Kind
    ) {
        var type = variable.type.flatMap { typeCompiler.type($0, in: model, reporting: true) }
        var known = type.map { typeCompiler.staticType($0) } ?? .any
        switch kind {
        case .knowledge, .service:
            // The type of a function is the one of what it gives.
            type = nil
            if case .function = known {} else { known = .any }
        default: break
        }
        elements.append(
            GraphElement(
                model: model, id: id, name: variable.name, place: variable.place, type: type,
                known: known, kind: kind))
    }

    private mutating func checkNames() {
        var seen: [[String]: Int] = [:]
        for (at, element) in elements.enumerated() {
            if seen[[String(element.model), element.name]] != nil {
                report(.duplicate, "\(element.name) stands in this model twice", element.place)
            }
            seen[[String(element.model), element.name]] = at
        }
    }

    // MARK: Requirements

    /// For each element the places of those that it requires.
    private mutating func requirements() -> [[Int]] {
        var places: [[String]: Int] = [:]
        for (at, element) in elements.enumerated() where !element.id.isEmpty {
            places[[models[element.model].namespace, element.id]] = at
        }
        func find(
            _ references: [ModelDefinition.Reference], _ compiler: inout GraphCompiler
        ) -> [Int] {
            references.compactMap { reference in
                let at = places[[reference.namespace, reference.id]]
                if at == nil {
                    compiler.report(
                        .unknownName, "nothing has the identifier \(reference.id) here",
                        reference.place)
                }
                return at
            }
        }
        var required: [[Int]] = []
        for (place, model) in models.enumerated() {
            required += model.inputs.map { _ in [] }
            for decision in model.decisions {
                required.append(find(decision.information + decision.knowledge, &self))
            }
            for knowledge in model.knowledge {
                required.append(find(knowledge.knowledge, &self))
            }
            for service in model.services {
                let inputs = find(service.inputData + service.inputDecisions, &self)
                let outputs = find(service.outputDecisions, &self)
                var result = service.variable.type.flatMap { typeCompiler.type($0, in: place) }
                if let type = result, case .function = typeCompiler.staticType(type).required {
                    result = nil
                }
                elements[required.count].kind = .service(
                    GraphService(inputs: inputs, outputs: outputs, result: result))
                required.append(outputs)
            }
        }
        return required
    }

    /// The elements, each after what it requires; those that require each other in a circle are
    /// reported, functions aside, which may call themselves.
    private mutating func order(_ required: [[Int]]) -> [Int] {
        var order: [Int] = []
        var state = [UInt8](repeating: 0, count: elements.count)
        for start in elements.indices where state[start] == 0 {
            var stack = [(at: start, next: 0)]
            state[start] = 1
            while let (at, next) = stack.last {
                guard next < required[at].count else {
                    state[at] = 2
                    order.append(at)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let other = required[at][next]
                if state[other] == 0 {
                    state[other] = 1
                    stack.append((other, 0))
                } else if state[other] == 1, case .decision = elements[other].kind {
                    let first = stack.firstIndex { $0.at == other } ?? 0
                    let loop = stack[first...].map { elements[$0.at].name } + [elements[other].name]
                    report(
                        .cycle,
                        "decisions ask each other in a circle: \(loop.joined(separator: " → "))",
                        elements[other].place)
                }
            }
        }
        return order
    }

    /// The variables that an element's expressions see, by the names that its model gives them.
    private func sources(_ required: [Int], of at: Int) -> [FrameSource] {
        let model = elements[at].model
        var sources: [FrameSource] = []
        var imported: [(name: String, entries: [FrameSource.Entry])] = []
        for other in required {
            let entry = FrameSource.Entry(name: elements[other].name, element: other)
            let alias = alias(of: elements[other].model, in: model)
            if alias.isEmpty {
                sources.append(.element(entry))
            } else if let index = imported.firstIndex(where: { $0.name == alias }) {
                imported[index].entries.append(entry)
            } else {
                imported.append((alias, [entry]))
            }
        }
        sources += imported.map { .imported($0.name, $0.entries) }
        sources += (implicit[at] ?? []).map { .element($0) }
        var names: [String] = []
        return sources.filter { source in
            defer { names.append(source.name) }
            return !names.contains(source.name)
        }
    }

    /// The name by which a model imports another; empty for itself.
    private func alias(of other: Int, in model: Int) -> String {
        guard other != model else { return "" }
        let namespace = models[other].namespace
        return models[model].imports.first { $0.namespace == namespace }?.name ?? ""
    }

    /// What an element's expressions may name before any of their own variables.
    private func scope(_ element: GraphElement) -> Scope {
        var scope = Scope()
        for source in element.sources {
            switch source {
            case .element(let entry): scope.declare(entry.name, elements[entry.element].known)
            case .imported(let name, let entries):
                let fields = entries.map {
                    ContextType.Field($0.name, elements[$0.element].known)
                }
                scope.declare(name, .context(ContextType(fields, isOpen: mode == .conformant)))
            }
        }
        typeCompiler.declareTypes(of: element.model, in: &scope)
        return scope
    }

    // MARK: Logic

    private mutating func compile(_ at: Int) {
        let element = elements[at]
        let definition = models[element.model]
        var compiler = ExpressionCompiler(
            types: typeCompiler, model: element.model, mode: mode, name: element.name)
        switch element.kind {
        case .input, .service: return
        case .decision:
            guard let decision = definition.decisions.first(where: { $0.id == element.id }),
                let logic = decision.logic
            else { return }
            var found = compiler.compile(logic, scope(element), expecting: element.type)
            if let wanted = element.type {
                found = compiler.typed(found, wanted, element.place)
            } else {
                elements[at].known = found.type
            }
            elements[at].kind = .decision(found.expression)
        case .knowledge:
            guard let knowledge = definition.knowledge.first(where: { $0.id == element.id }),
                let function = knowledge.function
            else { return }
            var scope = scope(element)
            // Knowledge may call itself.
            if scope.position(of: element.name) == nil {
                elements[at].sources.append(
                    .element(.init(name: element.name, element: at)))
                scope = self.scope(elements[at])
            }
            let (compiled, type) = compiler.compile(
                function, scope, result: knowledge.variable.type)
            if case .any = elements[at].known { elements[at].known = type }
            elements[at].kind = .knowledge(compiled)
        }
        add(CompileError(compiler.diagnostics))
    }
}
