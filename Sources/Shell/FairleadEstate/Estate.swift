import FairleadCanonical
import Synchronization

/// The simulated estate: CRM, billing, ERP, help desk, chat, a stand-in model, monitoring, status
/// page, tracker, PSA, identity and cloud as HTTP servers with their own ids and states, their
/// signed webhooks, and faults on request.
///
/// The same seed and the same start give the same ids, tokens, secrets and data.
public final class Estate: Sendable {
    public let seed: UInt64
    public let configuration: EstateConfiguration

    let crm: SystemServer<CRMState>
    let billing: SystemServer<BillingState>
    let erp: SystemServer<ERPState>
    let helpDesk: SystemServer<HelpDeskState>
    let chat: SystemServer<ChatState>
    let model: SystemServer<ModelState>
    let monitoring: SystemServer<MonitoringState>
    let statusPage: SystemServer<StatusPageState>
    let tracker: SystemServer<TrackerState>
    let psa: SystemServer<PSAState>
    let identity: SystemServer<IdentityState>
    let cloud: SystemServer<CloudState>
    let servers: [any EstateServer]
    let book: Journal
    let clock: @Sendable () -> Int64
    let known = Mutex<[String: EstateAccount]>([:])

    private let tokens: [EstateSystem: String]
    private let generator: Mutex<SeededGenerator>

    /// Creates the systems and the scenarios' accounts; nothing listens yet.
    public init(
        seed: UInt64, now: @escaping @Sendable () -> Instant,
        configuration: EstateConfiguration = EstateConfiguration()
    ) {
        let clock: @Sendable () -> Int64 = { now().milliseconds }
        let book = Journal(entriesMax: configuration.eventsMax)
        let parts = Parts(seed: seed, configuration: configuration, clock: clock, book: book)
        self.seed = seed
        self.configuration = configuration
        self.clock = clock
        self.book = book
        tokens = parts.tokens
        generator = Mutex(SeededGenerator(seed: seed, part: "estate"))
        crm = parts.server()
        billing = parts.server()
        erp = parts.server()
        helpDesk = parts.server()
        chat = parts.server()
        model = parts.server()
        monitoring = parts.server()
        statusPage = parts.server()
        tracker = parts.server()
        psa = parts.server()
        identity = parts.server()
        cloud = parts.server()
        servers = [
            crm, billing, erp, helpDesk, chat, model, monitoring, statusPage, tracker, psa,
            identity, cloud,
        ]
        for scenario in configuration.scenarios {
            let account = add(scenario.account)
            known.withLock { $0[scenario.name] = account }
        }
    }

    // MARK: Running

    /// Listens on every port and sends webhooks from then on. Throws `EstateError` or the port's
    /// error; then nothing listens.
    public func start() async throws {
        do {
            for server in servers {
                try await server.listen { [self] in await answer(control: $0, at: $1) }
                server.sender.start()
            }
        } catch {
            await stop()
            throw error
        }
    }

    /// Closes every port, and stops sending; what is outstanding stays unsent. An estate that was
    /// stopped is not started again.
    public func stop() async {
        for server in servers { await server.listener.stop() }
        for server in servers { await server.sender.stop() }
    }

    /// Starts, waits until cancelled, and stops: the shape of a service.
    public func run() async throws {
        try await start()
        let (forever, _) = AsyncStream<Never>.makeStream()
        for await _ in forever {}
        await stop()
    }

    /// The base address of each system, such as `http://127.0.0.1:40123`, once it listens.
    public var endpoints: [EstateSystem: String] {
        Dictionary(uniqueKeysWithValues: servers.map { ($0.system, endpoint(of: $0.system)) })
    }

    /// The base address of one system, once it listens.
    public func endpoint(of system: EstateSystem) -> String {
        "http://\(configuration.host):\(server(system).listener.port)"
    }

    /// The bearer token that a system demands.
    public func token(of system: EstateSystem) -> String {
        tokens[system] ?? ""
    }

    // MARK: Webhooks

    /// The live signing secrets of a system, newest first: one, or two during a rotation.
    public func secrets(of system: EstateSystem) -> [String] {
        server(system).sender.secrets
    }

    /// Gives a system a new signing secret beside the old one, and returns it.
    public func rotateSecret(of system: EstateSystem) -> String {
        let secret = generator.withLock { $0.identifier("whsec_", length: 32) }
        server(system).sender.rotate(to: secret)
        return secret
    }

