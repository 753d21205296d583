extension Compiler {
    mutating func emitCall(
        _ function: Syntax, _ arguments: [Syntax.Argument], _ span: SourceSpan
    ) -> Typed {
        if let first = arguments.first,
            arguments.contains(where: { ($0.name == nil) != (first.name == nil) })
        {
            report(.arguments, "either all arguments are named or none", span)
            return (add(.unknown, name("call"), at: span), .any)
        }
        if case .name(let text) = function.kind, !isVariable(text) || isPlainValue(function, text) {
            if let signature = scope.functions.first(where: { $0.name == text }) {
                return emitHostCall(signature, arguments, span)
            }
            if let builtin = Builtin.byName[text] {
                return emitBuiltin(builtin, arguments, span)
            }
            reportUnknownFunction(text, function.span)
            for argument in arguments { _ = emit(argument.value) }
            return (add(.unknown, name(text), at: span), .any)
        }
        return emitValueCall(function, arguments, span)
    }

    private func isVariable(_ text: String) -> Bool {
        scope.position(of: text) != nil
            || locals.contains { local in
                if local.name == text { return true }
                guard local.isItem, case .context(let type) = local.type.required else {
                    return false
                }
                return type[text] != nil
            }
    }

    /// Whether a name is that of a built-in function and of a variable that is no function, such as
    /// `date`; what is called is then the function.
    private func isPlainValue(_ function: Syntax, _ text: String) -> Bool {
        guard Builtin.byName[text] != nil else { return false }
        var quiet = self
        switch quiet.emit(function).type.required {
        case .any, .null, .function: return false
        default: return true
        }
    }

    private mutating func reportUnknownFunction(_ text: String, _ span: SourceSpan) {
        let known = scope.functions.map(\.name) + Builtin.allCases.map(\.rawValue)
        report(
            .unknownFunction, "no function is named \(text)", span,
            hint: nearest(text, in: known).map { "did you mean \($0)?" })
    }

    /// Arguments in the order of the parameters; `nil` for one that is left out. Reports and gives
    /// `nil` for arguments that fit no parameter.
    private mutating func arrange(
        _ arguments: [Syntax.Argument], _ parameters: [FunctionSignature.Parameter],
        isVariadic: Bool, _ function: String, _ span: SourceSpan
    ) -> [Syntax?]? {
        guard arguments.first?.name != nil else {
            let least = parameters.count { !$0.isOptional }
            let most = isVariadic ? Int.max : parameters.count
            guard arguments.count >= least, arguments.count <= most else {
                let wanted = parameters.map(\.name).joined(separator: ", ")
                report(
                    .arguments, "\(function) does not take \(arguments.count) arguments", span,
                    hint: parameters.isEmpty ? "it takes none" : "it takes (\(wanted))")
                return nil
            }
            return arguments.map(\.value)
        }
        var arranged = [Syntax?](repeating: nil, count: parameters.count)
        for argument in arguments {
            guard let at = parameters.firstIndex(where: { $0.name == argument.name }),
                arranged[at] == nil
            else {
                let names = parameters.map(\.name)
                report(
                    .arguments, "\(function) has no parameter \(argument.name ?? "") to give",
                    argument.span,
                    hint: nearest(argument.name ?? "", in: names).map { "did you mean \($0)?" }
                        ?? "it takes (\(names.joined(separator: ", ")))")
                return nil
            }
            arranged[at] = argument.value
        }
        for (at, parameter) in parameters.enumerated()
        where arranged[at] == nil && !parameter.isOptional {
            report(.arguments, "\(function) lacks its argument \(parameter.name)", span)
            return nil
        }
        return arranged
    }

    private mutating func emitArguments(
        _ arranged: [Syntax?], _ span: SourceSpan
    ) -> [(syntax: Syntax?, value: Typed)] {
        arranged.map { syntax in
            (syntax, syntax.map { emit($0) } ?? (constant(.null, at: span), .null))
        }
    }

    private mutating func emitHostCall(
        _ signature: FunctionSignature, _ arguments: [Syntax.Argument], _ span: SourceSpan
    ) -> Typed {
        guard
            let arranged = arrange(
                arguments, signature.parameters, isVariadic: signature.isVariadic,
                signature.name, span)
        else { return (add(.unknown, name(signature.name), at: span), signature.result) }
        let parts = emitArguments(arranged, span)
        for (at, part) in parts.enumerated() {
            guard let syntax = part.syntax else { continue }
            let parameter = signature.parameters[min(at, signature.parameters.count - 1)]
            require(part.value, parameter.type, "the argument \(parameter.name)", syntax.span)
            checkAllowed(parameter.type, syntax)
        }
        let constants: [Value?] = arranged.map { syntax in
            if case .literal(let value)? = syntax?.kind { return value }
            return nil
        }
        calls.append(
            HostCallSite(
                function: signature.name, arguments: constants, place: source.place(span)))
        let start = extras([type(signature.result)] + parts.map(\.value.node))
        let node = add(.callHost, name(signature.name), start, Int32(parts.count), at: span)
        return (node, signature.result)
    }

    // MARK: Built-in functions

    private mutating func emitBuiltin(
        _ builtin: Builtin, _ arguments: [Syntax.Argument], _ span: SourceSpan
    ) -> Typed {
        var candidates = builtin.signatures.filter { fits($0, arguments) }
        // Of signatures with the same names, the one with the names in the order given.
        if let at = candidates.firstIndex(where: { signature in
            signature.parameters.map(\.name) == arguments.compactMap(\.name)
        }) {
            candidates = [candidates[at]]
        }
        guard !candidates.isEmpty else {
            if let first = builtin.signatures.first {
                _ = arrange(
                    arguments, first.parameters, isVariadic: first.isVariadic, builtin.rawValue,
                    span)
            }
            return (add(.unknown, name(builtin.rawValue), at: span), .any)
        }
        guard
            let arranged = arrange(
                arguments, candidates[0].parameters, isVariadic: candidates[0].isVariadic,
                builtin.rawValue, span)
        else { return (add(.unknown, name(builtin.rawValue), at: span), .any) }
        let given = arranged.lastIndex { $0 != nil }.map { $0 + 1 } ?? 0
        let parts = emitArguments(Array(arranged.prefix(given)), span)
        let chosen =
            candidates.first { signature in
                parts.enumerated().allSatisfy { at, part in
                    part.syntax == nil || part.value.type.meets(signature.parameter(at).type)
                }
            } ?? candidates[0]
        for (at, part) in parts.enumerated() {
            guard let syntax = part.syntax else { continue }
            let parameter = chosen.parameter(at)
            require(part.value, parameter.type, "the argument \(parameter.name)", syntax.span)
        }
        var nodes = parts.map(\.value.node)
        // Called by name, a function takes one key or several by different parameters.
        if builtin == .contextPut, arguments.contains(where: { $0.name == "key" }) {
            nodes[1] = add(.single, nodes[1], at: span)
        }
        let start = extras(nodes)
        let number = self.builtin(builtin)
        let node = add(.call, number, start, Int32(parts.count), at: span)
        return (node, resultType(builtin, chosen.result, parts.map(\.value.type)))
    }

    private func fits(_ signature: BuiltinSignature, _ arguments: [Syntax.Argument]) -> Bool {
        guard arguments.count >= signature.argumentsMin, arguments.count <= signature.argumentsMax
        else { return false }
        return arguments.allSatisfy { argument in
            argument.name == nil || signature.parameters.contains { $0.name == argument.name }
        }
    }

    private func resultType(
        _ builtin: Builtin, _ result: ResultType, _ arguments: [FEELType]
    ) -> FEELType {
        switch result {
        case .type(let type): return type
        case .first: return arguments.first?.required ?? .any
        case .element:
            if arguments.count == 1, case .list(let item)? = arguments.first?.required {
                return item.required
            }
            return arguments.dropFirst().reduce(arguments.first ?? .any) { $0.union($1) }.required
        case .joined:
            return arguments.dropFirst().reduce(arguments.first?.required ?? .list(.any)) {
                $0.union($1.required)
            }
        }
    }

    private mutating func emitValueCall(
        _ function: Syntax, _ arguments: [Syntax.Argument], _ span: SourceSpan
    ) -> Typed {
        let callee = emit(function)
        requireValue(callee, function.span)
        var result = FEELType.any
        switch callee.type.required {
        case .function(_, let type): result = type
        case .any, .null: break
        default:
            report(.type, "\(callee.type.article) cannot be called", function.span)
        }
        var numbers: [Int32] = []
        for argument in arguments {
            let value = emit(argument.value)
            numbers += [value.node, argument.name.map { name($0) } ?? -1]
        }
        let start = extras(numbers)
        let node = add(.callValue, callee.node, start, Int32(arguments.count), at: span)
        return (node, result)
    }
}

extension BuiltinSignature {
    func parameter(_ at: Int) -> FunctionSignature.Parameter {
        parameters[min(at, parameters.count - 1)]
    }
}
