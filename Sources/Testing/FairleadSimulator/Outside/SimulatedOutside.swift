import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// The outside systems: what they know of each customer, and what was really done there.
struct SimulatedOutside {
    let today: Instant
    /// What the systems are declared to answer, by catalog version.
    let governances: [Digest: Governance]
    /// Whose customers they are; nil: the few of a run of steps.
    var company: Company?
    /// What was done under a reference that can be known again.
    private var done: [String: Deed] = [:]
    /// How often a request of an effect arrived, by its id.
    private(set) var arrived: [String: Int] = [:]
    /// What was done twice, if anything was.
    private(set) var doneTwice: String?
    /// Sensible answers that a model gave, by look-up.
    private(set) var sensibleEstimates: [String: [JSON]] = [:]
    /// Effects that a person looked up and had done again, for they were not done.
    private var allowedAgain: [String: Int] = [:]
    /// Until when a system is down.
    private var downUntil: [String: Instant] = [:]

    private struct Deed {
        var first: Instant
        var last: Instant
    }

    /// What was done since somebody asked, that systems tell of by themselves.
    private var deeds: [WorkItem] = []

    init(today: Instant, governances: [Digest: Governance]) {
        self.today = today
        self.governances = governances
    }

    /// What was done since the last time.
    mutating func takeDeeds() -> [WorkItem] {
        defer { deeds = [] }
        return deeds
    }

    /// How a system takes a request.
    enum Fate {
        /// It does it and says so.
        case well
        /// It does it, and the answer is lost.
        case answerLost
        /// It does nothing, and says so.
        case refusesForNow
        case refuses
        /// It does it, and what is read back is something else.
        case readsBackOtherwise
    }

    mutating func goesDown(_ connector: String, until time: Instant) {
        downUntil[connector] = time
    }

    mutating func allComeBack() { downUntil = [:] }

    func isDown(_ connector: String, at time: Instant) -> Bool {
        downUntil[connector].map { time < $0 } ?? false
    }

    /// Whether an effect was really done, as a person finds who looks.
    func isDone(_ operation: String, _ reference: String) -> Bool {
        done[operation + " " + reference] != nil
    }

    mutating func allowAgain(_ effect: String) { allowedAgain[effect, default: 0] += 1 }

    /// Answers a piece of work, doing it as often as its way of being once lets it.
    mutating func take(
        _ work: WorkItem, _ once: Once, _ fate: Fate, at time: Instant, _ model: ModelMood
    ) -> Answer {
        let connector = work.operation.connector
        if isDown(connector, at: time) { return .retry(code: "down", afterMilliseconds: nil) }
        switch fate {
        case .refusesForNow: return .retry(code: "unavailable", afterMilliseconds: nil)
        case .refuses: return .failed(code: "refused", message: "")
        case .well, .answerLost, .readsBackOtherwise: break
        }
        switch work.kind {
        case .lookup: return fate == .answerLost ? .unknown(code: "timeout") : read(work, at: time)
        case .estimate:
            return fate == .answerLost ? .unknown(code: "timeout") : estimate(work, model)
        case .effect: break
        }
        perform(work, once, at: time)
        switch fate {
        case .answerLost: return .unknown(code: "timeout")
        case .readsBackOtherwise:
            return .done(
                value: result(of: work), records: [work.reference],
                readBack: .differs("the status is another"))
        default:
            return .done(value: result(of: work), records: [work.reference], readBack: .matches)
        }
    }

    /// What an effect answers: the object that its operation gives, of what it was asked for.
    private func result(of work: WorkItem) -> JSON {
        let id = "done-\(work.reference)"
        guard let governance = governances[work.catalog],
            let gives = governance.operations[work.operation]?.gives,
            let schema = governance.schemas[gives]
        else { return ["id": .string(id)] }
        return SimulatedValues(now: today).object(schema, id: id, from: work.arguments)
    }

    private mutating func perform(_ work: WorkItem, _ once: Once, at time: Instant) {
        arrived[work.id, default: 0] += 1
        let key = work.operation + " " + work.reference
        if case .none = once {
            // It knows nothing again: every request is done.
            let times = arrived[work.id, default: 0]
            done[key] = Deed(first: time, last: time)
            if times > 1 + allowedAgain[work.id, default: 0] { note("\(key) (\(work.id))", times) }
            return
        }
        guard let known = done[key] else {
            done[key] = Deed(first: time, last: time)
            if company == nil { deeds.append(work) }
            return
        }
        switch once {
        case .key(let kept) where time.milliseconds - known.first.milliseconds < kept: return
        // Found only by whoever looks, and once it has settled.
        case .find(let settles) where work.mode == .findFirst:
            if time.milliseconds - known.last.milliseconds >= settles ?? 0 { return }
        default: break
        }
        done[key]?.last = time
        note("\(key) (\(work.id))", 2)
    }