    /// Ends a rotation: only the newest secret is left.
    public func retireOldSecrets(of system: EstateSystem) {
        server(system).sender.retireOldSecrets()
    }

    /// Where webhooks go from now on, as `BASE/v1/hooks/CONNECTOR`; nil for nowhere.
    public func setWebhookTarget(_ base: String?) {
        for server in servers { server.sender.setTarget(base) }
    }

    /// Returns when no webhook is outstanding: each was delivered, lost or given up.
    public func settled() async {
        for server in servers { await server.sender.settled() }
    }

    /// What became of every webhook, by system and in order.
    public func deliveries() -> [WebhookDelivery] {
        servers.flatMap { $0.sender.deliveries }
    }

    // MARK: Faults and journal

    /// Lets something go wrong at a system. `only` names an operation (`erp.createTask`) or, for
    /// webhooks, a type. Throws `EstateError` when the system has too many faults already.
    public func inject(
        _ fault: Fault, at system: EstateSystem, only: String? = nil,
        extent: FaultExtent = .always
    ) async throws {
        let server = server(system)
        guard server.faults.add(fault, only: only, extent: extent) else {
            throw EstateError(
                code: "tooManyFaults",
                message: "\(system.rawValue) has \(FaultRules.rulesMax) faults already", cause: nil)
        }
        if fault == .refused { await server.listener.stop() }
    }

    /// Ends everything that goes wrong at a system.
    public func lift(_ system: EstateSystem) async throws {
        let server = server(system)
        let refused = server.faults.rules.contains { $0.fault == .refused }
        server.faults.lift()
        guard refused else { return }
        try await server.listen { [self] in await answer(control: $0, at: $1) }
    }

    /// Every request to change something that reached a system, in order.
    public func journal() -> [JournalEntry] {
        book.entries
    }

    /// How often each effect arrived, and how often it was really done.
    public func effects() -> [EffectCount] {
        book.effects
    }

    /// Every operation of every system, with its way of being done once.
    public var operations: [EstateOperation] {
        servers.flatMap(\.operations)
    }

    func server(_ system: EstateSystem) -> any EstateServer {
        switch system {
        case .crm: crm
        case .billing: billing
        case .erp: erp
        case .helpDesk: helpDesk
        case .chat: chat
        case .model: model
        case .monitoring: monitoring
        case .statusPage: statusPage
        case .tracker: tracker
        case .psa: psa
        case .identity: identity
        case .cloud: cloud
        }
    }
}

/// What the servers are made of.
private struct Parts {
    let seed: UInt64
    let configuration: EstateConfiguration
    let clock: @Sendable () -> Int64
    let book: Journal
    let tokens: [EstateSystem: String]
    let secrets: [EstateSystem: String]

    init(
        seed: UInt64, configuration: EstateConfiguration, clock: @escaping @Sendable () -> Int64,
        book: Journal
    ) {
        self.seed = seed
        self.configuration = configuration
        self.clock = clock
        self.book = book
        var tokens = configuration.tokens
        var secrets = configuration.secrets
        for system in EstateSystem.allCases {
            var generator = SeededGenerator(seed: seed, part: "credentials.\(system.rawValue)")
            let token = generator.identifier("est_", length: 32)
            let secret = generator.identifier("whsec_", length: 32)
            tokens[system] = tokens[system] ?? token
            secrets[system] = secrets[system] ?? secret
        }
        self.tokens = tokens
        self.secrets = secrets
    }

    func server<State: SystemState>() -> SystemServer<State> {
        let system = State.system
        let faults = FaultRules(
            generator: SeededGenerator(seed: seed, part: "faults.\(system.rawValue)"),
            clock: clock)
        let base = clock
        let skewed: @Sendable () -> Int64 = { base() + faults.skewMilliseconds }
        let basis = SystemBasis(
            generator: SeededGenerator(seed: seed, part: system.rawValue),
            configuration: configuration, clock: skewed)
        let sender = WebhookSender(
            system: system, configuration: configuration, secret: secrets[system] ?? "",
            faults: faults, clock: skewed)
        return SystemServer(
            state: State(basis: basis), token: tokens[system] ?? "", sender: sender,
            faults: faults, journal: book)
    }
}
