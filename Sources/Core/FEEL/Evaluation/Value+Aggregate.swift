extension Value {
    /// What the built-in function `sum`, `min` or `max` gives for values.
    /// - Throws: the fault of the function, such as for values of different kinds.
    public static func aggregate(
        _ function: String, _ values: [Value]
    ) throws(EvaluationError) -> Value {
        guard let program = aggregates[function] else {
            let source = SourceText("\(function)(values)")
            throw EvaluationError(
                Fault(.argument, "\(function) is no aggregate"),
                at: source.place(SourceSpan(0, source.text.utf8.count)))
        }
        return try program.evaluate(frame: [.list(values)])
    }

    private static let aggregates: [String: Program] = {
        let scope = Scope([("values", .list(.any))])
        var programs: [String: Program] = [:]
        for function in ["sum", "min", "max"] {
            programs[function] = try? Program("\(function)(values)", scope: scope)
        }
        return programs
    }()
}
