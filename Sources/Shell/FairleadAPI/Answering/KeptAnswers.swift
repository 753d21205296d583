import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadRuntime
import FairleadStore

/// Keeps the answer of a write that has a key, in the commit that makes the change.
struct KeptAnswers: Sendable {
    private let principal: String
    private let path: String
    private let key: String?
    private let body: Digest
    private let expires: Instant

    init(_ call: APICall, key: String?) {
        principal = call.viewer.principal.id
        path = call.path
        self.key = key
        body = Self.digest(of: call.body)
        expires = call.now.adding(milliseconds: APILimits.idempotencyHours * 3_600_000)
    }

    static func digest(of body: [UInt8]) -> Digest { .sha256(domain: .requestBody, body) }

    /// What the runtime keeps for a reply; nil where the request has no key, or where the reply
    /// settles nothing.
    func keep(_ render: @escaping @Sendable (RuntimeReply) -> APIAnswer) -> Keep? {
        guard let key else { return nil }
        return { [principal, path, body, expires] reply in
            if case .overloaded = reply { return nil }
            let answer = render(reply)
            return KeptAnswer(
                principal: principal, path: path, key: key, body: body, status: answer.status,
                answer: answer.body, expires: expires)
        }
    }
}

extension DigestDomain {
    static let requestBody = DigestDomain("fairlead.request.1")
}
