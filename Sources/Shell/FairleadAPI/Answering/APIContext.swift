import FairleadAPITypes
public import Hummingbird
import NIOCore

/// What Hummingbird carries along with a request.
public struct APIContext: RequestContext {
    public var coreContext: CoreRequestContextStorage

    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// Answers paths that no route has with a problem, as everything else is answered.
struct UnknownPath<Context: RequestContext>: RouterMiddleware {
    let metrics: Metrics

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let trace = TraceContext(request.headers)
            let problem = Problem(404, "path-unknown", "there is no such call; see /openapi.json")
            metrics.countRefusal(status: 404, code: problem.code)
            var response = Response(APIAnswer(problem, requestID: trace.requestID))
            trace.mark(&response)
            return response
        }
    }
}

extension Response {
    init(_ answer: APIAnswer) {
        self.init(
            status: HTTPResponse.Status(code: answer.status),
            headers: [
                .contentType: answer.mediaType, .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        for (name, value) in answer.headers { set(name, value) }
    }

    /// Sets a header by its name.
    mutating func set(_ name: String, _ value: String) {
        guard let name = HTTPFields.Element.Name(name) else { return }
        headers[name] = value
    }
}

extension APIRoute.Method {
    var http: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .post: .post
        }
    }
}
