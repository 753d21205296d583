/// Where a value is: a variable of a scope, or an entry of its context, or of that one's, and on.
public struct EntryPath: Sendable, Hashable {
    struct Step: Sendable, Hashable {
        let key: String
        /// Where the entry likely is among those of its context.
        let place: Int
    }

    /// The variable's place in its scope.
    public var position: Int
    let steps: [Step]

    /// How many parts an evaluator would evaluate.
    public var stepCount: Int { steps.count + 1 }

    /// The value; `nil` where there is none, or something on the way is no context.
    @inline(__always)
    public func value(in frame: [Value?]) -> Value? {
        guard position < frame.count else { return nil }
        return steps.isEmpty ? frame[position] : entry(of: frame[position])
    }

    private func entry(of variable: Value?) -> Value? {
        var value = variable
        for step in steps {
            guard case .context(let context)? = value else { return nil }
            value = context.value(step.key, near: step.place)
        }
        return value
    }
}