    private mutating func note(_ what: String, _ times: Int) {
        doneTwice = doneTwice ?? "\(what) was done \(times) times"
    }

    // MARK: Models

    /// What a model is like when it is asked.
    enum ModelMood { case sensible, wrong, lying, sure }

    private mutating func estimate(_ work: WorkItem, _ mood: ModelMood) -> Answer {
        let number = Self.number(work)
        let seed = work.id.utf8.reduce(UInt64(number)) { $0 &* 31 &+ UInt64($1) }
        var chance = Chance(seed: seed)
        let value = chance.below(1_000)
        func text(_ thousandths: Int) -> String {
            "\(thousandths / 1_000)." + String(String(1_000 + thousandths % 1_000).dropFirst())
        }
        if let governance = governances[work.catalog],
            let labels = Declared.labels(work.operation, governance)
        {
            return choose(labels, work, value, mood)
        }
        func answer(_ value: String, _ low: String, _ high: String) -> JSON {
            [
                "value": .number(value), "low": .number(low), "high": .number(high),
                "version": "churn-1",
            ]
        }
        let json: JSON
        switch mood {
        case .wrong:
            // A share of one, of the model that is known.
            let outOfBounds = [
                answer("1.5", "1.4", "1.6"), answer("-0.2", "-0.3", "0.1"),
                answer("0.5", "0.6", "0.7"), answer("0.5", "0.0", "1.0"),
            ]
            let malformed: [JSON] = [
                ["value": .number("0.5")], ["value": "high", "low": "0", "high": "1"], .null,
                ["value": .number("0.5"), "low": .number("0.4"), "high": .number("0.6")],
            ]
            let isKnown = Customer.systems.contains(work.operation.connector)
            let wrong = isKnown ? outOfBounds + malformed : malformed
            json = wrong[chance.below(wrong.count)]
            return .done(value: json, records: [], readBack: .notDeclared)
        case .lying:
            json = answer(text(value), text(max(0, value - 50)), text(min(1_000, value + 50)))
        case .sure:
            let extreme = value % 2 == 0 ? "0" : "1"
            json = answer(extreme, extreme, extreme)
        case .sensible: json = answer("0.4", "0.35", "0.45")
        }
        sensibleEstimates[work.id, default: []].append(json)
        return .done(value: json, records: [], readBack: .notDeclared)
    }

    /// A model's choice of a label.
    private mutating func choose(
        _ labels: [String], _ work: WorkItem, _ value: Int, _ mood: ModelMood
    ) -> Answer {
        func answer(_ label: String, _ score: String) -> JSON {
            ["label": .string(label), "score": .number(score), "version": "chooser-1"]
        }
        let label = labels[value % labels.count]
        let json: JSON
        switch mood {
        case .wrong:
            let wrong: [JSON] = [
                answer("no such label", "0.99"), answer(label, "1.5"), answer(label, "-1"),
                ["label": .string(label)], ["label": 1, "score": "high"], .null,
            ]
            return .done(
                value: wrong[value % wrong.count], records: [], readBack: .notDeclared)
        case .lying: json = answer(labels[(value + 1) % labels.count], "0.99")
        case .sure: json = answer(label, "1")
        case .sensible: json = answer(label, "0.99")
        }
        sensibleEstimates[work.id, default: []].append(json)
        return .done(value: json, records: [], readBack: .notDeclared)
    }

    // MARK: What they know

    private func read(_ work: WorkItem, at time: Instant) -> Answer {
        if work.operation == "crm.findAccounts" {
            let id = "crm-\(Self.number(work))"
            return .done(value: [["id": .string(id)]], records: [id], readBack: .notDeclared)
        }
        if !Customer.systems.contains(work.operation.connector),
            let governance = governances[work.catalog],
            let (value, records) = Declared.answer(work, governance, at: today)
        {
            return .done(value: value, records: records, readBack: .notDeclared)
        }
        let number = Self.number(work)
        return (company == nil ? customer(number) : customer(number, at: time)).answer(work)
    }

    /// The customer of a request: each system's id of it ends with its number.
    private static func number(_ work: WorkItem) -> Int {
        number(work.arguments.map { $0.value.stringValue ?? "" }.joined())
    }

    static func number(_ text: String) -> Int { Int(text.split(separator: "-").last ?? "0") ?? 0 }
}
