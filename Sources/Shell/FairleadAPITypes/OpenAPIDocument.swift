public import FairleadCanonical

/// The description of the API (OpenAPI 3.1), made from the same table as the router.
public enum OpenAPIDocument {
    /// The document for a release.
    public static func json(version: String) -> JSON {
        var paths = JSONObject()
        for operation in APIOperation.allCases {
            let route = operation.route
            var item = paths[route.path]?.objectValue ?? [:]
            item[route.method.rawValue.lowercased()] = describe(operation, route)
            paths[route.path] = .object(item)
        }
        var schemas = JSONObject()
        for (name, schema) in APISchemas.all { schemas[name] = schema.json }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Fairlead", "version": .string(version),
                "summary": "Governed operations: events in, decided cases and effects out",
                "license": ["name": "See the repository"],
            ],
            "servers": [["url": "/"]],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "A token of `fairlead token create`",
                    ]
                ],
            ],
        ]
    }

    private static func describe(_ operation: APIOperation, _ route: APIRoute) -> JSON {
        var parameters = route.pathParameters.map { name -> JSON in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": ["type": "string"],
            ]
        }
        parameters += route.parameters.map { parameter in
            [
                "name": .string(parameter.name), "in": "query",
                "description": .string(parameter.description), "schema": parameter.schema.json,
            ]
        }
        if route.honoursIdempotencyKey { parameters.append(Self.idempotencyKey) }
        var object: JSONObject = [
            "operationId": .string(operation.rawValue), "summary": .string(route.summary),
            "parameters": .array(parameters), "responses": responses(route),
        ]
        if let body = body(route.body) { object["requestBody"] = body }
        switch route.access {
        case .permission(let permission):
            object["security"] = [["token": []]]
            object["x-permission"] = .string(permission)
        case .open, .signed: object["security"] = []
        }
        return .object(object)
    }

    private static let idempotencyKey: JSON = [
        "name": "Idempotency-Key", "in": "header",
        "description": "A repetition under the same key gets the same answer for 24 hours",
        "schema": [
            "type": "string", "maxLength": .integer(Int64(APILimits.idempotencyKeyBytesMax)),
        ],
    ]

    private static func responses(_ route: APIRoute) -> JSON {
        var responses = JSONObject()
        responses[String(route.status)] = [
            "description": "Done", "content": .object(content(route)),
        ]
        for status in route.problemStatuses {
            responses[String(status)] = [
                "description": "A problem",
                "content": [
                    Problem.mediaType: ["schema": APISchema.named("Problem").json]
                ],
            ]
        }
        return .object(responses)
    }

    private static func content(_ route: APIRoute) -> JSONObject {
        let schema = route.answer.map { APISchema.named($0).json } ?? ["type": "string"]
        return [route.mediaType: ["schema": schema]]
    }

    private static func body(_ body: APIRoute.Body) -> JSON? {
        let any: JSON = ["schema": [:]]
        switch body {
        case .none: return nil
        case .json(let name):
            return [
                "required": true,
                "content": ["application/json": ["schema": APISchema.named(name).json]],
            ]
        case .cloudEvents:
            return [
                "required": true,
                "content": [
                    "application/cloudevents+json": any,
                    "application/cloudevents-batch+json": any, "application/json": any,
                ],
            ]
        case .raw: return ["required": true, "content": ["application/json": any]]
        }
    }
}

extension APIRoute {
    /// The statuses of problems that this call may answer with.
    public var problemStatuses: [Int] {
        var statuses = [400]
        switch access {
        case .open: statuses = path == "/readyz" ? [503] : []
        case .signed: statuses += [401, 404, 413, 429, 503]
        case .permission: statuses += [401, 403, 429, 503]
        }
        if pathParameters.contains("id") { statuses.append(404) }
        if method == .post, access != .signed { statuses += [409, 413, 422] }
        if body == .cloudEvents { statuses.append(415) }
        return statuses.sorted()
    }
}
