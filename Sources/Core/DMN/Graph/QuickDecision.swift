import FEEL

/// A decision by a table of few rules of which the first that matches, or the only one, gives a
/// constant: nothing of it is counted, so that a decision counts only what its result keeps. The
/// memory that it points to is a `DirectDecision`'s.
struct QuickDecision: @unchecked Sendable {
    let index: WordIndex
    let places: UnsafeMutablePointer<Int>
    let outcomes: UnsafeMutablePointer<Value>
    let inputCount: Int
    let isUnique: Bool
    let account: Unmanaged<DecisionAccount>?

    /// What the table gives; `nil` where that is not all there is to it.
    @inline(__always)
    func result(_ name: String, _ values: __owned [Value?]) -> DecisionResult? {
        guard values.count >= inputCount,
            let matched = values.withUnsafeBufferPointer({ frame in
                frame.baseAddress.flatMap { index.matches($0, at: places) }
            }), let first = matched.first, !isUnique || matched.count == 1
        else { return nil }
        return DecisionResult(
            decision: name, value: outcomes[first], matched: matched, frame: values,
            account: account?.takeUnretainedValue())
    }
}
