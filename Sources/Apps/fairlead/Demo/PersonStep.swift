import FairleadDomain
import FairleadEstate

/// What people do after what happened in the systems, and how time passes.
enum PersonStep: Sendable {
    /// Decides the open approval that is asked of a role; with `refusedWith`, the code of the
    /// rejection that must come instead.
    case decides(Person, as: String, isGranted: Bool, refusedWith: String? = nil)
    /// Completes the open task of a queue.
    case completes(Person, queue: String)
    /// Something more happens in the systems.
    case happens(ScenarioStep)
    /// Says whose the event is for which nobody could be found.
    case links(Person)
    /// Nobody answers.
    case waits(minutes: Int)

    var summary: String {
        switch self {
        case .decides(let person, let role, let isGranted, let code):
            "\(person.name) \(isGranted ? "approves" : "refuses") as \(role)"
                + (code == nil ? "" : ": not permitted")
        case .completes(let person, let queue): "\(person.name) completes the task of \(queue)"
        case .happens(let step): step.summary
        case .links(let person): "\(person.name) says whose the ticket is"
        case .waits(let minutes): "\(minutes) minutes pass"
        }
    }
}

/// Our own people, as far as scenarios need them.
struct Person: Sendable {
    let name: String
    let principal: Principal

    private init(_ name: String, _ roles: [String]) {
        self.name = name
        let address = name.lowercased().replacing(" ", with: ".") + "@fairlead.example"
        principal = Principal(id: address, name: address, kind: .person, roles: roles)
    }

    static let arManager = Person("Ada Moreno", ["ar-manager"])
    static let controller = Person("Frank Osei", ["finance-controller"])
    static let vicePresident = Person("Vera Lind", ["vp-finance"])
    static let billingManager = Person("Ida Larsen", ["billing-manager"])
    static let billingAnalyst = Person("Lea Novak", ["billing-manager"])
    static let successManager = Person("Carla Ruiz", ["head-of-cs"])
    static let incidentManager = Person("Noor Haddad", ["incident-manager"])
    static let communications = Person("Pia Engel", ["communications-lead"])
    static let implementation = Person("Jan Kowal", ["implementation-manager"])
    static let serviceDelivery = Person("Ruth Okafor", ["service-delivery-manager"])
    static let supportLead = Person("Samir Nasser", ["support-lead"])
    /// Owns the accounts of the scenarios, and happens to lead receivables, too.
    static let accountOwner = Person("Olivia Brandt", ["ar-manager"])
}
