extension Compiler {
    mutating func emitName(_ text: String, _ span: SourceSpan, recording: Bool) -> Typed {
        emitName(text, span, recording: recording, below: locals.count)
    }

    /// What a name means to the locals before a number, or to the scope.
    private mutating func emitName(
        _ text: String, _ span: SourceSpan, recording: Bool, below limit: Int
    ) -> Typed {
        for at in (0..<limit).reversed() {
            let local = locals[at]
            if local.name == text, !local.isItem || !local.mayHold(text) {
                return (
                    add(.slot, Int32(local.slot), name(text), 0, at: span),
                    narrowed(local.type, local.key)
                )
            }
            guard local.isItem else { continue }
            switch local.type.required {
            case .context(let type):
                if let field = type[text] {
                    return itemEntry(local, text, field, span)
                }
                if type.isOpen { return itemField(local, text, span, below: at) }
            case .any:
                return itemField(local, text, span, below: at)
            default: break
            }
        }
        return emitVariable(text, span, recording: recording)
    }

    private mutating func itemEntry(
        _ local: Local, _ text: String, _ field: FEELType, _ span: SourceSpan
    ) -> Typed {
        let item = add(.slot, Int32(local.slot), name("item"), 0, at: span)
        let flags = Self.pathFlags(local.type, text, field)
        let node = add(.path, item, name(text), flags, at: span)
        return (node, narrowed(field, local.key + "." + text))
    }

    /// A name that may be an entry of the item, and is told only when it is evaluated.
    private mutating func itemField(
        _ local: Local, _ text: String, _ span: SourceSpan, below limit: Int
    ) -> Typed {
        let quiet = diagnostics
        let isItem = text == local.name
        let other: Typed =
            isItem
            ? (add(.slot, Int32(local.slot), name(text), 0, at: span), local.type)
            : emitName(text, span, recording: true, below: limit)
        let isKnown = diagnostics.count == quiet.count
        diagnostics = quiet
        let node = add(
            .itemField, Int32(local.slot), name(text), isKnown ? other.node : -1, at: span)
        return (node, .any)
    }

    private mutating func emitVariable(
        _ text: String, _ span: SourceSpan, recording: Bool
    ) -> Typed {
        if let position = scope.position(of: text) {
            let type = scope.variables[position].type
            if recording { record(Path(text)) }
            let isNullable = type.isOptional ? Int32(1) : 0
            let slot = slot(ofVariable: position)
            return (
                add(.slot, Int32(slot), name(text), isNullable, at: span),
                narrowed(type, text)
            )
        }
        if let signature = scope.functions.first(where: { $0.name == text }) {
            return (
                add(.hostValue, name(text), at: span),
                .function(signature.parameters.map(\.type), result: signature.result)
            )
        }
        if let builtin = Builtin.byName[text] {
            let number = self.builtin(builtin)
            return (add(.builtinValue, number, at: span), .function([], result: .any))
        }
        reportUnknown(text, span)
        return (add(.unknown, name(text), at: span), .any)
    }

    private mutating func reportUnknown(_ text: String, _ span: SourceSpan) {
        let known = locals.map(\.name) + scope.variables.map(\.name)
        var hint: String?
        if text == "?" {
            hint = "? is the value under test; it is known in the cells of a table only"
        } else if expectedTexts.contains(where: { sameText($0, text) }) {
            hint = "the text is written with quotation marks: \(quoted(text))"
        } else if let near = nearest(text, in: known) {
            hint = "did you mean \(near)?"
        } else if !known.isEmpty || !expectedTexts.isEmpty {
            hint = "if the text is meant, write \(quoted(text))"
        }
        report(.unknownName, "nothing here is named \(text)", span, hint: hint)
    }

    mutating func record(_ path: Path) {
        if !reads.contains(path) { reads.append(path) }
    }

    /// A type as the conditions around this part narrow it.
    private func narrowed(_ type: FEELType, _ key: String) -> FEELType {
        type.isOptional && knownNotNull.contains(key) ? type.required : type
    }

    // MARK: Paths

