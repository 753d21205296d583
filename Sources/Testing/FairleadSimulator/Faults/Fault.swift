/// What may go wrong in a run. All are on unless a run leaves some out.
public enum Fault: String, Sendable, Hashable, CaseIterable {
    /// The process ends; what it wrote is there.
    case crash
    /// The power goes: what was written and not synchronised is gone, or is there whole.
    case powerLoss = "power-loss"
    /// A commit fails, and nobody knows whether it was written.
    case failedCommit = "failed-commit"
    /// The process dies of an input, once or twice.
    case deadlyInput = "deadly-input"

    /// A system does the work, and its answer is lost.
    case lostAnswer = "lost-answer"
    /// An answer comes twice.
    case repeatedAnswer = "repeated-answer"
    /// A system says "not now".
    case unavailable
    /// A system refuses for good.
    case refusal
    /// A system is down for a while.
    case outage
    /// A second look finds something else than was done.
    case readBack = "read-back"

    /// An event comes again.
    case repeatedEvent = "repeated-event"
    /// An event is overtaken by later ones.
    case delayedEvent = "delayed-event"
    /// The same id says something else.
    case contradiction
    /// So many events at once that not all find room.
    case flood
    /// A person undoes a link of the crosswalk.
    case undoneLink = "undone-link"
    /// A person takes what happened out of a case, or makes one of two.
    case recorrelation

    /// The machine stood still for hours or days.
    case clockForward = "clock-forward"
    /// The clock is set back.
    case clockBack = "clock-back"

    /// A model does not answer.
    case slowModel = "slow-model"
    /// A model answers what is no sensible answer.
    case wrongModel = "wrong-model"
    /// A model says anything at all, with a straight face.
    case lyingModel = "lying-model"
    /// A model is sure of what it cannot know.
    case sureModel = "sure-model"

    /// Somebody tries what they may not.
    case forbiddenAct = "forbidden-act"
    /// People are away, and what waits for them expires.
    case absence
    /// Another version of the catalog comes into force.
    case newCatalog = "new-catalog"

    /// Of a thousand times that it could happen.
    var permille: Int {
        switch self {
        case .crash: 14
        case .powerLoss: 8
        case .failedCommit: 15
        case .deadlyInput: 4
        case .lostAnswer: 110
        case .repeatedAnswer: 60
        case .unavailable: 90
        case .refusal: 20
        case .outage: 6
        case .readBack: 10
        case .repeatedEvent: 200
        case .delayedEvent: 300
        case .contradiction: 25
        case .flood: 3
        case .undoneLink: 4
        case .recorrelation: 15
        case .clockForward: 60
        case .clockBack: 60
        case .slowModel: 100
        case .wrongModel: 150
        case .lyingModel: 150
        case .sureModel: 150
        case .forbiddenAct: 300
        case .absence: 100
        case .newCatalog: 5
        }
    }
}
