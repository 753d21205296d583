import FairleadCanonical
import FairleadCatalog
import FairleadConnectors
import FairleadDomain
import FairleadEstate
import FairleadPlaybook
import FairleadTesting
import Testing

@testable import FairleadConnector

/// Every effect of the shipped connectors, done at the real servers of the estate.
@Suite struct EstateEffectTests {
    @Test(.requirement("S0.18", part: "effects are written and read back"))
    func `every effect is done and read back as it was meant`() async throws {
        try await RunningEstate.run { running in
            let (ticket, hold) = try await EstateEffects.prepared(running)
            for effect in EstateEffects.all(running.account, ticket: ticket, hold: hold) {
                let answer = await running.act(
                    effect.operation, effect.arguments, reference: "ref-\(effect.operation)")
                let declared = Shipped.catalog.connectors.flatMap(\.operations).first {
                    $0.declaration.name == effect.operation
                }
                let expected: Answer.ReadBack =
                    declared?.readBack == nil ? .notDeclared : .matches
                #expect(answer.readBack == expected, "\(effect.operation): \(answer)")
                #expect(answer.records.count == 1, "\(effect.operation)")
            }
            for (operation, arguments) in [
                ("billing.revokeGrace", ["subscription": .string(running.account.subscription)]),
                (
                    "billing.resumeActivation",
                    ["subscription": .string(running.account.subscription)]
                ),
                ("billing.releaseDowngrade", ["schedule": .string(running.account.schedule ?? "")]),
                ("billing.resumeCollection", ["invoice": .string(running.account.invoice)]),
            ] as [(String, JSONObject)] {
                let answer = await running.act(
                    operation, arguments, reference: "ref-\(operation)")
                #expect(answer.readBack == .matches, "\(operation): \(answer)")
            }
            let reply = await running.act(
                "helpDesk.reply", ["ticket": .string(ticket), "text": "Hello"])
            #expect(reply.readBack == .notDeclared)
            let post = await running.act("chat.post", ["channel": "cs", "text": "Look"])
            #expect(post.records.count == 1)
        }
    }

    @Test(
        .requirement("S0.28", "S0.29", part: "an answer lost after the work was done"),
        arguments: [Fault.dropAfter, .failAfter(status: 500), .failAfter(status: 503)])
    func `work whose answer is lost is in doubt, and going on as declared does it once`(
        fault: Fault
    ) async throws {
        try await RunningEstate.run { running in
            let (ticket, hold) = try await EstateEffects.prepared(running)
            for effect in EstateEffects.all(running.account, ticket: ticket, hold: hold) {
                let system = try #require(
                    EstateSystem(rawValue: effect.operation.connector))
                try await running.estate.inject(
                    fault, at: system, only: effect.estate, extent: .next(1))
                let reference = "ref-\(effect.operation)"
                let first = await running.act(
                    effect.operation, effect.arguments, reference: reference)
                guard case .unknown = first else {
                    Issue.record("\(effect.operation): \(first)")
                    continue
                }
                let once = Shipped.catalog.governance.operations[effect.operation]?.once
                let mode: WorkItem.Mode = if case .find = once { .findFirst } else { .perform }
                let second = await running.act(
                    effect.operation, effect.arguments, reference: reference, mode: mode)
                #expect(second.records.count == 1, "\(effect.operation): \(second)")
                let total = running.estate.effects().filter { $0.operation == effect.estate }
                #expect(
                    total.allSatisfy { $0.done <= 1 }, "\(effect.operation): \(total)")
            }
        }
    }

    @Test func `what was surely not done is done at the next attempt`() async throws {
        try await RunningEstate.run { running in
            let arguments: JSONObject = [
                "customer": .string(running.account.erpCustomer), "kind": "follow-up",
            ]
            try await running.estate.inject(.refused, at: .erp)
            #expect(
                await running.act("erp.createTask", arguments).code == "connection-refused")
            try await running.estate.lift(.erp)
            #expect(await running.act("erp.createTask", arguments).readBack == .matches)
            #expect(running.done("erp.createTask") == 1)
        }
    }
}
