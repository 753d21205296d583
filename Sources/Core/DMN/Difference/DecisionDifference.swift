import FEEL

/// What a new version of a decision decides differently from the old one.
public struct DecisionDifference: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable {
        case added
        case removed
        /// Both are tables; the cases say what is decided differently.
        case table
        /// At least one is another expression, and they are not the same; a case is an example.
        case expression
    }

    /// Inputs that are decided differently, with an example.
    public struct Case: Sendable, Hashable {
        /// The parts of the columns' values, as words; all of what lies in them. `nil` where only
        /// the example is known.
        public let when: [String]?
        /// A value for each of the columns or inputs named in `titles`; `nil` where any will do.
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

extension DecisionGraph {
    /// What another version of the graph decides differently, decision by decision in its order;
    /// decisions that decide alike are left out.
    /// - Parameter environment: what examples of expressions are tried in.
    public func differences(
        to new: DecisionGraph, _ environment: Environment = Environment()
    ) -> [DecisionDifference] {
        let (before, after) = (comparable, new.comparable)
        var differences: [DecisionDifference] = []
        for at in after {
            let name = new.elements[at].name
            guard let other = before.first(where: { elements[$0].name == name }) else {
                differences.append(.init(decision: name, kind: .added))
                continue
            }
            guard canonicalText(other) != new.canonicalText(at) else { continue }
            if let found = difference(other, new, at, environment) { differences.append(found) }
        }
        let names = after.map { new.elements[$0].name }
        for at in before where !names.contains(elements[at].name) {
            differences.append(.init(decision: elements[at].name, kind: .removed))
        }
        return differences
    }

    /// What makes decisions in the first model: decisions, knowledge and services, each after those
    /// that it requires.
    private var comparable: [Int] {
        order.filter { elements[$0].model == 0 && !elements[$0].isInput }
    }

    /// What two versions of an element decide differently; `nil` for nothing.
    private func difference(
        _ at: Int, _ new: DecisionGraph, _ newAt: Int, _ environment: Environment
    ) -> DecisionDifference? {
        let name = elements[at].name
        var difference = DecisionDifference(decision: name, kind: .expression)
        if let old = table(at), let table = new.table(newAt) {
            difference = DifferenceSearch.compare(old, table, named: name)
            if difference.cases.isEmpty, difference.undecided == nil { return nil }
            guard difference.cases.isEmpty else { return difference }
        } else {
            difference.casesAreAll = false
        }
        switch ExampleSearch(name, self, new, environment).run() {
        case .alike: return nil
        case .found(let example): difference.cases = [example]
        case .notFound(let tries):
            let told = difference.undecided.map { $0 + "; " } ?? ""
            difference.undecided =
                told + "whether it decides differently: not decided within the bound; "
                + "\(tries) inputs that were tried are decided alike"
        }
        return difference
    }

    private func table(_ at: Int) -> CompiledTable? {
        if case .decision(let logic?) = elements[at].kind { return logic.table }
        return nil
    }
}
