import FairleadCanonical
import FairleadEngine
import FairleadTesting
import Testing

@testable import fairlead

@Suite(.serialized, .timeLimit(.minutes(15))) struct IncidentTests {
    /// What is begun at once: by the operation, or by the queue of the task.
    private static let branches = [
        "tracker.createIssue", "chat.post", "erp.postAccrual", "statusPage.publish",
    ]

    @Test(
        .requirement(
            "S0.24", part: "five branches at once, consent to the reserve, facts for executives"))
    func `a severity 1 incident begins five branches at once, and waits for all of them`()
        async throws
    {
        try await EstateInstallation.played("severity-1") { _, matter in
            let begun = Self.branches.map { name in
                matter.effects.first { $0.operation == name }?.planned
            }
            let asked = try #require(matter.tasks.first { $0.queue == "premiumSupport" }).created
            #expect(
                begun.allSatisfy { $0 == asked }, "engineering, team, credit, public and support")
            // Only when each is done does the case go on to its review.
            let review = try #require(matter.tasks.first { $0.queue == "incidentReview" }).created
            let reserve = try #require(matter.effects.last { $0.operation == "erp.postAccrual" })
            #expect(try #require(reserve.concluded) <= review)

            let summary = try #require(
                matter.effects.last { $0.arguments["channel"] == "executives" }?.arguments["text"])
            for fact in ["INC-", "250 minutes", "Nordlicht Bank", "USD 5000", "Schedule B §1.3"] {
                #expect(summary.stringValue?.contains(fact) == true, "\(fact)")
            }
        }
    }

    @Test(.requirement("S0.24", part: "one failing branch does not lose the others"))
    func `while the tracker is down the other branches are done, and its own is not lost`()
        async throws
    {
        try await EstateInstallation.played("severity-1-tracker-down") { _, matter in
            let issue = try #require(matter.effects.first { $0.operation == "tracker.createIssue" })
            #expect(issue.attempts > 1)
            for other in matter.effects where other.id != issue.id {
                #expect(try #require(other.concluded) < (try #require(issue.concluded)))
            }
        }
    }

    @Test(.requirement("S0.9", part: "a provisional credit: the amount that was approved lapses"))
    func `consent to a reserve lapses when the outage lasts longer`() async throws {
        try await EstateInstallation.played("severity-1") { _, matter in
            let reserves = matter.effects.filter { $0.operation == "erp.postAccrual" }
            #expect(reserves.map(\.status) == [.withdrawn, .done])
            #expect(reserves.map(\.attempts) == [0, 1])
            #expect(reserves.last?.arguments["amount"]?["amount"]?.numberText == "5000.00")
        }
    }
}
