import FairleadAPITypes
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook
import FairleadRuntime
import FairleadStore
public import Hummingbird
import Logging
import NIOCore

/// The API over HTTP: authenticates, checks, answers; one handler for each operation of the table.
public struct API: Sendable {
    let services: APIServices
    let authenticator: Authenticator
    let refusals = RefusalRecorder()
    let gate = IdempotencyGate()
    let events: EventCalls
    /// The description, made once.
    private let document: [UInt8]

    public init(_ services: APIServices) {
        self.services = services
        authenticator = Authenticator(services: services)
        events = EventCalls(services: services)
        document = OpenAPIDocument.json(version: services.version).bytes
    }

    /// The router for one door, built from the table of operations.
    public func router(_ door: Door) -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: UnknownPath<APIContext>(metrics: services.metrics))
        for operation in APIOperation.allCases {
            let route = operation.route
            router.on(RouterPath(route.path), method: route.method.http) { request, context in
                await respond(operation, route, request, context, door)
            }
        }
        return router
    }

    private func respond(
        _ operation: APIOperation, _ route: APIRoute, _ request: Request, _ context: APIContext,
        _ door: Door
    ) async -> Response {
        let trace = TraceContext(request.headers)
        var response: Response
        do throws(Problem) {
            response = try await answer(operation, route, request, context, door, trace)
        } catch {
            let error =
                await services.host.failure == nil || error != .overloaded ? error : .stopped
            services.metrics.countRefusal(status: error.status, code: error.code)
            response = Response(APIAnswer(error, requestID: trace.requestID))
        }
        services.metrics.countRequest(operation.rawValue, status: response.status.code)
        trace.mark(&response)
        log(operation, response.status.code, trace)
        return response
    }

    private func log(_ operation: APIOperation, _ status: Int, _ trace: TraceContext) {
        services.logger.log(
            level: status >= 500 ? .error : status >= 400 ? .info : .debug, "answered",
            metadata: [
                "operation": "\(operation.rawValue)", "status": "\(status)",
                "request": "\(trace.requestID)", "trace": "\(trace.traceID)",
            ])
    }

    private func answer(
        _ operation: APIOperation, _ route: APIRoute, _ request: Request, _ context: APIContext,
        _ door: Door, _ trace: TraceContext
    ) async throws(Problem) -> Response {
        let headers = request.headers.map { (name: $0.name.rawName, value: $0.value) }
        let viewer = try await viewer(route, headers, door)
        var request = request
        let call = APICall(
            operation: operation, viewer: viewer, path: request.uri.path,
            parameters: try parameters(route, context), query: try query(route, request),
            headers: headers, body: try await body(route, &request), requestID: trace.requestID,
            now: services.time.now())
        do throws(Problem) {
            if case .permission(let permission) = route.access, !viewer.may(permission) {
                throw Problem(
                    403, "permission-missing", "this needs the permission \(permission)",
                    ["permission": .string(permission)])
            }
            return try await carryOut(call)
        } catch {
            if error.status == 403 {
                await refusals.record(
                    error, route, id: call.parameters["id"], of: viewer, services)
            }
            throw error
        }
    }

    private func viewer(
        _ route: APIRoute, _ headers: [(name: String, value: String)], _ door: Door
    ) async throws(Problem) -> Viewer {
        guard case .permission = route.access else {
            return Viewer(
                principal: Principal(id: "", name: "", kind: .system, roles: []),
                permissions: [], sees: .none, sources: [])
        }
        return try await authenticator.viewer(headers: headers, door: door)
    }

    private func parameters(
        _ route: APIRoute, _ context: APIContext
    ) throws(Problem) -> [String: String] {
        var parameters: [String: String] = [:]
        for name in route.pathParameters {
            guard let raw = context.parameters.get(name), let value = PercentDecoding.decode(raw),
                !value.isEmpty, value.utf8.count <= 1_024
            else { throw .malformed("path", "this part of the path cannot be read", place: name) }
            parameters[name] = value
        }
        return parameters
    }

    private func query(_ route: APIRoute, _ request: Request) throws(Problem) -> [String: String] {
        guard let text = request.uri.query, !text.isEmpty else { return [:] }
        guard let pairs = PercentDecoding.query(text) else {
            throw .malformed("query", "the query cannot be read", place: "query")
        }
        for name in pairs.keys.sorted()
        where !route.parameters.contains(where: { $0.name == name }) {
            throw .malformed("query-unknown", "there is no such parameter here", place: name)
        }
        return pairs
    }

    private func body(_ route: APIRoute, _ request: inout Request) async throws(Problem) -> [UInt8]
    {
        let max =
            switch route.body {
            case .cloudEvents: APILimits.eventBodyBytesMax
            case .raw: APILimits.hookBodyBytesMax
            case .json, .none: APILimits.bodyBytesMax
            }
        do {
            let buffer = try await request.body.collect(upTo: max)
            return Array(buffer.readableBytesView)
        } catch is NIOTooManyBytesError {
            throw Problem(
                413, "body-too-large", "a body has at most \(max) bytes here",
                ["bytesMax": .integer(Int64(max))])
        } catch {
            throw Problem(400, "body-unreadable", "the body ended too early")
        }
    }

    /// Carries out a call whose caller may make it.
    private func carryOut(_ call: APICall) async throws(Problem) -> Response {
        if call.operation == .stream { return try await StreamCall(services: services).open(call) }
        do {
            guard call.operation.route.honoursIdempotencyKey,
                let key = call.header("idempotency-key")
            else { return Response(try await handle(call, key: nil)) }
            return Response(try await once(call, key: key))
        } catch let problem as Problem {
            throw problem
        } catch let error as StoreError {
            throw problem(of: error)
        } catch {
            services.logger.error("a call failed", metadata: ["error": "\(type(of: error))"])
            throw Problem(500, "internal", "something went wrong here")
        }
    }

    private func problem(of error: StoreError) -> Problem {
        switch error.code {
        case .invalid:
            Problem.malformed("cursor", "the cursor is none of this list", place: "cursor")
        case .notFound: Problem.notFound("thing")
        case .limit: Problem(400, "limit", "a value is beyond its limit")
        default: Problem(503, "store-unavailable", "the store does not answer")
        }
    }

    /// A write with a key: a repetition gets the first one's answer, another body is refused.
    private func once(_ call: APICall, key: String) async throws -> APIAnswer {
        guard (1...APILimits.idempotencyKeyBytesMax).contains(key.utf8.count) else {
            throw Problem.malformed(
                "idempotency-key",
                "a key has 1 to \(APILimits.idempotencyKeyBytesMax) bytes",
                place: "Idempotency-Key")
        }
        let name = IdempotencyGate.Key(
            principal: call.viewer.principal.id, path: call.path, key: key)
        await gate.enter(name)
        do {
            let answer: APIAnswer
            if let kept = try repeated(call, key: key) {
                answer = kept
            } else {
                answer = try await handle(call, key: key)
            }
            await gate.leave(name)
            return answer
        } catch {
            await gate.leave(name)
            throw error
        }
    }

    private func repeated(_ call: APICall, key: String) throws -> APIAnswer? {
        let kept = try services.store.answer(
            principal: call.viewer.principal.id, path: call.path, key: key)
        guard let kept, kept.expires > call.now else { return nil }
        guard kept.body == KeptAnswers.digest(of: call.body) else {
            throw Problem(
                422, "idempotency-key-reused", "this key was used with another body",
                ["place": "Idempotency-Key"])
        }
        var answer = APIAnswer(
            kept.status,
            mediaType: kept.status >= 400 ? Problem.mediaType : "application/json",
            body: kept.answer)
        answer.headers = [("Idempotency-Replayed", "true")]
        return answer
    }

    private func handle(_ call: APICall, key: String?) async throws -> APIAnswer {
        let keep = KeptAnswers(call, key: key)
        switch call.operation {
        case .postEvents: return try await events.post(call, keep)
        case .postHook: return try await HookCall(services: services).post(call)
        case .listCases, .getCase, .getTimeline, .listQueue:
            return try await CaseCalls(services: services).answer(call)
        case .activateCatalog: return try await ActivationCall(services: services).answer(call)
        case .migrateCases: return try await MigrationCall(services: services).answer(call)
        case .retryExceptions: return try await BulkRetry(services: services).answer(call)
        case .listTasks, .listApprovals, .listExceptions:
            return try await WorkLists(services: services).answer(call)
        case .claimTask, .completeTask, .releaseTask, .assignTask, .delegateTask, .handOverTask,
            .grantApproval, .refuseApproval, .retryException, .resolveException, .splitCase,
            .mergeCase:
            return try await WorkChanges(services: services, keep: keep).answer(call)
        case .listAvailability, .setAvailability, .endAvailability:
            return try await AvailabilityCalls(services: services, keep: keep).answer(call)
        case .listContinuity, .declareContinuity, .liftContinuity:
            return try await ContinuityCalls(services: services, keep: keep).answer(call)
        case .getDecision: return try await CaseCalls(services: services).decision(call)
        case .getObject: return try await ObjectCall(services: services).get(call)
        case .listEntries, .getCheckpoint:
            return try await LedgerCalls(services: services).answer(call)
        case .listTokens, .createToken, .revokeToken, .unlinkIdentity:
            return try await AdministrationCalls(services: services, keep: keep).answer(call)
        case .metrics:
            let counts = try services.store.counts(now: call.now)
            let outflow = await services.host.outflow
            let text = MetricsText(services.metrics.snapshot, counts, outflow).text
            return APIAnswer(
                200, mediaType: call.operation.route.mediaType, body: Array(text.utf8))
        case .health: return APIAnswer(200, ["status": "alive"])
        case .readiness:
            guard await services.host.failure == nil else {
                throw Problem(503, "not-ready", "the runtime has stopped")
            }
            return APIAnswer(200, ["status": "ready"])
        case .openAPI: return APIAnswer(200, mediaType: "application/json", body: document)
        case .stream: throw Problem(500, "internal", "a stream is no answer")
        }
    }
}
