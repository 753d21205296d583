import FairleadCanonical

/// An explanation in lines for people: each rule with why it matched or not, and what would change
/// the outcome.
struct DecisionText {
    let explanation: JSON

    var lines: [String] { rules + changes }

    /// A policy document in one line.
    static func words(of policy: JSON) -> String {
        let authors = policy.words("authors") ?? ""
        return (policy.words("document") ?? "")
            + (policy.words("clause").map { ", clause \($0)" } ?? "")
            + (policy.words("owner").map { ", owner \($0)" } ?? "")
            + (authors.isEmpty ? "" : ", author \(authors)")
            + (policy.words("inForceFrom").map { ", in force from \($0)" } ?? "")
            + (policy.words("inForceUntil").map { " until \($0)" } ?? "")
            + (policy["inForce"] == false ? " (not on that day)" : "")
    }

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
