/// How long systems have had to show what an attempt may have done there, by a clock that nobody
/// sets: the wait that the ledger has is by the machine's clock, which may be put right meanwhile.
struct Settling {
    /// What was heard of before this, by another process perhaps, counts as heard of then.
    private var since: Int64?
    /// When an attempt was heard of that may have been done, by the effect.
    private var heard: [String: Int64] = [:]

    /// Attempts of which the times are kept.
    static let heardMax = 10_000

    mutating func begin(at steady: Int64) { since = since ?? steady }

    mutating func hear(of effect: String, at steady: Int64) {
        if heard.count >= Self.heardMax {
            since = steady
            heard = [:]
        }
        heard[effect] = steady
    }

    mutating func forget(_ effect: String) { heard[effect] = nil }

    /// Milliseconds that are still to be waited; nil: none.
    func wait(for effect: String, settlesWithin milliseconds: Int64, at steady: Int64) -> Int64? {
        let wait = (heard[effect] ?? since ?? steady) + milliseconds - steady
        return wait > 0 ? wait : nil
    }
}
