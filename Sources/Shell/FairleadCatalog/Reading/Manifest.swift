import FairleadConnector
import FairleadDomain
import FairleadPlaybook

/// `catalog.yaml`: the order of the playbooks, who is master of accounts, what is declassified.
struct Manifest {
    struct Entry {
        let name: String
        let position: SourcePosition
    }

    private(set) var playbooks: [Entry] = []
    private(set) var declassified: [String] = []
    /// By source of events.
    private(set) var weights: [String: Int] = [:]
    private(set) var identity: IdentityRule?
    private var identityPosition = SourcePosition(file: "catalog.yaml", line: 1, column: 1)

    init() {}

    init(_ node: SourceNode, _ diagnostics: inout Diagnostics) {
        guard
            let fields = MappingReader(
                node, "the catalog", required: ["catalog", "playbooks", "identity"],
                optional: ["declassified", "weights"], &diagnostics)
        else { return }
        _ = fields.name("catalog", &diagnostics)
        for item in fields.items("playbooks") {
            guard let name = item.name("a playbook", &diagnostics) else { continue }
            playbooks.append(Entry(name: name, position: item.position))
        }
        declassified = fields.texts("declassified", &diagnostics)
        for member in fields.members("weights", &diagnostics) {
            if case .scalar(let text, plain: true) = member.value.content, let weight = Int(text),
                (1...100).contains(weight)
            {
                weights[member.key] = weight
            } else {
                diagnostics.error("a weight is 1 to 100", at: member.value.position)
            }
        }
        guard let node = fields["identity"],
            let inner = MappingReader(
                node, "'identity'", required: ["system", "kind", "operation", "owner"],
                &diagnostics),
            let system = inner.text("system", &diagnostics),
            let kind = inner.text("kind", &diagnostics),
            let operation = inner.text("operation", &diagnostics),
            let owner = inner.text("owner", &diagnostics)
        else { return }
        identity = IdentityRule(system: system, kind: kind, operation: operation, owner: owner)
        identityPosition = node.position
    }

    /// The master is a connector that says so, and its look-up takes what it is asked.
    func check(
        roles: [String], connectors: [ConnectorDefinition], _ diagnostics: inout Diagnostics
    ) {
        guard let identity else { return }
        if !roles.contains(identity.owner) {
            diagnostics.error(
                "unknown role '\(identity.owner)'", at: identityPosition,
                hint: NearestName.hint(for: identity.owner, among: roles))
        }
        guard let master = connectors.first(where: { $0.name == identity.system }) else {
            diagnostics.error(
                "unknown connector '\(identity.system)'", at: identityPosition,
                hint: NearestName.hint(for: identity.system, among: connectors.map(\.name)))
            return
        }
        if !master.isMasterOfAccounts {
            diagnostics.error(
                "'\(identity.system)' is not master of accounts", at: identityPosition,
                hint: "masterOf: account in its connector.yaml")
        }
        guard let operation = master.operation(identity.operation)?.declaration,
            operation.kind == .lookup
        else {
            diagnostics.error("there is no look-up '\(identity.operation)'", at: identityPosition)
            return
        }
        for name in ["system", "kind", "id"]
        where !operation.arguments.contains(where: { $0.name == name }) {
            diagnostics.error(
                "'\(identity.operation)' does not take '\(name)'", at: identityPosition)
        }
    }
}
