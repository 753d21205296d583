import FairleadCanonical
import FairleadDomain
import FairleadEngine
import FairleadEstate
import FairleadRuntime
import FairleadStore

/// Plays scenarios, step by step: what happens in a system comes in, and Fairlead comes to rest
/// before the next. Waiting costs no time: the clock is set forward to what is due.
struct ScenarioPlayer: Sendable {
    let estate: Estate
    let installation: Installation
    let time: VirtualTime
    /// Brings in what the systems have to tell; returns when it has arrived.
    let bring: @Sendable () async -> Void

    /// How far the clock is set forward after each step at most: retries and late answers.
    static let patienceMilliseconds: Int64 = 30_000

    /// Makes known who is who, as the catch-up of the CRM does at the start.
    func meet() async {
        _ = await installation.receiver.sweep("crm", since: Instant(milliseconds: 0))
    }

    /// Answers what is not as it is expected to be.
    func play(
        _ scenario: Scenario, _ expectation: ExpectedOutcome?,
        tell: @Sendable (String) -> Void = { _ in }
    ) async throws -> [String] {
        var unmet: [String] = []
        for step in scenario.steps {
            tell("in    \(step.summary)")
            try await estate.play(step, of: scenario)
            if case .timePasses(let minutes) = step { try await pass(minutes: minutes) }
            try await rest()
        }
        for step in expectation?.people ?? [] {
            tell("then  \(step.summary)")
            if let trouble = try await act(step, of: scenario) { unmet.append(trouble) }
            try await rest()
        }
        for system in EstateSystem.allCases { try await estate.lift(system) }
        if let expectation { unmet += expectation.unmet(by: try await cases(of: scenario)) }
        // Whatever is expected besides: no system did anything twice.
        for effect in estate.effects() where effect.done > 1 {
            unmet.append("\(effect.operation) was done \(effect.done) times")
        }
        return unmet
    }

    /// The cases of a scenario's account, in the order in which they were opened.
    func cases(of scenario: Scenario) async throws -> [CaseState] {
        guard let known = try await account(of: scenario) else { return [] }
        let state = await installation.host.state(shard: known.shard, anchor: known.root)
        return state?.cases ?? []
    }

    private func account(of scenario: Scenario) async throws -> RegisteredAccount? {
        let account = try estate.account(of: scenario.name)
        let reference = ExternalReference(system: "crm", kind: "account", id: account.crmAccount)
        return await installation.host.registryState.account(of: [reference])
    }

    /// Returns when nothing is under way and nothing is due soon.
    func rest(milliseconds: Int64 = Self.patienceMilliseconds) async throws {
        let end = time.now().adding(milliseconds: milliseconds)
        await bring()
        try await installation.host.rest(until: end, time)
    }

    /// Lets time pass, with all that is due meanwhile.
    private func pass(minutes: Int) async throws {
        let milliseconds = Int64(minutes) * 60_000
        let until = time.now().adding(milliseconds: milliseconds)
        try await rest(milliseconds: milliseconds)
        time.move(to: until)
        await installation.host.clockMoved()
    }

    /// Answers why it did not go as told.
    private func act(_ step: PersonStep, of scenario: Scenario) async throws -> String? {
        switch step {
        case .waits(let minutes):
            try await pass(minutes: minutes)
            return nil
        case .decides(let person, let role, let isGranted, let refusedWith):
            let open = try await cases(of: scenario).flatMap(\.approvals)
                .first { $0.role == role && $0.status == .open }
            guard let open else { return "nothing waits for the \(role)" }
            let reply = await installation.host.command(
                .decideApproval(
                    id: open.id, isGranted: isGranted, reason: "As the demo wants it"),
                on: open.id, by: person.principal)
            return mismatch(reply, refusedWith)
        case .completes(let person, let queue):
            let open = try await cases(of: scenario).flatMap(\.tasks)
                .first { $0.queue == queue && $0.status == .open }
            guard let open else { return "nothing waits in \(queue)" }
            let reply = await installation.host.command(
                .completeTask(id: open.id, note: "As the demo wants it"), on: open.id,
                by: person.principal)
            return mismatch(reply, nil)
        case .happens(let step):
            try await estate.play(step, of: scenario)
            return nil
        case .links(let person):
            guard let account = try await account(of: scenario) else { return "no account" }
            let open = try installation.store.items(
                ItemQuery(kinds: [.exception], states: ["open"])
            ).items.first { $0.anchor.hasPrefix("event-") }
            guard let open else { return "nobody asks whose it is" }
            let choice = AccountChoice(
                account: account.id,
                claim: IdentityClaim(account: account.master, parent: nil, same: []))
            let reply = await installation.host.command(
                .settleException(
                    id: open.id, retry: false, reason: "As the demo wants it", account: choice),
                on: open.id, by: person.principal)
            return mismatch(reply, nil)
        }
    }

    private func mismatch(_ reply: RuntimeReply, _ refusedWith: String?) -> String? {
        switch (reply, refusedWith) {
        case (.rejected(let rejection), let code?) where rejection.code == code: nil
        case (.rejected(let rejection), _): "refused: \(rejection.code): \(rejection.message)"
        case (_, let code?): "it should be refused with \(code)"
        case (_, nil): nil
        }
    }
}
