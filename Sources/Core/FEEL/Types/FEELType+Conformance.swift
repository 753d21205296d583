extension FEELType {
    /// What `instance of` answers: by DMN 1.5, table 61, null is an instance of Null alone.
    func isType(of value: Value) -> Bool {
        value.isNull ? self == .null : holds(value)
    }

    /// Whether a value's type conforms to this one (DMN 1.5, 10.3.2.9.2); null conforms to all.
    func holds(_ value: Value) -> Bool {
        if value.isNull { return true }
        switch (required, value) {
        case (.list(let item), .list(let values)): return values.allSatisfy(item.holds)
        case (.range(let end), .range(let range)):
            return [range.low, range.high].allSatisfy { $0.map(end.holds) ?? true }
        case (.context(let type), .context(let context)):
            return type.fields.enumerated().allSatisfy { at, field in
                context.value(field.name, near: at).map(field.type.holds) ?? field.type.isOptional
            }
        case (.function(let parameters, let result), .function(let function)):
            return function.type.conforms(to: .function(parameters, result: result))
        default: return contains(value)
        }
    }

    /// Whether each value of this type is one of another, functions by their signatures.
    func conforms(to other: FEELType) -> Bool {
        switch (required.plain, other.required.plain) {
        case (_, .any), (.null, _): return true
        case (.list(let a), .list(let b)), (.range(let a), .range(let b)):
            return a.conforms(to: b)
        case (.context(let a), .context(let b)):
            return b.fields.allSatisfy { field in
                a[field.name].map { $0.conforms(to: field.type) } ?? false
            }
        case (.function(let a, let x), .function(let b, let y)):
            return a.count == b.count && x.conforms(to: y)
                && zip(a, b).allSatisfy { $1.conforms(to: $0) }
        case (let a, let b): return a == b
        }
    }
}

extension FunctionValue {
    /// The type of the function; parameters of which nothing is known take anything.
    var type: FEELType {
        .function(
            types.isEmpty ? parameters.map { _ in .any } : types, result: result)
    }
}
