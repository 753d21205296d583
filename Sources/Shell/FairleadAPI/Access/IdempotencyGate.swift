/// Lets one request with a key through at a time, so that a repetition finds the first one's
/// answer.
actor IdempotencyGate {
    struct Key: Hashable {
        let principal: String
        let path: String
        let key: String
    }

    private var waiting: [Key: [CheckedContinuation<Void, Never>]] = [:]

    /// Returns when nobody else with this key is inside.
    func enter(_ key: Key) async {
        guard waiting[key] != nil else {
            waiting[key] = []
            return
        }
        await withCheckedContinuation { waiting[key]?.append($0) }
    }

    func leave(_ key: Key) {
        guard var others = waiting[key], !others.isEmpty else {
            waiting[key] = nil
            return
        }
        let next = others.removeFirst()
        waiting[key] = others
        next.resume()
    }
}
