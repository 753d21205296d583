import FairleadCanonical

/// An explanation in lines for people: each rule with why it matched or not, and what would change
/// the outcome.
struct DecisionText {
    let explanation: JSON

    var lines: [String] { rules + changes }

    private var rules: [String] {
        (explanation["rules"]?.items ?? []).map { rule in
            let number = "rule \(rule.words("number") ?? "")".padded(to: 8)
            let notes = rule.words("annotations").map { $0.isEmpty ? "" : "  (\($0))" } ?? ""
            if rule["matched"] == true { return "  \(number)matched\(notes)" }
            let failures = (rule["failures"]?.items ?? []).map { failure in
                "\(failure.words("column") ?? "") is \(failure.words("value") ?? "unknown"), "
                    + "not \(failure.words("cell") ?? "")"
            }
            return "  \(number)no" + (failures.isEmpty ? "" : ": ")
                + Terminal.plain(failures.joined(separator: "; ")) + notes
        }
    }

    private var changes: [String] {
        (explanation["changes"]?.items ?? []).map { change in
            "  if      \(change.words("column") ?? "") were \(change.words("region") ?? ""): "
                + (change.words("outcome") ?? "")
        }
    }
}
