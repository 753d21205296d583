import FairleadCanonical

/// The help desk: users, organisations, tickets with notes and replies, incidents.
struct HelpDeskState: SystemState {
    static let system = EstateSystem.helpDesk

    var basis: SystemBasis
    var users = Documents()
    var organisations = Documents()
    var tickets = Documents()
    var incidents = Documents()
    var notes = Documents()
    var replies = Documents()
    private var lastNumber: Int64 = 48_200

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<HelpDeskState>] {
        directoryRoutes + ticketRoutes + commentRoutes + incidentRoutes + [changesRoute]
    }

    mutating func number() -> String {
        lastNumber += Int64(1 + basis.generator.below(5))
        return String(lastNumber)
    }
}
