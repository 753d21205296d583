import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadTesting
import Testing

/// The shipped catalog over customers, events and answers that were drawn at random.
@Suite(.timeLimit(.minutes(60))) struct GeneratedCaseTests {
    @Test(
        .requirement("S0.3", part: "no effect without a ruling, whatever a model answers"),
        .requirement("S1.28", "S1.29", part: "whatever a model answers, over the shipped catalog"))
    func `whatever a model answers, policy alone decides`() throws {
        var taken = 0
        var left = 0
        for seed in 0..<UInt64(TestScale.soakCases(otherwise: 200)) {
            let matter = try GeneratedMatter(seed: seed)
            var generator = SeededGenerator(seed: seed &+ 1_000_000)
            let told = try played(matter) { matter.modelAnswer(&generator) }
            let silent = try played(matter) { .failed(code: "down", message: "") }
            expectRuled(told, seed)
            #expect(try policy(told) == policy(silent), "seed \(seed)")
            taken += try told.cases.count { $0.values["churn"]?.value["degraded"] == false }
            left += told.carried.count { $0.item.kind == .effect }
        }
        print("\(taken) answers of the model were evidence; \(left) effects left, each ruled on")
        #expect(taken > 10 && left > 100, "\(taken) answers taken, \(left) effects left")
    }

    @Test(.requirement("S3.10", part: "the decisions of generated cases, with no network"))
    func `every decision of generated cases is derived again alike`() throws {
        var decisions = 0
        var cases = 0
        var seed: UInt64 = 0
        while cases < TestScale.soakCases(otherwise: 200) {
            let matter = try GeneratedMatter(seed: seed)
            var generator = SeededGenerator(seed: seed &+ 2_000_000)
            let world = try played(matter, troubled: true) { matter.modelAnswer(&generator) }
            if Bool.random(using: &generator) { try world.tell(Told.recovered()) }
            let current = world.catalog.governance
            let report = try Replayer(
                governance: { $0 == current.digest ? current : nil }, zones: SystemZones()
            ).run(world.store)
            #expect(report.identical == report.decisions, "seed \(seed): \(report.different)")
            decisions += report.decisions
            cases += try world.cases.count
            seed += 1
        }
        print("\(decisions) decisions of \(cases) generated cases were derived again alike")
        #expect(decisions > cases, "\(decisions) decisions of \(cases) cases")
    }

    /// Everything happens, and every approval is granted by somebody who may.
    private func played(
        _ matter: GeneratedMatter, troubled: Bool = false, _ model: @escaping () -> Answer?
    ) throws -> RuntimeWorld {
        let world = try RuntimeWorld(matter.customer)
        var generator = SeededGenerator(seed: matter.seed &+ 3_000_000)
        world.outside = { work in
            if work.kind == .estimate { return model() }
            guard troubled, Int.random(in: 0..<8, using: &generator) == 0 else {
                return matter.customer.answer(work)
            }
            return [
                .failed(code: "http-422", message: ""), .unknown(code: "timeout"),
                .retry(code: "http-503", afterMilliseconds: 1_000),
            ].randomElement(using: &generator)
        }
        try world.tell(Told.acme())
        for event in matter.events { try world.tell(event) }
        world.pass(minutes: 2)
        for approval in try world.cases.flatMap(\.approvals) where approval.status == .open {
            _ = try world.command(
                .decideApproval(id: approval.id, isGranted: true, reason: "seen"),
                on: approval.id, by: .person(approval.role, "p-\(approval.role)"))
        }
        world.pass(minutes: 1)
        return world
    }

    /// Whatever left has a ruling that lets it, and every consent that the ruling asks for.
    private func expectRuled(_ world: RuntimeWorld, _ seed: UInt64) {
        for work in world.carried.map(\.item) where work.kind == .effect {
            guard let matter = try? world.cases.first(where: { $0.id == work.caseID }),
                let effect = matter.effect(work.id),
                let ruling = matter.decisions.first(where: { $0.id == effect.decision })
            else {
                Issue.record("seed \(seed): \(work.operation) left without a ruling")
                continue
            }
            #expect(work.arguments == effect.leavingArguments, "seed \(seed)")
            #expect(ruling.level == effect.level, "seed \(seed)")
            let consents = effect.approvals.compactMap { matter.approval($0) }
            switch effect.level {
            case "automatic": #expect(consents.isEmpty, "seed \(seed)")
            case "approval":
                #expect(!consents.isEmpty, "seed \(seed)")
                #expect(
                    consents.allSatisfy { $0.status == .granted && $0.digest == effect.digest },
                    "seed \(seed)")
            default: Issue.record("seed \(seed): \(effect.operation) left at \(effect.level)")
            }
        }
    }

    /// All that policy alone may say, in words. A model may move the priority, so the queue and
    /// the priority of a ticket are left out, and nothing else.
    private func policy(_ world: RuntimeWorld) throws -> [String] {
        try world.cases.flatMap { matter in
            var lines = matter.decisions.filter { $0.level != nil }.map {
                "\($0.activity) \($0.model) \($0.outputs)"
            }
            for effect in matter.effects {
                var arguments = effect.leavingArguments
                if effect.operation == "helpDesk.route" {
                    arguments["queue"] = nil
                    arguments["priority"] = nil
                }
                lines.append("\(effect.activity) \(effect.level) \(effect.status) \(arguments)")
            }
            lines += matter.approvals.map { "\($0.role) \($0.status) \($0.shown)" }
            lines += matter.clocks.map { "\($0.name) \($0.due?.rfc3339 ?? "")" }
            return lines.sorted()
        }
    }
}
