import FEEL

/// Resolves the names of types, and compiles the types that models name.
struct ItemTypeCompiler {
    let models: [ModelDefinition]
    let mode: Mode
    private(set) var diagnostics: [Diagnostic] = []
    private var items: [ItemTypes.Item] = []
    /// The places of the named types: by model and name.
    private var places: [[String]: Int] = [:]

    init(_ models: [ModelDefinition], mode: Mode) {
        self.models = models
        self.mode = mode
    }

    var types: ItemTypes { ItemTypes(items) }

    mutating func compile() {
        for (model, definition) in models.enumerated() {
            for item in definition.types {
                places[[String(model), item.name]] = items.count
                items.append(Self.open(item))
            }
        }
        for (model, definition) in models.enumerated() {
            for item in definition.types {
                guard let at = places[[String(model), item.name]] else { continue }
                fill(at, item, in: model)
            }
        }
        for at in items.indices { items[at].text = text(.named(at)) }
    }

    private static func open(_ item: ItemDefinition) -> ItemTypes.Item {
        ItemTypes.Item(
            name: item.name, structure: .feel(.any), isCollection: item.isCollection,
            isNullable: item.isNullable)
    }

    private mutating func fill(_ at: Int, _ item: ItemDefinition, in model: Int) {
        switch item.structure {
        case .anything: break
        case .reference(let reference):
            items[at].structure = type(reference, in: model, reporting: true) ?? .feel(.any)
        case .function(let parameters, let result):
            let types = parameters.map { $0.type.flatMap { type($0, in: model) } }
            let gives = result.flatMap { type($0, in: model) }
            items[at].structure = .feel(
                .function(
                    types.map { $0.map { staticType($0) } ?? .any },
                    result: gives.map { staticType($0) } ?? .any))
        case .components(let components):
            var parts: [ValueType.Component] = []
            for component in components {
                let place = items.count
                items.append(Self.open(component))
                fill(place, component, in: model)
                parts.append(ValueType.Component(name: component.name, type: .named(place)))
            }
            items[at].structure = .components(parts)
        }
        let base = staticType(items[at].structure)
        items[at].allowed = tests(item.allowedValues, base)
        items[at].constraint = tests(item.constraint, item.isCollection ? .list(base) : base)
    }

    private mutating func tests(_ source: SourceText?, _ type: FEELType) -> TestProgram? {
        guard let source else { return nil }
        do throws(CompileError) {
            return try TestProgram(source, input: type, mode: mode)
        } catch {
            diagnostics += error.diagnostics.map { finding in
                var finding = finding
                if mode == .conformant { finding.severity = .warning }
                return finding
            }
            return nil
        }
    }

    // MARK: Names

    /// The type of a name; `nil` for one that is not known, which may be anything.
    func type(_ reference: TypeReference, in model: Int) -> ValueType? {
        if let written = reference.written { return .feel(written) }
        if let namespace = reference.namespace {
            guard let other = models.firstIndex(where: { $0.namespace == namespace }) else {
                return nil
            }
            return places[[String(other), reference.name]].map { .named($0) }
        }
        if let at = places[[String(model), reference.name]] { return .named(at) }
        if let type = Self.languageTypes[reference.name] { return .feel(type) }
        for entry in models[model].imports {
            guard let other = models.firstIndex(where: { $0.namespace == entry.namespace }) else {
                continue
            }
            let prefix = entry.name.isEmpty ? "" : entry.name + "."
            guard reference.name.hasPrefix(prefix) else { continue }
            let name = String(reference.name.dropFirst(prefix.count))
            if let at = places[[String(other), name]] { return .named(at) }
        }
        return nil
    }

    mutating func type(
        _ reference: TypeReference, in model: Int, reporting: Bool
    ) -> ValueType? {
        let found = type(reference, in: model)
        if reporting, found == nil {
            let known = models[model].types.map(\.name) + FEELType.named.map(\.name)
            diagnostics.append(
                Diagnostic(
                    mode == .strict ? .error : .warning, .unknownName,
                    "no type is named \(reference.name)", at: reference.place,
                    hint: nearest(reference.name, in: known).map { "did you mean \($0)?" }))
        }
        return found
    }

    /// The types of FEEL by the names that DMN 1.1 to 1.5 give them.
    private static let languageTypes: [String: FEELType] = {
        var types: [String: FEELType] = [
            "dateTime": .dateTime, "dayTimeDuration": .daysTime, "yearMonthDuration": .yearsMonths,
            "days and time duration": .daysTime, "years and months duration": .yearsMonths,
            "integer": .number, "long": .number, "double": .number, "decimal": .number,
            "context": .anyContext, "list": .list(.any), "Context": .anyContext,
            "List": .list(.any),
        ]
        for (name, type) in FEELType.named { types[name] = type }
        // Both kinds of duration, in DMN 1.1.
        types["duration"] = .any
        return types
    }()

