import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadRuntime

/// What a call answers with.
struct APIAnswer: Sendable {
    var status: Int
    var mediaType: String
    var body: [UInt8]
    var headers: [(name: String, value: String)] = []

    init(_ status: Int, _ json: JSON, mediaType: String = "application/json") {
        self.status = status
        self.mediaType = mediaType
        body = json.bytes
    }

    init(_ status: Int, mediaType: String, body: [UInt8]) {
        self.status = status
        self.mediaType = mediaType
        self.body = body
    }

    init(_ problem: Problem, requestID: String?) {
        self.init(problem.status, problem.json(requestID: requestID), mediaType: Problem.mediaType)
        if let seconds = problem.retryAfterSeconds { headers = [("Retry-After", "\(seconds)")] }
        if problem.status == 401 { headers.append(("WWW-Authenticate", "Bearer")) }
    }

    /// A page: `{"items": […], "next": …}`.
    static func page(_ items: [JSON], next: String?) -> APIAnswer {
        APIAnswer(200, ["items": .array(items), "next": next.map(JSON.string) ?? .null])
    }
}

extension Problem {
    /// The refusal as the API says it.
    init(_ rejection: Rejection) {
        let status =
            switch rejection.kind {
            case .notFound: 404
            case .forbidden: 403
            case .conflict: 409
            case .invalid: 400
            }
        // What the engine finds missing is a member of the body: `reason-missing`.
        let member = rejection.code.prefix { $0 != "-" }
        self.init(
            status, rejection.code, rejection.message,
            status == 400 ? ["place": .string(String(member))] : [:])
    }

    static let overloaded = Problem(
        429, "overloaded", "too much waits already; come again later", retryAfterSeconds: 1)

    /// The store could not be trusted any more; the process is about to begin anew.
    static let stopped = Problem(
        503, "stopped", "the server has stopped taking work", retryAfterSeconds: 5)

    static func notFound(_ what: String) -> Problem {
        Problem(404, "not-found", "there is no such \(what)")
    }

    static func malformed(_ code: String, _ detail: String, place: String) -> Problem {
        Problem(400, code, detail, ["place": .string(place)])
    }
}

extension RuntimeReply {
    /// What comes of a change: where it stands on the ledger, or why it was refused.
    func place() throws(Problem) -> EntryPlace? {
        switch self {
        case .done(let place): return place
        case .rejected(let rejection): throw Problem(rejection)
        case .overloaded: throw .overloaded
        case .receipts, .conflict, .state:
            throw Problem(500, "internal", "the runtime answered something else")
        }
    }
}
