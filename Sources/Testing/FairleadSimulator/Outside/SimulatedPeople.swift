import FairleadCanonical
import FairleadDomain

/// Those who work with it: people with their roles and interests, and those who are no people.
struct SimulatedPeople {
    let all: [Principal]

    init() {
        func person(_ id: String, _ roles: [String], named name: String? = nil) -> Principal {
            Principal(
                id: id, name: name ?? "\(id)@fairlead.example", kind: .person, roles: roles)
        }
        all = [
            person("controller-1", ["finance-controller"]),
            person("controller-2", ["finance-controller", "ar-manager"]),
            person("receivables-1", ["ar-manager"]),
            person("receivables-2", ["ar-manager"]),
            person("vice-president", ["vp-finance", "finance-controller"]),
            person("lead", ["support-lead", "revops-lead", "head-of-cs"]),
            person("agent-1", ["support-agent"]),
            person("agent-2", ["support-agent", "retention-specialist"]),
            person("collector", ["collections"]),
            person("cash", ["cash-application"]),
            // They have the role, and may not for another reason.
            person(
                "author", ["ar-manager", "finance-controller", "vp-finance"],
                named: "nora.weiss@fairlead.example"),
            person(
                "owner", ["ar-manager", "finance-controller", "vp-finance"],
                named: "\(Masked.mark)personal-owner-2@fairlead.example"),
            person("interested", ["ar-manager", "finance-controller", "account-owner"]),
            person("auditor", ["auditor"]),
            person("biller", ["billing-manager"]),
            person("commander", ["incident-manager", "communications-lead"]),
            person("engineers", ["vp-engineering", "cto"]),
            person("deliverer", ["implementation-manager"]),
            person("delivery-lead", ["service-delivery-manager", "vp-customer-success"]),
            person("officer", ["cfo", "vp-customer-success"]),
            Principal(
                id: "robot", name: "robot", kind: .integration,
                roles: ["integration", "ar-manager", "finance-controller", "vp-finance"]),
            Principal(
                id: "model", name: "model", kind: .model,
                roles: ["ar-manager", "finance-controller", "vp-finance"]),
        ]
    }

    func principal(_ id: String) -> Principal? { all.first { $0.id == id } }

    func kind(of id: String) -> Principal.Kind? { principal(id)?.kind }

    /// People that have one of these roles.
    func people(in roles: [String]) -> [Principal] {
        all.filter { $0.kind == .person && $0.roles.contains(where: roles.contains) }
    }
}
