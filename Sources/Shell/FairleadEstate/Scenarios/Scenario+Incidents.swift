extension Scenario {
    private static let outage = ScenarioStep.declareIncident(
        severity: 1, service: "platform", minutesAgo: 35)

    /// Severe incidents, by what becomes of them.
    static let incidents = [
        Scenario(
            "severity-1", "A severity 1 incident, five teams side by side",
            account("Nordlicht Bank", "nordlicht.example"), [outage]),
        Scenario(
            "severity-1-reserve-refused", "A severity 1 incident for which no reserve is taken",
            account("Tarn Logistics", "tarn.example"), [outage]),
        Scenario(
            "severity-1-tracker-down", "A severity 1 incident while the tracker is down",
            account("Palisade Retail", "palisade.example"),
            [.fault(.tracker, .unavailable, only: nil, .always), outage]),
        Scenario(
            "severity-1-promoted", "An incident becomes severe after it was declared",
            account("Rowan Insurance", "rowan.example", tier: "growth"),
            [
                .declareIncident(severity: 2, service: "reports", minutesAgo: 5),
                .timePasses(minutes: 20), .changeSeverity(1),
            ]),
    ]
}
