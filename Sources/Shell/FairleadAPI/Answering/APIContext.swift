import FairleadAPITypes
import HTTPTypes
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
        var headers: HTTPFields = [
            .contentType: answer.mediaType, .cacheControl: "no-store",
            .xContentTypeOptions: "nosniff",
        ]
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        self.init(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
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
