import FairleadCanonical

/// The ERP: customers, receivables, cash, disputes, credit holds, promises; tasks, dunning holds,
/// notes and credit memos, which are found by our reference once its index has caught up.
struct ERPState: SystemState {
    static let system = EstateSystem.erp

    var basis: SystemBasis
    var customers = Documents()
    var receivables = Documents()
    var unapplied = Documents()
    var disputes = Documents()
    var creditHolds = Documents()
    var promises = Documents()
    var tasks = Documents()
    var dunningHolds = Documents()
    var notes = Documents()
    var creditMemos = Documents()
    var orders = Documents()
    var terms = Documents()
    var accruals = Documents()
    var milestones = Documents()
    /// When the search by reference finds a document, by its id.
    var foundFrom: [String: Int64] = [:]
    private var lastNumber: Int64 = 10_200

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<ERPState>] {
        customerRoutes + receivableRoutes + taskRoutes + dunningRoutes + creditMemoRoutes
            + contractRoutes + accrualRoutes + [changesRoute]
    }

    /// The next of the ERP's own numbers, with gaps as real ones have.
    mutating func number(_ prefix: String) -> String {
        lastNumber += Int64(1 + basis.generator.below(7))
        return "\(prefix)-\(lastNumber)"
    }

    /// What a customer's documents are listed by.
    static let listedBy = ["customer", "status"]

    /// Finds documents by our reference, as far as the index has caught up.
    static func find(
        _ path: String, _ documents: @escaping @Sendable (ERPState) -> Documents
    ) -> Route<ERPState> {
        Route("GET", "/\(path)", "erp.find.\(path)") { (state, call) throws(Refusal) in
            let found = documents(state).all([
                "reference": call.fields["reference"], "customer": call.fields["customer"],
            ])
            let now = state.now
            return try Listing.page(
                found.filter { now >= state.foundFrom[$0.text("id") ?? ""] ?? 0 }, call)
        }
    }

    /// Notes that a document can be found from now plus the index's lag.
    mutating func index(_ id: String) {
        let configuration = basis.configuration
        let lag = min(
            configuration.erpIndexLagMilliseconds, configuration.erpSettlesWithinMilliseconds)
        foundFrom[id] = now + lag
    }

    func requireCustomer(_ call: Call) throws(Refusal) -> String {
        let customer = try call.text("customer")
        guard customers[customer] != nil else { throw .notFound("customer \(customer)") }
        return customer
    }
}
