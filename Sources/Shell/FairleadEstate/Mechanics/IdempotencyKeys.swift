/// The answers that a system keeps by idempotency key.
struct IdempotencyKeys: Sendable {
    private struct Kept: Sendable {
        let digest: String
        let answer: Answer
        let until: Int64
    }

    let keptMilliseconds: Int64
    let keysMax: Int
    /// What a known key with another request is answered: 400 as Stripe does, 422 elsewhere.
    let mismatchStatus: Int
    private var byKey: [String: Kept] = [:]
    /// Oldest first, for forgetting.
    private var order: [String] = []

    init(keptMilliseconds: Int64, keysMax: Int, mismatchStatus: Int) {
        self.keptMilliseconds = keptMilliseconds
        self.keysMax = keysMax
        self.mismatchStatus = mismatchStatus
    }

    /// The answer kept for this key; refused where the key came with another request before.
    func kept(_ key: String, _ digest: String, now: Int64) throws(Refusal) -> Answer? {
        guard let kept = byKey[key], kept.until > now else { return nil }
        guard kept.digest == digest else {
            throw Refusal(
                mismatchStatus, "idempotency_error",
                "This key was used with other parameters before.")
        }
        return kept.answer
    }

    mutating func keep(_ key: String, _ digest: String, _ answer: Answer, now: Int64) {
        if order.count >= keysMax {
            for old in order.prefix(keysMax / 10) { byKey[old] = nil }
            order.removeFirst(keysMax / 10)
        }
        order.append(key)
        byKey[key] = Kept(digest: digest, answer: answer, until: now + keptMilliseconds)
    }
}
