import FairleadCanonical

/// The identity service: sign-in of tenants by the customer's identity provider. A connection is
/// made at once and verified by itself after that; with a protocol that is not supported the
/// verification fails, and that is told. It honours `Idempotency-Key`.
struct IdentityState: SystemState {
    static let system = EstateSystem.identity

    var basis: SystemBasis
    var connections = Documents()
    /// What sign-in works with; engineering may add to it.
    private var supported = ["saml2", "oidc"]

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<IdentityState>] {
        [
            Route("POST", "/connections", "identity.configureSSO", .key) {
                (state, call) throws(Refusal) in
                try state.configure(call)
            },
            read("connections", "connection") { $0.connections },
            list("connections", by: ["tenant", "account"]) { $0.connections },
            changesRoute,
        ]
    }

    private mutating func configure(_ call: Call) throws(Refusal) -> Answer {
        let tenant = try call.text("tenant")
        let account = try call.text("account")
        let name = try call.text("protocol")
        let id = id("con_", 14)
        let connection: JSON = [
            "id": .string(id), "tenant": .string(tenant), "account": .string(account),
            "protocol": .string(name), "status": "verifying", "errorCode": .null, "log": .null,
            "reference": call.body["reference"] ?? .null, "createdAt": .time(now),
            "updatedAt": .time(now),
        ]
        connections[id] = connection
        verify(id)
        return Answer(connection, status: 201)
    }

    /// What the service finds by itself, once a connection was made or its protocol is supported.
    private mutating func verify(_ id: String) {
        guard let connection = connections[id], let name = connection.text("protocol") else {
            return
        }
        let works = supported.contains(name)
        let log =
            "assertion of \(name) from the identity provider: binding not supported by "
            + "auth-gateway 3.2; expected one of \(supported.joined(separator: ", "))"
        let verified = connection.with([
            "status": works ? "verified" : "failed",
            "errorCode": works ? .null : "unsupported_binding",
            "log": works ? .null : .string(log), "updatedAt": .time(now),
        ])
        connections[id] = verified
        tell(
            works ? "connection.verified" : "connection.failed", verified,
            previous: ["status": connection["status"] ?? .null])
    }

    /// Engineering delivers what an account's failed connection needs, and it is verified again;
    /// false where none has failed.
    mutating func deliver(of account: String) -> Bool {
        let failed = connections.all(["account": account, "status": "failed"]).last
        guard let id = failed?.text("id"), let name = failed?.text("protocol") else { return false }
        supported.append(name)
        verify(id)
        return true
    }
}
