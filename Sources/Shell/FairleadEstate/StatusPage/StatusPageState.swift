import FairleadCanonical

/// The public status page: notices about a component, in the order in which they were published.
struct StatusPageState: SystemState {
    static let system = EstateSystem.statusPage

    var basis: SystemBasis
    var notices = Documents()

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<StatusPageState>] {
        [
            Route("POST", "/notices", "statusPage.publish", .key) {
                (state, call) throws(Refusal) in
                try state.publish(call)
            },
            read("notices", "notice") { $0.notices },
            list("notices", by: ["incident", "component"]) { $0.notices },
        ]
    }

    /// One notice of a state for each incident: whoever publishes the same state again is given
    /// the notice that is there.
    private mutating func publish(_ call: Call) throws(Refusal) -> Answer {
        let incident = try call.text("incident")
        let component = try call.text("component")
        let text = try call.text("text")
        let status = try call.text("status")
        guard ["investigating", "monitoring", "resolved"].contains(status) else {
            throw Refusal(
                422, "bad_status", "A status is investigating, monitoring or resolved.")
        }
        if let known = notices.first(["incident": incident, "status": status]) {
            return Answer(known, changed: false)
        }
        let id = id("ntc_", 12)
        let notice: JSON = [
            "id": .string(id), "incident": .string(incident), "component": .string(component),
            "status": .string(status), "text": .string(text),
            "reference": call.body["reference"] ?? .null, "publishedAt": .time(now),
        ]
        notices[id] = notice
        return Answer(notice, status: 201)
    }
}
