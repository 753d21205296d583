import FairleadCanonical
import FairleadConnector
import FairleadDomain

/// What became of one request.
enum Exchange: Sendable, Hashable {
    case answered(Reply)
    /// Surely nothing reached the system.
    case notSent(code: String, afterMilliseconds: Int64?)
    /// It may have reached the system, and no whole answer came back.
    case lost(code: String)

    struct Reply: Sendable, Hashable {
        let status: Int
        /// `Retry-After` in milliseconds.
        let retryAfterMilliseconds: Int64?
        let body: [UInt8]
    }
}

/// How an exchange that gave no result is to be understood: pure, by the operation's rules.
enum Trouble: Sendable, Hashable {
    case retry(code: String, afterMilliseconds: Int64?)
    case refused(code: String, status: Int)
    case doubtful(code: String)

    /// Nil: it went well.
    init?(_ exchange: Exchange, _ operation: ConnectorOperation, errorCode: ValuePath?) {
        switch exchange {
        case .notSent(let code, let after): self = .retry(code: code, afterMilliseconds: after)
        case .lost(let code): self = .doubtful(code: code)
        case .answered(let reply):
            guard !(200..<300).contains(reply.status) else { return nil }
            self.init(reply, operation, errorCode: errorCode)
        }
    }

    private init(
        _ reply: Exchange.Reply, _ operation: ConnectorOperation, errorCode: ValuePath?
    ) {
        let told = Self.code(in: reply.body, at: errorCode)
        let code = told ?? "http-\(reply.status)"
        let rule = operation.errors.first {
            $0.statuses.contains(reply.status) && ($0.codes.isEmpty || $0.codes.contains(code))
        }
        let after = reply.retryAfterMilliseconds
        switch rule?.outcome {
        case .retry?: self = .retry(code: code, afterMilliseconds: after)
        case .refuse?: self = .refused(code: code, status: reply.status)
        case .unknown?: self = .doubtful(code: code)
        case nil:
            switch reply.status {
            // The request was not taken: 408 (RFC 9110), 425 (RFC 8470), 429 (RFC 6585).
            case 408, 425, 429: self = .retry(code: code, afterMilliseconds: after)
            case 400..<500: self = .refused(code: code, status: reply.status)
            // A redirection is not followed, and says nothing of what was done before it.
            case 300..<400: self = .doubtful(code: "redirected")
            // Systems fail after doing the work as well as before.
            default: self = .doubtful(code: code)
            }
        }
    }

    /// A code is a word; anything else could be a value of the customer's.
    private static func code(in body: [UInt8], at path: ValuePath?) -> String? {
        guard let path, let document = try? JSON.parse(body),
            let code = path.value(in: MappingScope(root: document))?.stringValue,
            (1...64).contains(code.utf8.count),
            code.utf8.allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0)
                    || (0x61...0x7A).contains($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E
            })
        else { return nil }
        return code
    }
}
