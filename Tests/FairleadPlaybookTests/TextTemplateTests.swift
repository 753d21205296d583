import FEEL
import FairleadPlaybook
import FairleadTesting
import Testing

@Suite struct TextTemplateTests {
    @Test(arguments: [
        (#"{amount: 4180, currency: "USD"}"#, "USD 4,180.00"),
        (#"{amount: 240000.5, currency: "EUR"}"#, "EUR 240,000.50"),
        (#"{amount: -99, currency: "USD"}"#, "USD -99.00"),
        (#"{amount: 1234567.89, currency: "USD"}"#, "USD 1,234,567.89"),
        (#"duration("P7D")"#, "7 days"),
        (#"duration("P1D")"#, "1 day"),
        (#"duration("PT4H")"#, "PT4H"),
        (#"date("2026-11-21")"#, "2026-11-21"),
        ("38400", "38400"),
        (#""growth""#, "growth"),
    ])
    func `values are put into words`(expression: String, words: String) throws {
        let value = try Program(expression).evaluate()
        #expect(TextTemplate.words(for: value) == words)
    }

    @Test func `a message that reaches classified values by a derived one is refused`() {
        let (_, findings) = Fixture.read(
            Fixture.changed("notify: reply", to: "notify: owing"))
        #expect(
            findings.contains { $0.contains("may not show 'exposure': it carries finance") })
    }
}
