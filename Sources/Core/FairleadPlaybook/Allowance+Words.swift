extension Allowance {
    /// For people: `4 hours`, `8 hours of financeEMEA`, `5 business days of financeEMEA`.
    public var words: String {
        let by = calendar.map { " of " + Self.words($0) { $0 } } ?? ""
        switch amount {
        case .elapsed(let length), .business(let length):
            return Self.words(length, ElapsedTime.words) + by
        case .businessDays(let days):
            return Self.words(days) { "\($0)" } + " business days" + by
        case .at(let moment): return "the time of " + moment.line
        }
    }

    /// For machines: an ISO 8601 duration, where it is elapsed time that no fact changes.
    public var durationText: String {
        elapsedMilliseconds.map(ElapsedTime.text) ?? words
    }

    private static func words<Fixed>(
        _ value: Value<Fixed>, _ words: (Fixed) -> String
    ) -> String {
        switch value {
        case .fixed(let fixed): words(fixed)
        case .computed(let expression): expression.line
        }
    }
}
