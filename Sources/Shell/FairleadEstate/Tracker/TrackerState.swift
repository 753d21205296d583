import FairleadCanonical

/// Engineering's issue tracker. It knows no idempotency keys; an issue is found by our reference.
/// An alias makes an issue the only one of its matter: whoever asks again gets that one.
struct TrackerState: SystemState {
    static let system = EstateSystem.tracker

    var basis: SystemBasis
    var issues = Documents()
    private var lastNumber: Int64 = 7_700

    init(basis: SystemBasis) {
        self.basis = basis
    }

    static func routes(_ configuration: EstateConfiguration) -> [Route<TrackerState>] {
        [
            Route("POST", "/issues", "tracker.createIssue", .find) {
                (state, call) throws(Refusal) in
                try state.create(call)
            },
            read("issues", "issue") { $0.issues },
            list("issues", by: ["reference", "alias", "account", "status"]) { $0.issues },
            changesRoute,
        ]
    }

    private mutating func create(_ call: Call) throws(Refusal) -> Answer {
        let team = try call.text("team")
        let summary = try call.text("summary")
        let reference = try call.text("reference")
        guard let severity = call.body.whole("severity"), (1...4).contains(severity) else {
            throw Refusal(422, "bad_severity", "A severity is 1 to 4.")
        }
        let alias = call.body.text("alias")
        if let alias, let known = issues.first(["alias": alias]) {
            return Answer(known, changed: false)
        }
        lastNumber += Int64(1 + basis.generator.below(4))
        let id = "ENG-\(lastNumber)"
        let issue: JSON = [
            "id": .string(id), "team": .string(team), "severity": .integer(severity),
            "summary": .string(summary), "description": .optional(call.body.text("description")),
            "account": .optional(call.body.text("account")), "alias": .optional(alias),
            "reference": .string(reference), "status": "open", "resolution": .null,
            "createdAt": .time(now), "updatedAt": .time(now),
        ]
        issues[id] = issue
        echo("issue.created", issue)
        return Answer(issue, status: 201)
    }

    /// Engineering resolves an account's newest open issue, and tells it; false where there is
    /// none.
    mutating func resolve(of account: String, _ resolution: String) -> Bool {
        let open = issues.all(["account": account, "status": "open"]).last
        guard let issue = open, let id = issue.text("id") else { return false }
        let resolved = issue.with([
            "status": "resolved", "resolution": .string(resolution), "updatedAt": .time(now),
        ])
        issues[id] = resolved
        tell("issue.resolved", resolved, previous: ["status": "open"])
        return true
    }
}
