public import FairleadCanonical
public import FairleadDomain

/// A question as steps hand it around.
public typealias LookupState = Shared<Lookup>

/// A question to an outside system or a model, under way.
public struct Lookup: Sendable, Hashable {
    public enum Purpose: Sendable, Hashable {
        /// An input of the playbook.
        case input
        /// An estimate for an activity.
        case estimate(activity: String)
        /// A question of a plan's own: the answer is the activity's value.
        case activity(String)
        /// A fact read again just before an effect leaves.
        case recheck(effect: String)
    }

    public enum Status: String, Sendable, Hashable {
        case ready, asked, waiting, answered, failed, withdrawn
    }

    public let id: String
    /// The input's name, or the model's.
    public let name: String
    public let operation: String
    public let arguments: JSONObject
    /// The labels of the arguments; the answer carries them too.
    public let labels: Labels
    public let purpose: Purpose
    /// Whether it asks by what its case alone knows: the answer is no other's.
    public let isOfCase: Bool
    public let asked: Instant
    /// When the matter goes on without it.
    public let deadline: Instant
    public internal(set) var status: Status
    public internal(set) var attempts: Int
    /// When it is asked again.
    public internal(set) var retryAt: Instant?
    public internal(set) var missed: Bool
    /// Why it was given up.
    public internal(set) var failure: String?
}

/// One evaluation of a decision model, sealed.
public struct DecisionState: Sendable, Hashable {
    public let id: String
    public let activity: String
    public let model: String
    public let outputs: JSON
    public let labels: Labels
    public let place: EntryPlace
    public let time: Instant
    public let level: String?
}

/// An effect as steps hand it around.
public typealias EffectState = Shared<Effect>

/// Something to do outside.
public struct Effect: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable {
        /// A recommendation only.
        case advised
        case waitingForApproval
        /// Facts are read again before it leaves.
        case rechecking
        /// A claim of the other side stands in its way.
        case held
        /// It reverses what was done before something else that is to be reversed first.
        case queued
        case ready, attempting
        /// Another attempt comes later.
        case waitingForRetry
        case done, failed, unknown, withdrawn

        public var isOver: Bool {
            switch self {
            case .advised, .done, .failed, .unknown, .withdrawn: true
            default: false
            }
        }
    }

    public let id: String
    public let activity: String
    public let operation: String
    /// What outside systems know it by: what makes it once, also by a store that was restored.
    public let reference: String
    /// As they were frozen, and approved.
    public let arguments: JSONObject
    /// Those of them that are counted from the release, as they are since then.
    public internal(set) var days: JSONObject = [:]
    public let labels: Labels
    /// The ruling's decision record.
    public let decision: String
    public let level: String
    /// The digest that binds an approval to exactly this.
    public let digest: Digest
    /// The effect that it reverses.
    public let reverses: String?
    /// The consent to all of a list of which it is one.
    public let batch: String?
    public let planned: Instant
    public internal(set) var status: Status
    public internal(set) var attempts: Int = 0
    public internal(set) var retryAt: Instant?
    public internal(set) var firstAttempted: Instant?
    /// When a person had it tried again, and how many attempts there had been: what its policy
    /// allows begins anew then.
    var begunAgain: Instant?
    var attemptsBefore: Int = 0
    /// The next attempt looks for our reference first.
    public internal(set) var findFirst = false
    /// An earlier attempt may have been done.
    public internal(set) var isInDoubt = false
    public internal(set) var outcome: String?
    public internal(set) var readBack: String?
    public internal(set) var answer: JSON = .null
    public internal(set) var answerLabels = Labels.none
    public internal(set) var concluded: Instant?
    /// All of them must be granted, each by another person.
    public internal(set) var approvals: [String] = []
    public internal(set) var rechecked = false
}

extension Effect {
    mutating func beginAgain(at time: Instant) {
        begunAgain = time
        attemptsBefore = attempts
    }
}

extension EffectState {
    /// Whether a policy lets another attempt begin at `next`.
    func allowsAttempt(at next: Instant, by policy: RetryPolicy) -> Bool {
        policy.allowsAttempt(
            after: self.attempts - self.attemptsBefore,
            since: self.begunAgain ?? self.firstAttempted ?? self.planned, at: next)
    }

    /// The arguments as they leave.
    public var leavingArguments: JSONObject { self.arguments.merging(self.days) }

    /// Whether it has left, or may have: then it goes on to its end, and is not taken back.
    public var mayHaveLeft: Bool { self.status == .attempting || self.isInDoubt }
}

/// Consent to one exact effect.
public struct ApprovalState: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable {
        case open, granted, refused, expired, withdrawn
    }

    public let id: String
    public let effect: String
    /// The role that may grant it, or several: `ar-manager or finance-controller`.
    public let role: String
    /// Which step of the ruling's approvals it belongs to, from 1.
    public let step: Int
    /// The one that nobody decided in time, and that this one stands for.
    public let replaces: String?
    public let digest: Digest
    /// What the approver reads, and the digest of it.
    public let shown: String
    public let shownLabels: Labels
    public let asked: Instant
    public let expires: Instant
    public internal(set) var status: Status = .open
    public internal(set) var by: String?
    /// The person whose consent it was, where somebody stood in for him.
    public internal(set) var behalf: String?
    public internal(set) var decided: Instant?
}

/// Work that automation could not finish.
public struct ExceptionState: Sendable, Hashable {
    public let id: String
    public let code: String
    public let owner: String
    /// The effect, look-up, stage or activity that it is about.
    public let about: String
    public let message: String
    public let raised: Instant
    /// How much depends on it, as the catalog had it when it was raised.
    public internal(set) var severity: String?
    /// When it should be dealt with, and in which queue a task is made when it is not.
    public internal(set) var due: Instant?
    public internal(set) var escalatesTo: String?
    public internal(set) var status: Status = .open
    public internal(set) var by: String?

    public enum Status: String, Sendable, Hashable { case open, resolved, retried }
}
