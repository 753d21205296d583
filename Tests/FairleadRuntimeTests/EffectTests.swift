import FairleadCanonical
import FairleadCatalog
import FairleadDomain
import FairleadEngine
import FairleadPlaybook
import FairleadRuntime
import FairleadSimulator
import FairleadStore
import FairleadTesting
import Testing

/// Effects leave once, as far as their systems allow it: `billing.grantGrace` knows a key,
/// `erp.createTask` can be found, `chat.post` is neither.
@Suite struct `Effects` {
    private let byKey = "billing.grantGrace"
    private let byFinding = "erp.createTask"
    private let byNothing = "chat.post"

    /// A case in which one operation is answered by the test.
    private func world(
        _ operation: String, _ answer: @escaping (WorkItem) -> Answer?
    ) throws -> RuntimeWorld {
        let customer = RuntimeWorld.acme
        let world = try RuntimeWorld(customer)
        world.outside = { $0.operation == operation ? answer($0) : customer.answer($0) }
        try world.tell(Told.acme(), Told.failure())
        return world
    }

    private func attempts(_ world: RuntimeWorld, _ operation: String) -> [WorkItem] {
        world.carried.map(\.item).filter { $0.operation == operation }
    }

    @Test(
        .requirement("S0.28", "S0.29", part: "a crash between attempt and answer"),
        arguments: ["billing.grantGrace", "erp.createTask"])
    func `after a crash between attempt and answer it is repeated safely`(
        operation: String
    ) throws {
        let world = try world(operation) { _ in nil }
        #expect(attempts(world, operation).count == 1)
        let customer = RuntimeWorld.acme
        world.outside = { customer.answer($0) }
        try world.restart()
        world.settle()
        world.pass(minutes: 2)
        let attempts = attempts(world, operation)
        #expect(attempts.count == 2)
        #expect(Set(attempts.map(\.reference)).count == 1)
        #expect(attempts.map(\.attempt) == [1, 2])
        #expect(attempts[1].mode == (operation == byFinding ? .findFirst : .perform))
        let effect = try #require(try world.effects(operation).first)
        #expect(effect.status == .done)
        #expect(try world.matter.exceptions.isEmpty)
        try world.expectSound()
    }

