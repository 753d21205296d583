import FairleadCanonical
import FairleadPlaybook

/// What a governing decision says of an effect.
struct Ruling {
    enum Level: String { case automatic, approval, advisory, forbidden }

    var level: Level?
    /// What is asked for, step by step: each a role, or several of which one is enough.
    let steps: [[String]]

    init(outputs: JSON) {
        level = outputs["level"]?.stringValue.flatMap(Level.init)
        switch outputs["approver"] {
        case .string(let text): steps = Approver.steps(in: text)
        case .array(let roles):
            let asks = roles.compactMap(\.stringValue)
            steps = asks.isEmpty ? [] : [asks]
        default: steps = []
        }
        // An approval that nobody could give would wait for ever.
        let asks = steps.reduce(0) { $0 + $1.count }
        let isAsked = !steps.contains(where: \.isEmpty) && (1...Approver.asksMax).contains(asks)
        if level == .approval, !isAsked { level = nil }
    }
}
