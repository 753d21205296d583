import FairleadCanonical

/// The CRM: accounts, contracts, renewal opportunities, tasks to account owners.
struct CRMState: SystemState {
    static let system = EstateSystem.crm

    var basis: SystemBasis
    var accounts = Documents()
    var contracts = Documents()
    var opportunities = Documents()
    var tasks = Documents()

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<CRMState>] {
        accountRoutes + taskRoutes + [changesRoute]
    }
}
