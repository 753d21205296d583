import FairleadCanonical
import FairleadCatalog
import FairleadConnector
import FairleadDomain
import FairleadPlaybook
import FairleadTesting
import Foundation

/// The connectors of the shipped catalog, compiled with its objects and events.
enum Shipped {
    static let catalog: Catalog = {
        do {
            let path = packageRoot.appending(path: "Catalog").path(percentEncoded: false)
            let wanted = ["connectors/", "objects/", "events.yaml", "roles.yaml", "queues.yaml"]
            var files = try Catalog.files(in: path).filter { file in
                wanted.contains { file.key.hasPrefix($0) }
            }
            files["catalog.yaml"] = Array(
                """
                catalog: test
                playbooks: []
                declassified: []
                identity:
                  system: crm
                  kind: account
                  operation: crm.findAccounts
                  owner: support-lead
                """.utf8)
            return try Catalog.compile(files: files)
        } catch {
            preconditionFailure("the shipped connectors do not compile:\n\(error)")
        }
    }()

    static func connector(_ name: String) -> ConnectorDefinition {
        guard let found = catalog.connectors.first(where: { $0.name == name }) else {
            preconditionFailure("no connector \(name) is shipped")
        }
        return found
    }

    static var schemas: [ObjectSchema] {
        catalog.governance.schemas.keys.sorted().compactMap { catalog.governance.schemas[$0] }
    }
}

/// A connector written in a test.
enum Written {
    static func parse(_ yaml: String) -> (definition: ConnectorDefinition?, errors: [String]) {
        var diagnostics = Diagnostics()
        let node = YAMLReader.document(Array(yaml.utf8), file: "c.yaml", &diagnostics)
        let definition = node.flatMap { ConnectorDefinition.parse($0, &diagnostics) }
        return (definition, diagnostics.sorted.map(\.text))
    }

    static func connector(_ rest: String, base: String = "http://127.0.0.1:1")
        -> ConnectorDefinition
    {
        let (definition, errors) = parse(
            """
            connector: sample
            version: 1
            owner: nobody
            purpose: A test
            source: /sample
            baseURL: "\(base)"
            authentication: {bearer: env:SAMPLE_TOKEN}
            \(rest)
            """)
        guard let definition, errors.isEmpty else {
            preconditionFailure(errors.joined(separator: "\n"))
        }
        return definition
    }
}

extension WorkItem {
    static func sample(
        _ operation: String, _ arguments: JSONObject, kind: OperationDeclaration.Kind = .effect,
        reference: String = "ref-1", mode: Mode = .perform
    ) -> WorkItem {
        WorkItem(
            id: "work-1", caseID: "case-1", kind: kind, operation: operation,
            arguments: arguments, reference: reference, attempt: 1, mode: mode, catalog: .zero)
    }
}

let noon = Instant(milliseconds: 1_732_190_400_000)
