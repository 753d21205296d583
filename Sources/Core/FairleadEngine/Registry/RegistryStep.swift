public import FairleadCanonical
public import FairleadDomain

/// What may be asked of the registry.
public enum RegistryCommand: Sendable {
    /// An event of the master system about who is who; its receipt stands here.
    case receive(Event)
    /// Who is who, found in another shard or said by a person.
    case learn(IdentityClaim, basis: String)
    /// A wrong link is undone.
    case unlink(ExternalReference, reason: String)
    case issueToken(NewToken)
    case revokeToken(id: String)
    case activate(catalog: Digest, zones: Digest? = nil)
    /// The store is a backup of that moment, brought back.
    case recordRestoration(copied: Instant)
    /// A principal asked for something that it may not do.
    case recordRefusal(code: String, path: String)
    /// A value of an enumeration that no mapping knows; one exception for each.
    case reportUnmapped(connector: String, field: String, value: String)
    /// Something that no case can answer for; one open exception for each.
    case reportTrouble(Trouble)
    case settleException(id: String, reason: String)
    /// All that calendars count was computed with those in force.
    case applyCalendars(Digest)
    /// A person says that he is away, or who stands in for him.
    case setAvailability(NewAvailability)
    case endAvailability(id: String)
    /// A system, a part of it, or a model is down, as a person says.
    case declareContinuity(subject: String, until: Instant?, reason: String)
    case liftContinuity(subject: String, reason: String)
    /// The answers of a group of operations open its circuit until a time, or close it.
    case turnCircuit(group: String, until: Instant?)

    /// Whether it may change what `Staff` says.
    public var concernsPeople: Bool {
        switch self {
        case .issueToken, .revokeToken, .setAvailability, .endAvailability: true
        default: false
        }
    }
}

/// A token to be issued.
public struct NewToken: Sendable {
    public let principal: String
    public let kind: Principal.Kind
    public let roles: [String]
    public let scopes: [String]
    public let sources: [String]
    public let expires: Instant?
    /// The digest of the secret, which the ledger never sees.
    public let digest: Digest

    public init(
        principal: String, kind: Principal.Kind, roles: [String], scopes: [String],
        sources: [String], expires: Instant?, digest: Digest
    ) {
        self.principal = principal
        self.kind = kind
        self.roles = roles
        self.scopes = scopes
        self.sources = sources
        self.expires = expires
        self.digest = digest
    }
}

extension Engine {
    /// Takes one step of the registry. On rejection `state` is untouched.
    public static func step(
        _ command: RegistryCommand, on state: inout RegistryState, in context: StepContext
    ) -> Result<[SteppedRecord], Rejection> {
        // Taken, not copied: a second owner would make the first write copy every account.
        var stepper = RegistryStepper(state: RegistryState(), context: context)
        swap(&stepper.state, &state)
        let rejection = stepper.carryOut(command)
        swap(&stepper.state, &state)
        guard let rejection else { return .success(stepper.records) }
        precondition(stepper.records.isEmpty, "a rejection comes before the first record")
        return .failure(rejection)
    }

    /// Applies a stored record of the registry.
    public static func apply(
        _ reader: RecordReader, at mark: Mark, to state: inout RegistryState
    ) throws(RecordError) {
        try registryRecord(reader).apply(to: &state, at: mark)
    }

    /// Reads a stored record of the registry, which is most of the work of applying it.
    public static func registryRecord(
        _ reader: RecordReader
    ) throws(RecordError) -> any RegistryRecord {
        guard let type = RegistryRecords.types[reader.type] else {
            throw RecordError(
                type: reader.type, field: "type", message: "no record of this type is known")
        }
        return try type.init(reader)
    }
}

enum RegistryRecords {
    static let types: [String: any RegistryRecord.Type] = Dictionary(
        uniqueKeysWithValues: all.map { ($0.type, $0) })

    private static let all: [any RegistryRecord.Type] = [
        AccessRefused.self, AccountRegistered.self, AvailabilityEnded.self, AvailabilitySet.self,
        CalendarsApplied.self, CatalogActivated.self, EventReceived.self,
        StoreRestored.self, IdentityLinked.self, IdentityUnlinked.self, TroubleReported.self,
        RegistryExceptionSettled.self, CircuitTurned.self, ContinuityDeclared.self,
        ContinuityLifted.self,
        TokenIssued.self, TokenRevoked.self, ValueUnmapped.self,
    ]
}

struct RegistryStepper {
    var state: RegistryState
    let context: StepContext
    private(set) var records: [SteppedRecord] = []

    init(state: RegistryState, context: StepContext) {
        self.state = state
        self.context = context
    }

