import FEEL

/// A boxed expression, compiled: FEEL at the leaves, boxes around them.
indirect enum CompiledExpression: Sendable {
    case literal(Program)
    case table(CompiledTable)
    case context([Entry], result: CompiledExpression?)
    case invocation(Invocation)
    case function(CompiledFunction)
    case relation(columns: [String], rows: [[CompiledExpression]])
    case list([CompiledExpression])
    case conditional(
        CompiledExpression, CompiledExpression, CompiledExpression, SourcePlace)
    case filter(CompiledExpression, slot: Int, match: CompiledExpression, SourcePlace)
    case iteration(
        String, slot: Int, partial: Int, CompiledExpression, CompiledExpression, SourcePlace)
    case quantified(
        every: Bool, String, slot: Int, CompiledExpression, CompiledExpression, SourcePlace)
    /// What an expression gives must be of a type.
    case typed(CompiledExpression, ValueType, SourcePlace)
    /// What could not be compiled, in conformant mode, is null.
    case broken(EvaluationError)

    struct Entry: Sendable {
        let name: String
        let slot: Int
        let value: CompiledExpression
    }

    /// Values put into variables, then a call with these variables as its arguments.
    struct Invocation: Sendable {
        /// The function, where it is not named by an expression, put into a variable first.
        let callee: Entry?
        let arguments: [Entry]
        let call: Program
    }
}

/// A function with its compiled body.
struct CompiledFunction: Sendable {
    struct Parameter: Sendable {
        let name: String
        let slot: Int
        let type: ValueType?
    }

    let name: String
    let parameters: [Parameter]
    /// The types of the parameters and of what it gives, as expressions know them.
    let types: [FEELType]
    let result: FEELType
    let body: CompiledExpression
    let place: SourcePlace
}
