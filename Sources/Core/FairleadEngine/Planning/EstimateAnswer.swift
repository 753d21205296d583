import FEEL
import FairleadCanonical
import FairleadDomain
import FairleadPlaybook

/// A model's answer, checked before it may be evidence.
struct EstimateAnswer {
    let json: JSON
    let version: String
    /// Why it is not taken; nil: it is.
    let refusal: String?

    /// Whether it makes sense and the model is not sure enough of it. What makes none is the
    /// fallback's business alone.
    var isUnsure: Bool { refusal == "interval-too-wide" || refusal == "below-precision" }

    init(_ answer: JSON, within estimate: Estimate) {
        if let choice = estimate.choice {
            self.init(answer, among: choice)
        } else {
            self.init(answer, inside: estimate)
        }
    }

    /// One of the labels, with the share of such answers that are right.
    private init(_ answer: JSON, among choice: Estimate.Choice) {
        version = answer["version"]?.stringValue ?? ""
        guard let label = answer["label"]?.stringValue, choice.labels.contains(label),
            let score = answer["score"]?.numberText.flatMap({ Decimal34($0) }), !version.isEmpty
        else {
            json = .null
            refusal = "malformed"
            return
        }
        json = [
            "label": .string(label), "score": Self.json(score),
            "version": .string(version), "degraded": false,
        ]
        if score < .zero || score > .one {
            refusal = "out-of-range"
        } else {
            let wanted = Decimal34(choice.precision) ?? .one
            refusal = score < wanted ? "below-precision" : nil
        }
    }

    private init(_ answer: JSON, inside estimate: Estimate) {
        func number(_ name: String) -> Decimal34? {
            answer[name]?.numberText.flatMap { Decimal34($0) }
        }
        version = answer["version"]?.stringValue ?? ""
        guard let value = number("value"), let low = number("low"), let high = number("high"),
            !version.isEmpty
        else {
            json = .null
            refusal = "malformed"
            return
        }
        json = [
            "value": Self.json(value), "low": Self.json(low), "high": Self.json(high),
            "version": .string(version), "degraded": false,
        ]
        guard let least = Decimal34(estimate.range.low), let most = Decimal34(estimate.range.high)
        else {
            refusal = "malformed"
            return
        }
        if value < least || value > most || low > value || value > high || low < least
            || high > most
        {
            refusal = "out-of-range"
        } else if let widest = estimate.intervalWidthMax.flatMap({ Decimal34($0) }),
            high.subtracting(low).map({ $0 > widest }) ?? true
        {
            refusal = "interval-too-wide"
        } else {
            refusal = nil
        }
    }

    /// As it is read back from its bytes: what is applied now and what is rebuilt agree.
    static func json(_ number: Decimal34) -> JSON {
        let text = number.description
        return Int64(text).map(JSON.integer) ?? .number(text)
    }
}