    /// Lets expressions name the types of a model and of those that it imports.
    func declareTypes(of model: Int, in scope: inout Scope) {
        for entry in models[model].imports {
            guard let other = models.firstIndex(where: { $0.namespace == entry.namespace }) else {
                continue
            }
            let prefix = entry.name.isEmpty ? "" : entry.name + "."
            for item in models[other].types {
                guard let at = places[[String(other), item.name]] else { continue }
                scope.declare(
                    type: prefix + item.name,
                    staticType(.named(at), orNull: false, within: []))
            }
        }
        for item in models[model].types {
            guard let at = places[[String(model), item.name]] else { continue }
            scope.declare(type: item.name, staticType(.named(at), orNull: false, within: []))
        }
    }

    // MARK: What expressions know

    /// The type as expressions are checked against it: with null in conformant mode, where any
    /// variable may be null. Where a type contains itself, anything.
    func staticType(_ type: ValueType) -> FEELType {
        staticType(type, orNull: mode == .conformant, within: [])
    }

    private func staticType(_ type: ValueType, orNull: Bool, within: [Int]) -> FEELType {
        var known: FEELType
        switch type {
        case .feel(let type): known = type
        case .components(let components):
            known = .context(
                ContextType(
                    components.map {
                        .init($0.name, staticType($0.type, orNull: orNull, within: within))
                    },
                    isOpen: mode == .conformant))
        case .named(let at):
            guard !within.contains(at) else { return .any }
            let item = items[at]
            known = staticType(item.structure, orNull: orNull, within: within + [at])
            if mode == .strict, let tests = item.allowed?.tests { known = known.allowing(tests) }
            if item.isCollection { known = .list(known) }
            if item.isNullable { known = known.orNull }
        }
        if orNull { return known.orNull }
        return mode == .strict ? known : known.required
    }

    func isPlain(_ type: ValueType) -> Bool { types.isPlain(type) }

    /// The meaning of a type in one fixed form, its own name left aside.
    private func text(_ type: ValueType, within: [Int] = []) -> String {
        if isPlain(type) { return staticType(type).description }
        switch type {
        case .feel(let type): return type.description
        case .components(let components):
            let texts = components.map { "\($0.name): \(text($0.type, within: within))" }
            return "context<\(texts.joined(separator: ", "))>"
        case .named(let at):
            let item = items[at]
            guard !within.contains(at) else { return item.name }
            var text = text(item.structure, within: within + [at])
            if let tests = item.allowed?.tests { text += " in (\(tests.canonicalText))" }
            if item.isCollection { text = "list<\(text)>" }
            if let tests = item.constraint?.tests { text += " with (\(tests.canonicalText))" }
            return item.isNullable ? text + " or null" : text
        }
    }

    /// The tests that values of a type must pass; `nil` where they are in the type already.
    func allowedValues(_ type: ValueType) -> SourceText? {
        guard case .named(let at) = type, !items[at].isCollection else { return nil }
        if case .enumeration = staticType(type).required { return nil }
        return items[at].allowed?.source ?? allowedValues(items[at].structure)
    }

    /// The listed values of a type, in their order; none where it lists none.
    func listedValues(_ type: ValueType) -> [Value] {
        guard case .named(let at) = type else { return [] }
        if let values = items[at].allowed?.tests.listedValues, !values.isEmpty { return values }
        return listedValues(items[at].structure)
    }
}

extension UnaryTests {
    /// The constants that the tests list; none where they are anything else.
    var listedValues: [Value] {
        guard !negated else { return [] }
        var values: [Value] = []
        for test in tests {
            guard case .expression(let syntax) = test, case .literal(let value) = syntax.kind else {
                return []
            }
            values.append(value)
        }
        return values
    }
}

extension FEELType {
    /// The type with only what tests list: the texts of an enumeration, and null where it is one.
    fileprivate func allowing(_ tests: UnaryTests) -> FEELType {
        let values = tests.listedValues
        guard !values.isEmpty else { return self }
        let texts = values.compactMap(\.string)
        let hasNull = values.contains(.null)
        guard texts.count + (hasNull ? 1 : 0) == values.count, case .string = required else {
            return hasNull ? orNull : self
        }
        return hasNull ? FEELType.enumeration(texts).orNull : .enumeration(texts)
    }
}
