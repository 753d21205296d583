import FairleadDomain
public import FairleadPlaybook

extension ConnectorDefinition {
    /// Reads `Catalog/connectors/NAME/connector.yaml`. Every error is reported at its place; nil
    /// where so much is wrong that nothing can be made of it.
    public static func parse(
        _ node: SourceNode, _ diagnostics: inout Diagnostics
    ) -> ConnectorDefinition? {
        guard
            let reader = MappingReader(
                node, "a connector",
                required: [
                    "connector", "version", "owner", "purpose", "source", "baseURL",
                    "authentication",
                ],
                optional: [
                    "headers", "apiVersion", "limits", "webhook", "masterOf", "labels",
                    "objects", "events", "errorCode", "operations", "lookups", "sweep",
                ], &diagnostics)
        else { return nil }
        let parts = Parts(reader, &diagnostics)
        guard let name = reader.name("connector", &diagnostics),
            let version = reader.integer("version", in: 1...1_000_000, &diagnostics),
            let owner = reader.text("owner", &diagnostics),
            let purpose = reader.text("purpose", &diagnostics),
            let source = reader.text("source", &diagnostics),
            let base = reader["baseURL"].flatMap({
                ConfiguredValue.parse($0, "the base URL", allowsLiteral: true, &diagnostics)
            }),
            let authentication = reader["authentication"].flatMap({
                Authentication.parse($0, &diagnostics)
            })
        else { return nil }
        let definition = ConnectorDefinition(
            name: name, version: Int(version), owner: owner, purpose: purpose, source: source,
            baseURL: base, authentication: authentication, headers: parts.headers,
            apiVersion: reader.text("apiVersion", &diagnostics), limits: parts.limits,
            webhook: parts.webhook, isMasterOfAccounts: parts.isMasterOfAccounts,
            labels: Labels(reader.texts("labels", &diagnostics)), objects: parts.objects,
            events: parts.events,
            errorCode: reader["errorCode"].flatMap { ValueMapping.path($0, &diagnostics) },
            operations: reader.members("operations", &diagnostics).compactMap {
                ConnectorOperation.parse($0, connector: name, &diagnostics)
            },
            lookUps: reader.members("lookups", &diagnostics).compactMap {
                lookUp($0, connector: name, &diagnostics)
            },
            sweep: reader["sweep"].flatMap { SweepRules.parse($0, &diagnostics) },
            position: node.position)
        definition.checkReferences(&diagnostics)
        return definition
    }

    /// `receivables: {operation: receivables, with: {customer: reference("erp")}}`.
    private static func lookUp(
        _ member: SourceNode.Member, connector: String, _ diagnostics: inout Diagnostics
    ) -> LookUp? {
        guard
            let reader = MappingReader(
                member.value, "the look-up '\(member.key)'", required: ["operation"],
                optional: ["with"], &diagnostics),
            let operation = reader.text("operation", &diagnostics)
        else { return nil }
        return LookUp(
            name: member.key, operation: "\(connector).\(operation)",
            with: reader.members("with", &diagnostics).map {
                ArgumentSource(name: $0.key, value: $0.value)
            }, position: member.keyPosition)
    }

    /// The parts that have defaults.
    private struct Parts {
        var headers: [Header] = []
        var limits = ConnectorLimits()
        var webhook: WebhookScheme?
        var isMasterOfAccounts = false
        var objects: [ObjectMapping] = []
        var events: EventRules?

        init(_ reader: MappingReader, _ diagnostics: inout Diagnostics) {
            for member in reader.members("headers", &diagnostics) {
                guard let value = member.value.text("a header", &diagnostics) else { continue }
                if HeaderName.isValid(member.key), HeaderName.isValidValue(value) {
                    headers.append(Header(name: member.key, value: value))
                } else {
                    diagnostics.error(
                        "'\(member.key)' is no header that can be sent", at: member.keyPosition)
                }
            }
            if let node = reader["limits"] {
                limits = ConnectorLimits.parse(node, &diagnostics)
            }
            webhook = reader["webhook"].flatMap { WebhookScheme.parse($0, &diagnostics) }
            for item in reader.items("masterOf") {
                if item.text("'masterOf'", &diagnostics) == "account" {
                    isMasterOfAccounts = true
                } else {
                    diagnostics.error(
                        "a connector can be master of 'account' only", at: item.position)
                }
            }
            objects = reader.members("objects", &diagnostics).compactMap {
                ObjectMapping.parse($0, &diagnostics)
            }
            events = reader["events"].flatMap { EventRules.parse($0, &diagnostics) }
            if webhook != nil, events == nil {
                diagnostics.error("a webhook needs 'events'", at: reader.node.position)
            }
        }
    }
}
