public import FairleadCanonical
public import FairleadDomain

/// The other side of a connector's contract tests: its system, or a stand-in that plays it.
public protocol ContractProbe: Sendable {
    /// Arguments that fit an operation of the system as it stands; nil: it is not tried.
    func arguments(for operation: OperationDeclaration) async -> JSONObject?
    /// The next time that this operation arrives, the work is done and its answer lost.
    func loseNextAnswer(of operation: String) async throws
    /// Connections are refused from now on, or taken again.
    func refuseConnections(_ refuse: Bool) async throws
    /// How often the effect of this reference was really done; nil: the system cannot tell.
    func timesDone(_ operation: String, reference: String) async -> Int?
    /// What must stand in no answer.
    var secrets: [String] { get async }
}

/// What every connector promises, whatever system is behind it. A connector's tests call
/// `violations` and expect none.
public struct ConnectorContract: Sendable {
    /// Connections that a connector may have kept open when its system goes away.
    static let keptConnectionsMax = 3

    private let connector: any Connector
    private let probe: any ContractProbe

    public init(_ connector: any Connector, _ probe: any ContractProbe) {
        self.connector = connector
        self.probe = probe
    }

    /// Broken promises in words; throws what the probe throws.
    public func violations() async throws -> [String] {
        var violations: [String] = []
        let unknown = await perform("\(connector.definition.name).surelyNotThere", [:], "contract")
        if !unknown.isFailed { violations.append("an unknown operation is not `failed`") }
        for declaration in connector.definition.declarations {
            guard let arguments = await probe.arguments(for: declaration) else { continue }
            let found =
                declaration.kind == .effect
                ? try await effect(declaration, arguments)
                : try await question(declaration, arguments)
            violations += found.map { "\(declaration.name): \($0)" }
        }
        return violations
    }

    private func question(
        _ declaration: OperationDeclaration, _ arguments: JSONObject
    ) async throws -> [String] {
        var violations: [String] = []
        let first = await perform(declaration.name, arguments, "contract-read", declaration.kind)
        violations += await leaks(first)
        guard case .done = first else { return violations + ["is not answered: \(first)"] }
        let second = await perform(declaration.name, arguments, "contract-read", declaration.kind)
        if second != first { violations.append("answers the same question in two ways") }
        violations += try await refused(declaration, arguments)
        return violations
    }

    private func effect(
        _ declaration: OperationDeclaration, _ arguments: JSONObject
    ) async throws -> [String] {
        var violations: [String] = []
        let name = declaration.name
        violations += try await refused(declaration, arguments)
        violations += try await lostAnswer(declaration, arguments)

        let reference = "contract-done-\(name)"
        let done = await perform(name, arguments, reference)
        violations += await leaks(done)
        guard case .done(_, _, let readBack) = done else {
            return violations + ["is not done: \(done)"]
        }
        if case .differs(let how) = readBack { violations.append("reads back otherwise: \(how)") }
        return violations
    }

    /// Nobody listens: surely not done. A connection that was kept open may still be lost under
    /// the first requests, which are in doubt then; a new one cannot be.
    private func refused(
        _ declaration: OperationDeclaration, _ arguments: JSONObject
    ) async throws -> [String] {
        let name = declaration.name
        try await probe.refuseConnections(true)
        var answer = await perform(name, arguments, "contract-refused-\(name)", declaration.kind)
        for _ in 0..<Self.keptConnectionsMax {
            guard case .unknown = answer else { break }
            answer = await perform(name, arguments, "contract-refused-\(name)", declaration.kind)
        }
        try await probe.refuseConnections(false)
        return answer.isRetry ? [] : ["a refused connection is not `retry`: \(answer)"]
    }

    /// Work that was done and whose answer was lost: in doubt, and never done twice by going on
    /// as the operation declares.
    private func lostAnswer(
        _ declaration: OperationDeclaration, _ arguments: JSONObject
    ) async throws -> [String] {
        var violations: [String] = []
        let name = declaration.name
        let reference = "contract-lost-\(name)"
        try await probe.loseNextAnswer(of: name)
        let lost = await perform(name, arguments, reference)
        violations += await leaks(lost)
        guard case .unknown = lost else {
            return violations + ["a lost answer is not `unknown`: \(lost)"]
        }
        switch declaration.once {
        case .none: return violations
        case .find(nil): return violations
        case .key, .find:
            let mode: WorkItem.Mode =
                if case .key = declaration.once { .perform } else { .findFirst }
            let again = await perform(name, arguments, reference, .effect, mode)
            guard case .done = again else {
                return violations + ["is not done when gone on with: \(again)"]
            }
            if let times = await probe.timesDone(name, reference: reference), times != 1 {
                violations.append("was done \(times) times")
            }
            return violations
        }
    }

    private func perform(
        _ operation: String, _ arguments: JSONObject, _ reference: String,
        _ kind: OperationDeclaration.Kind = .effect, _ mode: WorkItem.Mode = .perform
    ) async -> Answer {
        await connector.perform(
            WorkItem(
                id: "contract", caseID: "contract", kind: kind, operation: operation,
                arguments: arguments, reference: reference, attempt: 1, mode: mode,
                catalog: .zero))
    }

    private func leaks(_ answer: Answer) async -> [String] {
        let text = "\(answer)"
        return await probe.secrets.contains { !$0.isEmpty && text.contains($0) }
            ? ["gives a secret away"] : []
    }
}

extension Answer {
    fileprivate var isFailed: Bool { if case .failed = self { true } else { false } }
    fileprivate var isRetry: Bool { if case .retry = self { true } else { false } }
}
