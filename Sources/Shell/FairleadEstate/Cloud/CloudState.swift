import FairleadCanonical

/// The cloud in which tenants are provisioned. It ignores idempotency keys; a tenant is found by
/// our reference.
struct CloudState: SystemState {
    static let system = EstateSystem.cloud

    var basis: SystemBasis
    var tenants = Documents()

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<CloudState>] {
        [
            Route("POST", "/tenants", "cloud.createTenant", .find) {
                (state, call) throws(Refusal) in
                try state.create(call)
            },
            read("tenants", "tenant") { $0.tenants },
            list("tenants", by: ["reference", "account"]) { $0.tenants },
            Route("DELETE", "/tenants/:id", "cloud.deleteTenant", .again) {
                (state, call) throws(Refusal) in
                try state.delete(call)
            },
        ]
    }

    private mutating func create(_ call: Call) throws(Refusal) -> Answer {
        let account = try call.text("account")
        let region = try call.text("region")
        let plan = try call.text("plan")
        let reference = try call.text("reference")
        guard ["NA", "EMEA", "APAC"].contains(region) else {
            throw Refusal(422, "bad_region", "A region is NA, EMEA or APAC.")
        }
        let id = id("tnt_", 10)
        let tenant: JSON = [
            "id": .string(id), "account": .string(account), "region": .string(region),
            "plan": .string(plan), "status": "ready", "reference": .string(reference),
            "createdAt": .time(now), "updatedAt": .time(now),
        ]
        tenants[id] = tenant
        return Answer(tenant, status: 201)
    }

    private mutating func delete(_ call: Call) throws(Refusal) -> Answer {
        let id = call.parameter("id")
        let tenant = try tenants.required(id, "tenant")
        if tenant.text("status") == "deleted" { return Answer(tenant, changed: false) }
        let deleted = tenant.with(["status": "deleted", "updatedAt": .time(now)])
        tenants[id] = deleted
        return Answer(deleted)
    }
}
