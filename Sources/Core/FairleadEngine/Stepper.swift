import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// Carries out one command: emits records, and applies each before the next is thought of.
struct Stepper {
    var state: AnchorState
    /// As it was before the step.
    let before: AnchorState
    let context: StepContext
    private(set) var records: [SteppedRecord] = []
    let scopes = LastScope()
    /// What expressions are given that call nothing of the playbook's.
    let plain: Environment
    /// The run of a repeated stage that is being considered; nil: what is considered is there once.
    var run: StageRun?
    /// What is looked at once more before it leaves; nil: nothing is.
    var deciding: EffectState?
    /// Whether consent that was asked for stays open while its activity is begun anew.
    var keepsConsent = false
    /// Whether what closes gives back to who called it: not where that is what closes it.
    var givesBack = true
    /// The cases that are being advanced, a called one after the one that called it.
    var advancing: [String] = []

    /// The scope that was made last, and what was read of its case.
    final class LastScope {
        /// As long as nothing was recorded since: it holds on to the state.
        var current: CaseScope?
        private var matter = ""
        private var playbook: Playbook?
        private var memory = ScopeMemory()

        func memory(of matter: String, _ playbook: Playbook) -> ScopeMemory {
            if self.matter != matter || self.playbook !== playbook {
                self.matter = matter
                self.playbook = playbook
                memory = ScopeMemory()
            }
            return memory
        }

        func take(_ change: SeenChange) {
            current = nil
            // Whatever is done changes what was done before.
            if let playbook {
                for history in playbook.history { memory.forget(history.name, in: playbook) }
            }
            switch change {
            case .nothing: break
            case .value(let name):
                guard let playbook else { break }
                memory.forget(
                    playbook.repeatsStages ? RunKey(name).name : name, in: playbook)
            case .everything: playbook = nil
            }
        }
    }

    /// Room for what an event makes of a new case.
    private static let usualRecords = 24

    init(state: AnchorState, context: StepContext) {
        self.state = state
        before = state
        records.reserveCapacity(Self.usualRecords)
        self.context = context
        plain = Environment(now: context.time.dateTime, zones: context.zones)
    }

    var time: Instant { context.time }

    /// The number that the next record will have.
    var nextNumber: Int64 { context.lastNumber + Int64(records.count) + 1 }

    var nextPlace: EntryPlace { EntryPlace(shard: state.shard, number: nextNumber) }

    /// An id that the next record makes true: `c17-42` is made by entry 42 of shard 17.
    func mint(_ kind: IDKind) -> String {
        "\(kind.rawValue)\(state.shard)-\(nextNumber)"
    }

    mutating func emit(_ body: some AnchorRecord) {
        scopes.take(body.changes)
        let mark = Mark(place: nextPlace, time: time, actor: context.principal.id)
        body.apply(to: &state, at: mark)
        records.append(SteppedRecord(record: Record(body), mark: mark))
    }

    /// Nil when it was carried out. A rejection comes before the first record.
    mutating func carryOut(_ command: Command) -> Rejection? {
        switch command {
        case .receive(let event, let account): receive(event, account: account)
        case .receiveForMany(let event, let accounts):
            let place = nextPlace
            emit(
                EventReceived(
                    event: event, occurrence: mint(.occurrence), merges: [], account: nil))
            for account in accounts { emit(DeliveryPlanned(event: place, account: account)) }
        case .deliver(let event, let from, let account):
            deliver(event, from: from, account: account)
        case .findAccount(let place):
            if state.event(place) == nil {
                missAddressee(of: place)
            } else {
                beginIdentitySearch(place)
            }
        case .confirmDelivery(let event, let account):
            if state.deliveries.contains(where: { $0.event == event && $0.account == account }) {
                emit(DeliveryDone(event: event, account: account))
            }
        case .refuseDelivery(let event, let account): refuseDelivery(of: event, to: account)
        case .learnReferences(let account): learnReferences(of: account)
        case .begin(let effects): begin(effects)
        case .answer(let work, let answer): take(answer, for: work)
        case .wake: wake()
        case .decideApproval(let id, let isGranted, let reason):
            return decideApproval(id, isGranted: isGranted, reason: reason)
        case .claimTask(let id): return claimTask(id)
        case .completeTask(let id, let note, let form):
            return completeTask(id, note: note, form: form)
        case .releaseTask(let id, let reason): return releaseTask(id, reason: reason)
        case .assignTask(let id, let how, let name, let reason):
            return assignTask(id, how, to: name, reason: reason)
        case .settleException(let id, let retry, let reason, let account):
            return settleException(id, retry: retry, reason: reason, account: account)
        case .retryFailed(let id, let reason): return retryFailed(id, reason: reason)
        case .migrateCase(let id, let catalog, let reason):
            return migrate(id, to: catalog, reason: reason)
        case .undoMigration(let id, let reason): return undoMigration(id, reason: reason)
        case .splitCase(let id, let event, let reason):
            return split(id, event: event, reason: reason)
        case .mergeCase(let id, let other, let reason):
            return mergeByHand(id, into: other, reason: reason)
        case .removeEvents(let party, let reason): removeEvents(of: party, reason: reason)
        }
        return nil
    }

    /// The catalog version that a case keeps.
    func governance(of matter: CaseState) -> Governance {
        context.governance(matter.catalog) ?? context.governance
    }

    /// Nil where the version that it keeps is not carried any more: the case stands still until it
    /// is migrated, for no other version may take its place unasked.
    func playbook(of matter: CaseState) -> Playbook? {
        matter.playbook.flatMap { context.governance(matter.catalog)?.playbook($0) }
    }

    /// The case; it must be there, for a record of this step or an earlier one named it.
    func matter(_ id: String) -> CaseState {
        guard let matter = state.case(id) else { preconditionFailure("case \(id) is not here") }
        return matter
    }
}

/// The letter that an id begins with.
enum IDKind: String {
    case `case` = "c"
    case occurrence = "o"
    case signal = "s"
    case lookup = "l"
    case decision = "d"
    case effect = "e"
    case approval = "a"
    case task = "t"
    case exception = "x"
}