    var nextNumber: Int64 { context.lastNumber + Int64(records.count) + 1 }

    mutating func emit(_ body: some RegistryRecord) {
        let mark = Mark(
            place: EntryPlace(shard: Shards.registry, number: nextNumber), time: context.time,
            actor: context.principal.id)
        body.apply(to: &state, at: mark)
        records.append(SteppedRecord(record: Record(body), mark: mark))
    }

    mutating func carryOut(_ command: RegistryCommand) -> Rejection? {
        switch command {
        case .receive(let event):
            emit(
                EventReceived(
                    event: event, occurrence: "o\(Shards.registry)-\(nextNumber)", merges: [],
                    account: nil))
            for claim in event.claims { learn(claim, basis: "master") }
        case .learn(let claim, let basis): learn(claim, basis: basis)
        case .unlink(let reference, let reason): return unlink(reference, reason)
        case .issueToken(let token): emit(TokenIssued(id: "k0-\(nextNumber)", token: token))
        case .revokeToken(let id):
            guard let token = state.tokens[id] else {
                return Rejection(.notFound, "token-unknown", "no token \(id) is known")
            }
            if token.revoked == nil { emit(TokenRevoked(id: id)) }
        case .applyCalendars(let calendars):
            if state.calendars != calendars { emit(CalendarsApplied(calendars: calendars)) }
        case .activate(let catalog, let zones):
            if state.catalog != catalog || state.zones != zones {
                emit(CatalogActivated(catalog: catalog, zones: zones))
            }
        case .recordRestoration(let copied): emit(StoreRestored(copied: copied))
        case .recordRefusal(let code, let path): emit(AccessRefused(code: code, path: path))
        case .reportUnmapped(let connector, let field, let value):
            let key = "\(connector) \(field) \(value)"
            guard !state.unmapped.contains(key) else { return nil }
            emit(
                ValueUnmapped(
                    id: "x0-\(nextNumber)", connector: connector, field: field, value: value))
        case .reportTrouble(let trouble):
            let isKnown = state.exceptions.contains {
                $0.status == .open && $0.code == trouble.code.rawValue && $0.about == trouble.about
            }
            if !isKnown { emit(TroubleReported(id: "x0-\(nextNumber)", trouble: trouble)) }
        case .settleException(let id, let reason): return settle(id, reason)
        case .setAvailability(let wanted): return set(wanted)
        case .endAvailability(let id): return endAvailability(id)
        case .declareContinuity(let subject, let until, let reason):
            return declareDown(subject, until: until, reason: reason)
        case .liftContinuity(let subject, let reason): return lift(subject, reason: reason)
        case .turnCircuit(let group, let until):
            emit(CircuitTurned(group: group, until: until))
        }
        return nil
    }

    private mutating func learn(_ claim: IdentityClaim, basis: String) {
        let id = AccountID.of(claim.account, tenant: context.tenant)
        if state.accounts[id] == nil {
            let root = claim.parent.map { self.root(of: $0) } ?? id
            emit(
                AccountRegistered(
                    id: id, master: claim.account, root: root, shard: Shards.shard(of: root)))
        }
        // One that is linked elsewhere already stays there, and one that a person undid stays
        // undone: either is a person's decision.
        for reference in claim.same.sorted() where state.links[reference] == nil {
            let link = UndoneLink(account: id, reference: reference)
            if basis != IdentityBasis.person, state.undone.contains(link) { continue }
            emit(IdentityLinked(account: id, reference: reference, basis: basis))
        }
    }

    private func root(of parent: ExternalReference) -> String {
        let id = AccountID.of(parent, tenant: context.tenant)
        return state.accounts[id]?.root ?? id
    }

    private mutating func unlink(_ reference: ExternalReference, _ reason: String) -> Rejection? {
        guard let account = state.links[reference] else {
            return Rejection(.notFound, "link-unknown", "the crosswalk has no such link")
        }
        if state.accounts[account]?.master == reference {
            return Rejection(.conflict, "link-master", "an account keeps its master record")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "undoing a link needs its reason")
        }
        emit(IdentityUnlinked(account: account, reference: reference, reason: reason))
        return nil
    }

    private mutating func settle(_ id: String, _ reason: String) -> Rejection? {
        guard let raised = state.exceptions.first(where: { $0.id == id }) else {
            return Rejection(.notFound, "exception-unknown", "no exception \(id) is here")
        }
        if reason.isEmpty {
            return Rejection(.invalid, "reason-missing", "settling an exception needs its reason")
        }
        guard raised.status == .open else {
            return Rejection(.conflict, "exception-settled", "the exception is settled")
        }
        emit(RegistryExceptionSettled(id: id, by: context.principal.id, reason: reason))
        return nil
    }
}
