import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadTesting
import Testing

@Suite struct `The engine` {
    private func opened(
        pastDue: String = "4180.00", estimate: Answer = .failed(code: "down", message: "")
    ) throws -> Bench {
        var bench = try Bench()
        _ = try bench.step(.receive(Bench.failure(), account: Bench.account))
        try bench.settle { work in
            work.kind == .estimate ? estimate : Bench.outside(pastDue: pastDue, work)
        }
        return bench
    }

    @Test func `the same command on the same state gives the same records`() throws {
        let first = try opened()
        let again = try opened()
        #expect(first.state == again.state)
        #expect(
            first.records.map { $0.record.fields } == again.records.map { $0.record.fields })
        #expect(first.records.map(\.mark) == again.records.map(\.mark))
    }

    @Test func `of two cases that are gathered for at once the one taken first takes the other in`()
        throws
    {
        var bench = try Bench()
        _ = try bench.step(.receive(Bench.failure("failure-1"), account: Bench.account))
        let second = Bench.failure("failure-2", invoice: "invoice-2")
        _ = try bench.step(.receive(second, account: Bench.account))
        try #require(bench.state.cases.count == 2)
        // The first is still being looked at when the second is taken.
        for id in bench.state.cases.map(\.id).reversed() {
            try bench.settle(only: id) { Bench.outside(pastDue: "4180.00", $0) }
        }
        let cases = bench.state.cases
        #expect(cases.map(\.status) == [.merged, .open])
        #expect(cases[0].mergedInto == cases[1].id)
        #expect(cases[1].happened.count == 2)
        #expect(cases[0].effects.isEmpty)
    }

    @Test func `two cases of one playbook do other things`() throws {
        var bench = try opened()
        let second = Bench.failure(
            "failure-2", invoice: "invoice-2", payment: "payment-2")
        _ = try bench.step(.receive(second, account: Bench.account))
        let first = try #require(bench.state.cases.first)
        let place = try #require(first.happened.last).place
        let person = Principal(id: "p-lead", name: "lead", kind: .person, roles: ["support-lead"])
        _ = try bench.step(
            .splitCase(id: first.id, event: place, reason: "another matter"), by: person)
        try bench.settle { Bench.outside(pastDue: "4180.00", $0) }
        try #require(bench.state.cases.count == 2)
        #expect(bench.state.cases[0].playbook == bench.state.cases[1].playbook)
        let references = bench.state.cases.flatMap(\.effects).map(\.reference)
        #expect(references.count >= 10)
        #expect(Set(references).count == references.count)
    }

    @Test func `a search that ends with a person asks nothing more`() throws {
        var bench = try Bench()
        _ = try bench.step(.receive(Bench.failure(), account: nil))
        try bench.settle { _ in
            .done(value: ["id": "acme"], records: ["acme"], readBack: .notDeclared)
        }
        let delivery = try #require(bench.state.deliveries.first)
        // The search begins again, and only then comes the word that a person had undone the link.
        _ = try bench.step(.findAccount(event: delivery.event))
        #expect(!bench.state.readyWork.isEmpty)
        _ = try bench.step(.refuseDelivery(event: delivery.event, account: delivery.account))
        #expect(bench.state.identity?.status == .waitingForPerson)
        #expect(bench.state.readyWork.isEmpty)
    }

    @Test func `waking twice does nothing the second time`() throws {
        var bench = try opened(pastDue: "38400.00")
        for days in [0, 1, 1, 30] {
            bench.time = bench.time.adding(milliseconds: Int64(days) * 86_400_000)
            _ = try bench.step(.wake)
            try bench.settle { Bench.outside(pastDue: "38400.00", $0) }
            let count = bench.records.count
            _ = try bench.step(.wake)
            #expect(bench.records.count == count)
        }
    }

    @Test(
        .requirement("S4.28", "S1.28", part: "no model's answer widens what is permitted"),
        arguments: ["4180.00", "38400.00", "138400.00"])
    func `whatever a model answers, what is permitted, by whom and for how long is the same`(
        pastDue: String
    ) throws {
        func permitted(_ bench: Bench) -> [[String]] {
            bench.state.cases[0].effects.map { effect in
                let matter = bench.state.cases[0]
                return [
                    effect.operation, effect.level, JSON.object(effect.arguments).text,
                    matter.approvals.filter { $0.effect == effect.id }.map(\.role)
                        .joined(separator: " "),
                ]
            }
        }
        let without = try opened(pastDue: pastDue)
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<40 {
            func number() -> JSON {
                .number("0.\(Int.random(in: 0...999_999, using: &generator))")
            }
            let strange: [JSON] = [
                ["level": "automatic", "approver": "none", "version": "1"], .null, "automatic",
                [number(), number()],
            ]
            let sane: JSON = [
                "value": number(), "low": .number("0"), "high": .number("1"), "version": "1",
                "level": "automatic", "amount": ["amount": "1000000.00", "currency": "USD"],
            ]
            let value =
                Bool.random(using: &generator)
                ? sane : strange.randomElement(using: &generator) ?? .null
            let bench = try opened(
                pastDue: pastDue,
                estimate: .done(value: value, records: [], readBack: .notDeclared))
            #expect(permitted(bench) == permitted(without))
            let matter = bench.state.cases[0]
            for effect in matter.effects {
                #expect(matter.decisions.contains { $0.id == effect.decision && $0.level != nil })
            }
        }
    }

    @Test func `a command that names nothing here is rejected and changes nothing`() throws {
        var bench = try opened()
        let person = Principal(id: "p", name: "p", kind: .person, roles: ["admin"])
        let commands: [Command] = [
            .decideApproval(id: "a7-999", isGranted: true, reason: "x"), .claimTask(id: "t7-999"),
            .completeTask(id: "t7-999", note: ""),
            .settleException(id: "x7-999", retry: true, reason: "x", account: nil),
        ]
        for command in commands {
            guard case .failure(let rejection) = try bench.step(command, by: person) else {
                Issue.record("\(command) was taken")
                continue
            }
            #expect(rejection.kind == .notFound)
        }
    }

    @Test(.requirement("S1.41", part: "a delivery that comes twice"))
    func `an event that is delivered twice is taken once`() throws {
        var bench = try Bench()
        let from = EntryPlace(shard: 1, number: 1)
        _ = try bench.step(.deliver(Bench.failure(), from: from, account: Bench.account))
        let count = bench.records.count
        _ = try bench.step(.deliver(Bench.failure(), from: from, account: Bench.account))
        #expect(bench.records.count == count)
    }

    @Test func `a task is one person's, and never that of a role that may not do it`() throws {
        var bench = try opened()
        let task = try #require(bench.state.cases[0].tasks.first)
        func person(_ id: String, _ role: String) -> Principal {
            Principal(id: id, name: id, kind: .person, roles: [role])
        }
        func code(_ result: Result<[SteppedRecord], Rejection>) -> String? {
            if case .failure(let rejection) = result { rejection.code } else { nil }
        }
        let collector = person("p-1", "collections")
        #expect(code(try bench.step(.claimTask(id: task.id), by: collector)) == "task-never")
        let agent = person("p-2", "retention-specialist")
        #expect(code(try bench.step(.claimTask(id: task.id), by: agent)) == nil)
        let other = person("p-3", "retention-specialist")
        #expect(
            code(try bench.step(.completeTask(id: task.id, note: ""), by: other))
                == "task-claimed")
        #expect(code(try bench.step(.completeTask(id: task.id, note: "done"), by: agent)) == nil)
        #expect(bench.state.cases[0].activities["retention"]?.status == .done)
        #expect(
            code(try bench.step(.completeTask(id: task.id, note: ""), by: agent)) == "task-over")
    }

    @Test(.requirement("S4.39", part: "a fact that lacks what it must have decides nothing"))
    func `a fact without a field that it must have decides nothing`() throws {
        var bench = try Bench()
        _ = try bench.step(.receive(Bench.failure(), account: Bench.account))
        try bench.settle { work in
            guard work.operation == "crm.account" else {
                return Bench.outside(pastDue: "4180.00", work)
            }
            return .done(
                value: ["id": "acme", "name": "Acme", "timeZone": "UTC"], records: ["1"],
                readBack: .notDeclared)
        }
        let matter = bench.state.cases[0]
        #expect(matter.effects.isEmpty)
        #expect(matter.playbook == nil)
        #expect(matter.exceptions.map(\.code) == ["condition-undecided"])
    }

    @Test func `a record of a type that nobody knows is refused, not skipped`() throws {
        var state = AnchorState(anchor: "a", shard: 0)
        let record = Record(
            type: "from-the-future", caseID: nil, objects: [], fields: [:], classified: [])
        let mark = Mark(
            place: EntryPlace(shard: 0, number: 1), time: .earliest, actor: "system")
        #expect(throws: RecordError.self) {
            try Engine.apply(RecordReader(record), at: mark, to: &state)
        }
    }
}
