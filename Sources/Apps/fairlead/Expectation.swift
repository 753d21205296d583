import FairleadCanonical
import FairleadEngine

/// What must come out of a scenario.
struct Expectation {
    let playbook: String
    let cause: String?
    /// Operations that must be done.
    var done: [String] = []
    /// Operations that must not leave.
    var never: [String] = []
    /// The role that must be asked, if any.
    var asks: String?

    func unmet(by cases: [CaseState]) -> [String] {
        guard cases.count == 1, let matter = cases.first else {
            return ["one case is expected, there are \(cases.count)"]
        }
        var unmet: [String] = []
        if matter.playbook != playbook { unmet.append("playbook \(playbook) is expected") }
        if let cause, matter.values["cause"]?.value.stringValue != cause {
            unmet.append("cause \(cause) is expected")
        }
        for operation in done
        where !matter.effects.contains(where: { $0.operation == operation && $0.status == .done }) {
            unmet.append("\(operation) should be done")
        }
        for operation in never
        where matter.effects.contains(where: { $0.operation == operation && $0.status == .done }) {
            unmet.append("\(operation) should not be done")
        }
        if let asks, !matter.approvals.contains(where: { $0.role == asks }) {
            unmet.append("\(asks) should be asked")
        }
        return unmet
    }

    static func of(_ scenario: String) -> Expectation? { all[scenario] }

    /// The scenarios whose outcome is expected so far, in the order in which `all` plays them.
    static let scenarios = ["failed-renewal", "ticket-first"]

    private static let all = [
        "failed-renewal": failedRenewal,
        // Ticket first or payment first: the same case.
        "ticket-first": failedRenewal,
    ]

    private static let failedRenewal = Expectation(
        playbook: "paymentFailedNearRenewal", cause: "expiredCard",
        done: [
            "billing.grantGrace", "billing.holdDowngrade", "billing.sendUpdateLink",
            "erp.holdDunning", "erp.createTask", "helpDesk.route", "helpDesk.note",
            "helpDesk.reply", "chat.post",
        ])
}
