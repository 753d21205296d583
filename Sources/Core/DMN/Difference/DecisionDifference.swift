import FEEL

/// What a new version of a decision decides differently from the old one.
public struct DecisionDifference: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case added
        case removed
        /// Both are tables; the cases say what is decided differently.
        case table
        /// At least one is another expression, and they are not the same.
        case expression
    }

    /// Inputs that are decided differently, with an example.
    public struct Case: Sendable, Hashable {
        /// The parts of the columns' values, as words; all of what lies in them.
        public let when: [String]
        /// A value for each of the columns named in `titles`; `nil` where any will do.
        public let example: [Value?]
        public let titles: [String]
        public let was: Outcome
        public let now: Outcome
    }

    /// What is decided, and by which rule, from 1; `nil` for what holds where no rule matches.
    public struct Outcome: Sendable, Hashable {
        /// `nil` where nothing is decided.
        public let text: String?
        public let rule: Int?

        public init(text: String?, rule: Int?) {
            self.text = text
            self.rule = rule
        }
    }

    public let decision: String
    public let kind: Kind
    /// At most `casesMax`.
    public internal(set) var cases: [Case] = []
    /// Whether the cases are all that there are.
    public internal(set) var casesAreAll = true
    /// Why a part of the question could not be decided, where one could not.
    public internal(set) var undecided: String?

    /// How many cases are told of one decision at most.
    public static let casesMax = 50
}

/// A decision as two versions of it are compared: its table, or the meaning of its expression.
struct ComparableDecision {
    let name: String
    let table: CompiledTable?
    let text: String
}

extension DecisionGraph {
    /// What another version of the graph decides differently, decision by decision in its order;
    /// decisions that decide alike are left out.
    public func differences(to new: DecisionGraph) -> [DecisionDifference] {
        DecisionDifference.compare(comparable, new.comparable)
    }

    var comparable: [ComparableDecision] {
        order.compactMap { at in
            let element = elements[at]
            guard element.model == 0 else { return nil }
            switch element.kind {
            case .input, .service: return nil
            case .decision(let logic):
                return .init(name: element.name, table: logic?.table, text: canonicalText(at))
            case .knowledge:
                return .init(name: element.name, table: nil, text: canonicalText(at))
            }
        }
    }
}

extension DecisionDifference {
    static func compare(
        _ old: [ComparableDecision], _ new: [ComparableDecision]
    ) -> [DecisionDifference] {
        var differences: [DecisionDifference] = []
        for decision in new {
            guard let before = old.first(where: { $0.name == decision.name }) else {
                differences.append(.init(decision: decision.name, kind: .added))
                continue
            }
            guard before.text != decision.text else { continue }
            guard let oldTable = before.table, let newTable = decision.table else {
                differences.append(.init(decision: decision.name, kind: .expression))
                continue
            }
            let difference = DifferenceSearch.compare(oldTable, newTable, named: decision.name)
            if !difference.cases.isEmpty || difference.undecided != nil {
                differences.append(difference)
            }
        }
        for decision in old where !new.contains(where: { $0.name == decision.name }) {
            differences.append(.init(decision: decision.name, kind: .removed))
        }
        return differences
    }
}
