extension Value {
    /// What the built-in function `sum`, `min` or `max` gives for values.
    /// - Throws: the fault of the function, such as for values of different kinds.
    public static func aggregate(
        _ function: String, _ values: [Value]
    ) throws(EvaluationError) -> Value {
        let source = SourceText("\(function)(values)")
        let scope = Scope([("values", .list(.any))])
        let program: Program
        do throws(CompileError) { program = try Program(source, scope: scope) } catch {
            throw EvaluationError(
                Fault(.argument, "\(function) is no aggregate"),
                at: source.place(SourceSpan(0, source.text.utf8.count)))
        }
        return try program.evaluate(frame: [.list(values)])
    }
}
