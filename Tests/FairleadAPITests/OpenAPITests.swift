import FairleadAPITypes
import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import HummingbirdTesting
import Testing

@Suite(.timeLimit(.minutes(15))) struct `The description of the API` {
    @Test(.requirement("S1.21", part: "one described API"))
    func `it has every route of the table and no other`() async throws {
        let world = try await APIWorld()
        try await world.serve { client in
            let reply = try await client.get("/openapi.json", nil)
            #expect(reply.json["openapi"] == "3.1.0")
            var described: Set<String> = []
            for (path, item) in try #require(reply.json["paths"]?.objectValue) {
                for (method, operation) in try #require(item.objectValue) {
                    described.insert("\(method.uppercased()) \(path)")
                    let id = try #require(operation["operationId"]?.stringValue)
                    #expect(APIOperation(rawValue: id) != nil)
                }
            }
            let routes = APIOperation.allCases.map(\.route)
            #expect(described == Set(routes.map { "\($0.method.rawValue) \($0.path)" }))
            #expect(described.count == routes.count)
        }
    }

    @Test func `every reference leads to a schema, and every schema is used`() {
        let document = OpenAPIDocument.json(version: "1")
        var references: Set<String> = []
        collect(document, into: &references)
        let schemas = Set((document["components"]?["schemas"]?.objectValue ?? [:]).keys)
        let named = Set(references.map { String($0.dropFirst("#/components/schemas/".count)) })
        #expect(named.subtracting(schemas) == [])
        #expect(schemas.subtracting(named) == [])
        #expect(Set(APISchemas.all.map(\.name)).count == APISchemas.all.count)
    }

    private func collect(_ json: JSON, into references: inout Set<String>) {
        switch json {
        case .object(let object):
            for (key, value) in object {
                if key == "$ref", let text = value.stringValue { references.insert(text) }
                collect(value, into: &references)
            }
        case .array(let items): for item in items { collect(item, into: &references) }
        default: break
        }
    }

    @Test func `every path parameter is declared, every call has its answers`() throws {
        let document = OpenAPIDocument.json(version: "1")
        for operation in APIOperation.allCases {
            let route = operation.route
            let item = try #require(
                document["paths"]?[route.path]?[route.method.rawValue.lowercased()])
            let parameters = item["parameters"]?.arrayValue ?? []
            let inPath = parameters.filter { $0["in"] == "path" }.compactMap {
                $0["name"]?.stringValue
            }
            #expect(inPath == route.pathParameters)
            #expect(item["responses"]?[String(route.status)] != nil)
            #expect((item["requestBody"] != nil) == (route.body != .none))
            if case .permission = route.access {
                #expect(item["responses"]?["401"] != nil)
                #expect(item["responses"]?["403"] != nil)
                #expect(item["security"] == [["token": []]])
            }
        }
    }

    @Test func `what the catalog grants is what routes ask for`() async throws {
        let world = try await APIWorld()
        let granted = Set(world.catalog.governance.roles.values.flatMap(\.permissions))
        for operation in APIOperation.allCases {
            guard case .permission(let permission) = operation.route.access else { continue }
            #expect(granted.contains(permission), "nobody may \(operation)")
        }
    }
}