    mutating func emitPath(_ syntax: Syntax, recording: Bool) -> Typed {
        guard case .path(let base, let field) = syntax.kind else { return emit(syntax) }
        if recording, let path = scopePath(syntax) { record(path) }
        let isRecorded = recording && scopePath(base) != nil
        let operand: Typed =
            switch base.kind {
            case .name(let text): emitName(text, base.span, recording: recording && !isRecorded)
            case .path: emitPath(base, recording: recording && !isRecorded)
            default: emit(base)
            }
        let fieldSpan = SourceSpan(syntax.span.end - field.utf8.count, syntax.span.end)
        requireValue(operand, base.span)
        let type = fieldType(operand.type.required, field, fieldSpan)
        let flags = Self.pathFlags(operand.type, field, type)
        let node = add(.path, operand.node, name(field), flags, at: syntax.span)
        return (node, key(syntax).map { narrowed(type, $0) } ?? type)
    }

    /// Whether null stands for an absent entry, and where the entry is likely to be.
    private static func pathFlags(_ base: FEELType, _ field: String, _ type: FEELType) -> Int32 {
        var place: Int?
        if case .context(let context) = base.required {
            place = context.fields.firstIndex { $0.name == field }
        }
        return Int32(place ?? 0) << 1 | (type.isOptional ? 1 : 0)
    }

    /// The path of a part that goes to a variable of the scope and on through entries.
    private func scopePath(_ syntax: Syntax) -> Path? {
        switch syntax.kind {
        case .name(let text):
            let isLocal = locals.contains { $0.name == text || $0.isItem }
            return isLocal || scope.position(of: text) == nil ? nil : Path(text)
        case .path(let base, let field): return scopePath(base)?.appending(field)
        default: return nil
        }
    }

    /// What a part is known by among the facts about null; locals differ by their slot.
    func key(_ syntax: Syntax) -> String? {
        switch syntax.kind {
        case .name(let text):
            if let local = locals.last(where: { $0.name == text }) { return local.key }
            if let item = locals.last(where: \.isItem),
                case .context(let type) = item.type.required,
                type[text] != nil
            {
                return item.key + "." + text
            }
            return text
        case .path(let base, let field): return key(base).map { $0 + "." + field }
        default: return nil
        }
    }

    private mutating func fieldType(
        _ base: FEELType, _ field: String, _ span: SourceSpan
    ) -> FEELType {
        switch base {
        case .any, .null: return .any
        case .context(let type):
            if let found = type[field] { return found }
            if !type.isOpen {
                let near = nearest(field, in: type.fields.map(\.name))
                report(
                    .unknownField, "there is no \(field) here", span,
                    hint: near.map { "did you mean \($0)?" }
                        ?? "there are \(type.fields.map(\.name).joined(separator: ", "))")
            }
            return .any
        case .list(let item):
            return .list(fieldType(item.required, field, span))
        default:
            if let type = base.properties[field] { return type }
            let names = base.properties.keys.sorted(by: textPrecedes)
            report(
                .unknownField, "\(base.article) has no \(field)", span,
                hint: names.isEmpty ? nil : "it has \(names.joined(separator: ", "))")
            return .any
        }
    }
}

extension Compiler.Local {
    /// Whether the item has, or may have, an entry of a name.
    func mayHold(_ name: String) -> Bool {
        switch type.required {
        case .any: true
        case .context(let type): type.isOpen || type[name] != nil
        default: false
        }
    }

    var key: String { "\(slot)#\(name)" }
}

extension FEELType {
    /// The properties that values of the type have, by DMN 1.5, table 65.
    var properties: [String: FEELType] {
        let day: [String: FEELType] = [
            "year": .number, "month": .number, "day": .number, "weekday": .number,
        ]
        let clock: [String: FEELType] = [
            "hour": .number, "minute": .number, "second": .number,
            "time offset": .optional(.daysTime), "timezone": .optional(.string),
        ]
        return switch self {
        case .date: day
        case .time: clock
        case .dateTime: day.merging(clock) { first, _ in first }
        case .daysTime:
            ["days": .number, "hours": .number, "minutes": .number, "seconds": .number]
        case .yearsMonths: ["years": .number, "months": .number]
        case .range(let end):
            [
                "start": end, "end": end, "start included": .boolean, "end included": .boolean,
            ]
        default: [:]
        }
    }
}
