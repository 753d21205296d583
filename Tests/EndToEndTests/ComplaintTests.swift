import FairleadCanonical
import FairleadEngine
import FairleadTesting
import Testing

@testable import fairlead

@Suite(.serialized, .timeLimit(.minutes(15))) struct ComplaintTests {
    @Test(.requirement("S1.18"))
    func `a pending credit for an outage makes three tasks, and no other escalation`()
        async throws
    {
        try await EstateInstallation.played("credit-memo-complaint") { _, matter in
            #expect(
                matter.tasks.map(\.queue).sorted()
                    == ["customerSuccess", "financeOperations", "supportLeads"])
            #expect(matter.tasks.allSatisfy { $0.status == .completed })
            let replies = matter.effects.filter { $0.operation == "helpDesk.reply" }
            #expect(replies.count == 2)
            // What the requester reads names no amount, before the credit is posted or after.
            #expect(
                replies.allSatisfy { $0.arguments["text"]?.stringValue?.contains("1850") == false })
            let consent = try #require(matter.approvals.first)
            let posted = try #require(
                matter.effects.first { $0.operation == "erp.issueCreditMemo" })
            #expect(consent.effect == posted.id && consent.by == "frank.osei@fairlead.example")
        }
    }

    @Test(.requirement("S4.8", part: "a credit is posted while payment is demanded"))
    func `a credit and a demand for payment meet in a hold that names both`() async throws {
        try await EstateInstallation.during { world in
            #expect(try await world.play("credit-against-collection") == [])
            let cases = try await world.cases(of: "credit-against-collection")
            let demand = try #require(cases.first?.effects.first)
            let exception = try #require(cases.last?.exceptions.first)
            #expect(exception.message.contains("erp.issueCreditMemo wants credit"))
            #expect(exception.message.contains("\(demand.id) in case \(cases[0].id)"))
        }
    }
}
