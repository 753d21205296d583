import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct ElapsedTimeTests {
    @Test(arguments: [
        ("P2D", 172_800_000), ("PT1H30M", 5_400_000), ("P1W", 604_800_000),
        ("P1DT12H", 129_600_000), ("PT0S", 0), ("PT45S", 45_000),
    ])
    func `a duration has its milliseconds`(text: String, milliseconds: Int64) {
        #expect(ElapsedTime.milliseconds(of: text) == milliseconds)
    }

    @Test(arguments: [
        "", "P", "PT", "P1M", "P1Y", "1D", "P1H", "PT1D", "PT1M1H", "P-1D", "-P1D", "P1DT",
        "P1.5D", "PT1H1H", "P99999999999D", "P9999W", "p1d",
    ])
    func `what is no elapsed time is refused`(text: String) {
        #expect(ElapsedTime.milliseconds(of: text) == nil)
    }

    @Test func `no duration is longer than the limit`() {
        #expect(ElapsedTime.milliseconds(of: "P3652D") == ElapsedTime.millisecondsMax)
        #expect(ElapsedTime.milliseconds(of: "P3653D") == nil)
    }
}
