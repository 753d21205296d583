/// One call of the API, as router, documentation and tests read it.
public struct APIRoute: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// Who may call.
    public enum Access: Sendable, Hashable {
        /// Anybody; it reads nothing of anybody's.
        case open
        /// A sender whose signature is right.
        case signed
        /// A principal with this permission.
        case permission(String)
    }

    public struct Parameter: Sendable, Hashable {
        public let name: String
        public let description: String
        public let schema: APISchema

        init(_ name: String, _ description: String, _ schema: APISchema = .string()) {
            self.name = name
            self.description = description
            self.schema = schema
        }
    }

    public enum Body: Sendable, Hashable {
        case none
        /// A JSON document of a named schema.
        case json(String)
        case cloudEvents
        /// As the sender wrote it.
        case raw
    }

    public let method: Method
    /// With parameters in braces, such as `/v1/cases/{id}`.
    public let path: String
    public let access: Access
    public let summary: String
    public let parameters: [Parameter]
    public let body: Body
    public let status: Int
    /// The schema of the answer's JSON, or nil where it is none.
    public let answer: String?
    /// The answer's media type.
    public let mediaType: String

    init(
        _ method: Method, _ path: String, _ access: Access, _ summary: String,
        parameters: [Parameter] = [], body: Body = .none, status: Int = 200,
        answer: String?, mediaType: String = "application/json"
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.summary = summary
        self.parameters = parameters
        self.body = body
        self.status = status
        self.answer = answer
        self.mediaType = mediaType
    }

    /// Names of the parameters in the path.
    public var pathParameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// Whether a repetition with the same `Idempotency-Key` gets the same answer.
    public var honoursIdempotencyKey: Bool {
        if case .permission = access { method == .post } else { false }
    }
}
