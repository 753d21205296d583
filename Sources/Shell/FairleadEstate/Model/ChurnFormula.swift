import FairleadCanonical

/// The stand-in's formula, in thousandths: a base and what each input adds. The interval widens
/// by what is missing.
enum ChurnFormula {
    static let name = "churn-standin"
    static let version = "1.0.0"

    struct Estimate {
        let permille: Int64
        let halfWidthPermille: Int64
        let used: [String]
        let missing: [String]

        var answer: JSON {
            [
                "value": decimal(permille),
                "interval": [
                    decimal(max(0, permille - halfWidthPermille)),
                    decimal(min(1_000, permille + halfWidthPermille)),
                ],
                "used": .array(used.map { .string($0) }),
                "missing": .array(missing.map { .string($0) }),
            ]
        }

        private func decimal(_ permille: Int64) -> JSON {
            let digits = String(permille % 1_000 + 1_000).dropFirst()
            return .number("\(permille / 1_000).\(digits)")
        }
    }

    /// Inputs: tier, daysToContractEnd, daysToNoticeDeadline, daysPastDue, openTickets,
    /// severeIncidents. Others are left alone.
    static func estimate(_ inputs: JSON) -> Estimate {
        var permille: Int64 = 60
        var used: [String] = []
        var missing: [String] = []
        func take(_ name: String, _ part: (Int64) -> Int64) {
            if let value = inputs.whole(name) {
                used.append(name)
                permille += part(value)
            } else {
                missing.append(name)
            }
        }
        if let tier = inputs.text("tier") {
            used.append("tier")
            permille += ["starter": 120, "growth": 80, "enterprise": 30][tier] ?? 20
        } else {
            missing.append("tier")
        }
        take("daysToContractEnd") { $0 <= 30 ? 160 : $0 <= 60 ? 110 : $0 <= 90 ? 60 : 0 }
        take("daysToNoticeDeadline") { $0 <= 14 ? 90 : $0 <= 30 ? 70 : 0 }
        take("daysPastDue") { min(max($0, 0), 60) * 4 }
        take("openTickets") { min(max($0, 0), 10) * 25 }
        take("severeIncidents") { min(max($0, 0), 5) * 50 }
        return Estimate(
            permille: min(max(permille, 1), 950),
            halfWidthPermille: 50 + 40 * Int64(missing.count), used: used, missing: missing)
    }
}