    @Test func `what comes back of an effect is seen by who may see what it says`() throws {
        let world = try world(byKey) { _ in
            .done(
                value: ["id": "sub-1", "status": "active", "collection": "invoice"],
                records: ["sub-1"], readBack: .matches)
        }
        let effect = try #require(try world.effects(byKey).first)
        #expect(effect.answer["collection"] == "invoice")
        #expect(!effect.labels.names.contains("commercial"))
        #expect(effect.answerLabels.names.contains("finance"))
        let views = Views(
            governance: world.catalog.governance, governances: [:], now: world.now,
            zones: world.zones)
        let matter = try world.matter
        let state = try #require(
            try world.states().first { $0.cases.contains { $0.id == matter.id } })
        func answer(_ labels: [String]) throws -> JSON? {
            let detail = views.detail(of: matter, in: state).answer(to: Labels(labels))
            let effects = detail["effects"]?.arrayValue ?? []
            return try #require(effects.first { $0["id"]?.stringValue == effect.id })["outcome"]?[
                "answer"]
        }
        #expect(try answer(["internal", "commercial", "personal"]) == nil)
        #expect(try answer(["internal", "finance"])?["collection"] == "invoice")
        try world.expectSound()
    }

    @Test(
        .requirement("S0.28", "S0.29", part: "what cannot be known is never repeated"),
        arguments: [true, false])
    func `what its system cannot tell again is never repeated, and a person is asked`(
        isCrash: Bool
    ) throws {
        let world = try world(byNothing) { _ in isCrash ? nil : .unknown(code: "timeout") }
        if isCrash { try world.restart() }
        world.settle()
        world.pass(minutes: 30)
        #expect(attempts(world, byNothing).count == 1)
        let effect = try #require(try world.effects(byNothing).first)
        #expect(effect.status == .unknown)
        let raised = try world.matter.exceptions.filter { $0.about == effect.id }
        #expect(raised.map(\.code) == ["effect-unknown"])
        try world.expectSound()
    }

    @Test(.requirement("S0.28", "S0.29", part: "what is refused after an answer got lost"))
    func `what is refused after it may have been done is unknown, not failed`() throws {
        let world = try world(byKey) { work in
            work.attempt == 1
                ? .unknown(code: "timeout") : .failed(code: "http-409", message: "it is there")
        }
        world.pass(minutes: 5)
        #expect(attempts(world, byKey).count == 2)
        #expect(try world.effects(byKey).map(\.status) == [.unknown])
        #expect(try world.matter.exceptions.map(\.code) == ["effect-unknown"])
        try world.expectSound()
    }

    @Test func `an attempt stands on the ledger before it leaves`() throws {
        let world = try world(byKey) { _ in nil }
        let work = try #require(attempts(world, byKey).first)
        world.store.crash()
        world.store.reopen()
        #expect(
            try world.segments().flatMap(\.entries).contains { entry in
                let text = String(decoding: entry.bytes, as: UTF8.self)
                return text.contains("effect-attempted") && text.contains(work.id)
            })
    }

    @Test(
        .requirement("S0.28", "S0.29", part: "a key is relied on only while its system keeps it"),
        arguments: [21 * 60 + 40, 2 * 24 * 60])
    func `what may be done is not repeated when its key is forgotten, unless a person insists`(
        minutes: Int64
    ) throws {
        let world = try world(byKey) { _ in .unknown(code: "timeout") }
        // The server was not there when it was to be tried again. A request that leaves in the
        // last minutes could come too late.
        world.now = world.now.adding(milliseconds: minutes * 60_000)
        world.tick()
        world.settle()
        #expect(attempts(world, byKey).count == 1)
        #expect(try world.effects(byKey).map(\.status) == [.unknown])
        let raised = try #require(try world.matter.exceptions.first)
        #expect(raised.code == "effect-unknown")
        guard
            case .rejected(let rejection) = try world.command(
                .retryFailed(exception: raised.id, reason: "all of them"), on: raised.id,
                by: .person("revops-lead"))
        else { throw Unexpected("retried among many") }
        #expect(rejection.code == "effect-may-be-done")
        // Its system is still busy when a person who has looked has it tried again.
        world.outside = { [byKey] in
            $0.operation == byKey ? .retry(code: "busy", afterMilliseconds: nil) : nil
        }
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "not there", account: nil),
            on: raised.id, by: .person("revops-lead"))
        #expect(attempts(world, byKey).count == 2)
        let customer = RuntimeWorld.acme
        world.outside = { customer.answer($0) }
        world.pass(minutes: 5)
        #expect(attempts(world, byKey).count == 3)
        #expect(try world.effects(byKey).map(\.status) == [.done])
        try world.expectSound()
    }

    @Test(.requirement("S0.28", "S0.29", part: "what was begun long ago does not leave"))
    func `what became durable long after it was begun begins anew`() throws {
        let world = try world(byKey) { _ in .retry(code: "busy", afterMilliseconds: nil) }
        let customer = RuntimeWorld.acme
        world.outside = { customer.answer($0) }
        world.holdsCommits = true
        world.pass(minutes: 1)
        // The machine, or its disk, stood still.
        world.now = world.now.adding(milliseconds: world.limits.leavingMillisecondsMax + 1)
        world.letCommit()
        #expect(attempts(world, byKey).map(\.attempt) == [1])
        world.pass(minutes: 5)
        #expect(attempts(world, byKey).map(\.attempt) == [1, 3])
        #expect(try world.effects(byKey).map(\.status) == [.done])
        try world.expectSound()
    }

    @Test(
        .requirement("S0.28", "S0.29", part: "a system has its time to settle, whatever the clock"),
        arguments: [false, true])
    func `a clock that is put right does not shorten the time a system has to settle`(
        isAnotherProcess: Bool
    ) throws {
        let world = try world(byFinding) { _ in isAnotherProcess ? nil : .unknown(code: "timeout") }
        if isAnotherProcess { try world.restart() }
        let customer = RuntimeWorld.acme
        world.outside = { customer.answer($0) }
        let hour: Int64 = 3_600_000
        world.now = world.now.adding(milliseconds: hour)
        world.correction += hour
        world.tick()
        #expect(attempts(world, byFinding).count == 1)
        world.pass(minutes: 1)
        #expect(attempts(world, byFinding).map(\.mode) == [.perform, .findFirst])
        #expect(try world.effects(byFinding).map(\.status) == [.done])
        try world.expectSound()
    }

    @Test(.requirement("S0.29", part: "backoff between attempts, and the end of it"))
    func `what is refused for now is tried again ever later, and ends with a person`() throws {
        var times: [Instant] = []
        let made = try self.world(byKey) { _ in .retry(code: "http-503", afterMilliseconds: nil) }
        times.append(made.now)
        var known = attempts(made, byKey).count
        for _ in 0..<3_600 where known < 6 {
            made.now = made.now.adding(milliseconds: 500)
            made.tick()
            made.settle()
            let count = attempts(made, byKey).count
            if count > known { times.append(made.now) }
            known = count
        }
        let waits = zip(times, times.dropFirst()).map { $1.milliseconds - $0.milliseconds }
        #expect(waits.count == 5)
        #expect(waits == waits.sorted())
        #expect(Set(attempts(made, byKey).map(\.reference)).count == 1)
        made.pass(minutes: 120)
        let policy = try #require(made.catalog.governance.operations[byKey]?.retry)
        #expect(attempts(made, byKey).count == policy.attemptsMax)
        let effect = try #require(try made.effects(byKey).first)
        #expect(effect.status == .failed)
        #expect(try made.matter.exceptions.map(\.code) == ["effect-failed"])
        try made.expectSound()
    }

    @Test(.requirement("S0.29", part: "a dead letter is tried again by a person"))
    func `a person has what failed tried again, and only that`() throws {
        let customer = RuntimeWorld.acme
        let world = try world(byFinding) { _ in .failed(code: "http-422", message: "") }
        let raised = try #require(try world.matter.exceptions.first)
        world.outside = { customer.answer($0) }
        _ = try world.command(
            .settleException(id: raised.id, retry: true, reason: "mended", account: nil),
            on: raised.id, by: .person("revops-lead"))
        #expect(try world.effects(byFinding).map(\.status) == [.done])
        #expect(attempts(world, byFinding).count == 2)
        #expect(world.left(byKey) == 1)
        #expect(try world.matter.exceptions.map(\.status) == [.retried])
        try world.expectSound()
    }

    @Test func `what differs when read back is done, and an exception`() throws {
        let world = try world(byKey) { work in
            .done(value: ["id": "x"], records: ["x"], readBack: .differs("until"))
        }
        #expect(try world.effects(byKey).map(\.readBack) == ["differs"])
        #expect(try world.matter.exceptions.map(\.code) == ["read-back-differs"])
    }

    @Test func `an answer that comes twice, or from nowhere, changes nothing`() throws {
        let world = try world(byKey) { _ in nil }
        let work = try #require(world.carried.first { $0.item.operation == byKey })
        let done = Answer.done(value: ["id": "x"], records: ["x"], readBack: .matches)
        world.answered(work, done)
        let before = try world.matter
        world.answered(work, .failed(code: "late", message: ""))
        world.answered(
            RuntimeWorld.Carried(
                item: WorkItem(
                    id: "e1-999", caseID: "", kind: .effect, operation: byKey, arguments: [:],
                    reference: "", attempt: 1, mode: .perform, catalog: .zero),
                shard: work.shard, anchor: work.anchor), done)
        #expect(try world.matter == before)
        try world.expectSound()
    }

    @Test func `what may be done already is not planned again when a case closes or catches up`()
        throws
    {
        let world = try world(byKey) { _ in .unknown(code: "timeout") }
        #expect(try world.effects(byKey).map(\.mayHaveLeft) == [true])
        try world.tell(Told.recovered())
        #expect(try world.effects(byKey).map(\.status) == [.waitingForRetry])
        let customer = RuntimeWorld.acme
        world.outside = { customer.answer($0) }
        world.pass(minutes: 10)
        #expect(try world.effects(byKey).map(\.status) == [.done])
        #expect(try world.matter.status == .closed)
        try world.expectSound()
    }
}
